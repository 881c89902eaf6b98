/** `pkw tour`: what it shows happened, and tshark reads its capture as it tells it. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

let out: string, file: string;
beforeAll(async () => {
  const { status, out: said, err } = await runCli(['tour']);
  expect([status, err]).toEqual([0, '']);
  out = said;
  file = /pkw read (\S+tour\.pcapng)/.exec(out)?.[1] ?? '';
});
afterAll(() => rmSync(dirname(file), { recursive: true, force: true }));

/** What stands in a line of its own, without what random numbers change. */
const frames = (): string[] =>
  out.split('\n').flatMap((line) => (/^ {4}[<>] /.test(line) ? [line.trim().replace(/:[45]\d{4}/g, ':PORT')] : []));

describe('pkw tour', () => {
  it('shows a lease, ARP, names, a handshake and a page', () => {
    expect(frames()).toEqual(expect.arrayContaining(['> IP / UDP / BOOTP / DHCP Discover', '< IP / UDP / BOOTP / DHCP Ack']));
    const from = frames().indexOf('> IP / UDP / DNS Qry "www.example.org."');
    const [server, alice] = ['192.0.2.20:http', '192.0.2.100:PORT'];
    expect(frames().slice(from, from + 6)).toEqual([
      '> IP / UDP / DNS Qry "www.example.org."',
      '< IP / UDP / DNS Ans "192.0.2.20"',
      `> IP / TCP ${alice} > ${server} S`,
      `< IP / TCP ${server} > ${alice} SA`,
      `> IP / TCP ${alice} > ${server} A`,
      "> IP / TCP / HTTP Request 'GET' '/' 'HTTP/1.1'",
    ]);
    expect(out).toContain('Hello, Alice.');
  });

  it('is the same each time, but for where the capture lies', async () => {
    const { out: again } = await runCli(['tour']);
    const plain = (text: string): string => text.replace(/\S+packetwright-\w+/g, 'DIR');
    rmSync(dirname(/pkw read (\S+tour\.pcapng)/.exec(again)?.[1] ?? ''), { recursive: true, force: true });
    expect(plain(again)).toBe(plain(out));
  });
});

describeIf(requireProgram('tshark'), 'its capture', () => {
  it('is what tshark sees, with right checksums', () => {
    const fields = (filter: string, ...names: string[]): string =>
      execFileSync(
        'tshark',
        [
          '-r',
          file,
          '-o',
          'tcp.check_checksum:TRUE',
          '-o',
          'ip.check_checksum:TRUE',
          '-Y',
          filter,
          '-T',
          'fields',
          ...names.flatMap((n) => ['-e', n]),
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      ).trim();
    expect(fields('dhcp', 'dhcp.option.dhcp').split('\n')).toEqual(['1', '2', '3', '5']);
    expect(fields('http.response', 'http.response.code', 'http.file_data')).toMatch(/^200\t/);
    expect(fields('tcp.checksum.status != 1 or ip.checksum.status != 1', 'frame.number')).toBe('');
    expect(fields('tcp.analysis.flags', 'frame.number')).toBe('');
  });
});
