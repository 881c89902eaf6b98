/** `pkw read --follow-state`: what is learned is what tshark says of the same packets. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const NETFLOW = 'corpus/secdev+scapy/test/pcaps/netflowv9.pcap';
const TFTP = 'corpus/OISF+suricata-verify/tests/tftp-tx-handling-wrq/input.pcap';

interface Learned {
  readonly layer: string;
  readonly table: string;
  readonly key: string;
  readonly value?: unknown;
}
interface Line {
  readonly number?: number;
  readonly learned?: readonly Learned[];
  readonly state?: { readonly entries: number; readonly dropped: number };
}

const tshark = (file: string, filter: string, ...fields: readonly string[]): string[][] =>
  spawnSync('tshark', ['-r', file, '-n', '-Y', filter, '-T', 'fields', ...fields.flatMap((f) => ['-e', f])], { encoding: 'utf8' })
    .stdout.trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

const json = async (file: string): Promise<Line[]> => {
  const { status, out } = await runCli(['read', file, '--follow-state', '--json']);
  expect(status).toBe(0);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
};

describeIf(all(requireShared(NETFLOW), requireShared(TFTP), requireProgram('tshark')), 'pkw read --follow-state', () => {
  it('tells each template where tshark has it', async () => {
    const file = sharedPath(NETFLOW);
    const lines = await json(file);
    const learned = lines.flatMap(({ number, learned: entries = [] }) => entries.map((one) => ({ number, ...one })));
    const told = learned.filter(({ table }) => table === 'netflow.template').map(({ number, key }) => [`${number}`, key.split(' ').at(-1)]);
    const theirs = tshark(file, 'cflow.template_id', 'frame.number', 'cflow.template_id').flatMap(([number, ids = '']) =>
      ids.split(',').map((id) => [number, id]),
    );
    expect(theirs.length).toBeGreaterThan(2);
    expect(told).toEqual(theirs);
    expect(lines.at(-1)).toEqual({ schema: 1, state: { entries: learned.length, dropped: 0 } });
  });

  it('tells below the packet whose port TFTP goes on with', async () => {
    const file = sharedPath(TFTP);
    const [[src, port, dst] = []] = tshark(file, 'tftp.opcode == 2', 'ip.src', 'udp.srcport', 'ip.dst');
    const { out } = await runCli(['read', file, '--follow-state', '-c', '3']);
    const lines = out.split('\n');
    expect(lines[1]).toBe(`  1 TFTP_WRQ: expected: UDP ${src} ${port} ${dst} = TFTP`);
    expect(lines.slice(2, 4).every((line) => line.includes(' / TFTP / '))).toBe(true);
    expect(lines.slice(4)).toEqual(['state: 1 known, 0 dropped to make room', '']);
    const tree = await runCli(['read', file, '--follow-state', '-V', '-c', '1']);
    expect(tree.out.split('\n').at(-3)).toBe(lines[1]);
  });

  it('is refused where nothing is learned, and where columns are asked for', async () => {
    for (const other of [['--stateless'], ['-T', 'fields', '-e', 'ip.src']]) {
      const { status, err } = await runCli(['read', sharedPath(TFTP), '--follow-state', ...other]);
      expect(status).toBe(2);
      expect(err).toContain('--follow-state');
    }
  });
});
