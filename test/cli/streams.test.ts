/** `pkw streams`: files, lines, bodies, and what it says where it cannot. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { memorySink } from '../../src/capture/octet-sink.ts';
import { PcapWriter } from '../../src/capture/pcap/writer.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const captures = fileURLToPath(new URL('../fixtures/captures/', import.meta.url));
const syslog = join(captures, 'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap');
const made = mkdtempSync(join(tmpdir(), 'streams-'));
afterAll(() => rmSync(made, { recursive: true }));

let folders = 0;
const folder = (): string => join(made, `${folders++}`);

describe('pkw streams -o', () => {
  it('writes what each side sent, and tells it', async () => {
    const into = folder();
    const { status, out, err } = await runCli(['streams', '-r', syslog, '-o', into, '--json']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = lines.flatMap(({ client, server }) => [client, server]).filter(({ file }) => file !== undefined);
    expect([status, told.length > 0]).toEqual([0, true]);
    expect(told.map(({ file, stream }) => [file, stream]).sort()).toEqual(
      readdirSync(into)
        .map((name) => [name, statSync(join(into, name)).size])
        .sort(),
    );
    expect(told[0].file).toMatch(/^(\d{3}\.){4}\d{5}-(\d{3}\.){4}\d{5}$/);
    expect(err).toContain(`${told.length} file${told.length === 1 ? '' : 's'},`);
  });

  it('never writes into a file that is there', async () => {
    const into = folder();
    await runCli(['streams', '-q', '-r', syslog, '-o', into]);
    const before = readdirSync(into);
    for (const name of before) writeFileSync(join(into, name), 'mine');
    await runCli(['streams', '-q', '-r', syslog, '-o', into]);
    expect(readdirSync(into)).toEqual(before.flatMap((name) => [name, `${name}c1`]).sort());
    for (const name of before) expect(readFileSync(join(into, name), 'utf8')).toBe('mine');
  });
});

describe('pkw streams --http', () => {
  /** A connection in which a client asks for `targets`, and gets for each its number. */
  async function capture(targets: readonly string[]): Promise<string> {
    const path = join(made, `${folders++}.pcap`);
    const sink = memorySink();
    const writer = new PcapWriter(sink);
    let [asked, answered] = [1, 1];
    for (const [i, target] of targets.entries()) {
      const content = gzipSync(`content ${i}`);
      const request = Buffer.from(`GET ${target} HTTP/1.1\r\nHost: example.com\r\n\r\n`);
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: ${content.length}\r\n\r\n`;
      const response = Buffer.concat([Buffer.from(head), content]);
      const [c, s] = ['192.0.2.1', '192.0.2.2'];
      await writer.write(
        packet(Ether(), IP({ src: c, dst: s }), TCP({ sport: 40000, dport: 80, flags: 'PA', seq: asked, ack: answered }), request),
      );
      asked += request.length;
      await writer.write(
        packet(Ether(), IP({ src: s, dst: c }), TCP({ sport: 80, dport: 40000, flags: 'PA', seq: answered, ack: asked }), response),
      );
      answered += response.length;
    }
    await writer.close();
    writeFileSync(path, sink.octets());
    return path;
  }

  it('writes contents, decoded, nowhere but into its folder, and over nothing', async () => {
    const into = folder();
    mkdirSync(into);
    symlinkSync(join(made, 'elsewhere'), join(into, 'b.txt'));
    const targets = ['/a.txt', '/../../a.txt', '/b.txt', '/x/..', '/', `/${'n'.repeat(400)}.txt`];
    const path = await capture(targets);
    const { status, out, err } = await runCli(['streams', '-r', path, '--http', into, '--json']);
    const told = JSON.parse(out).http as { file: string; target: string; type: string; octets: number; from: string; host: string }[];
    expect(status).toBe(0);
    expect(err).toContain('HTTP: 6 files, 54 octets');
    const names = ['a.txt', 'a(1).txt', 'b(1).txt', '%2e.', '%2f', `${'n'.repeat(251)}.txt`];
    expect(told).toEqual(
      targets.map((target, i) => ({ file: names[i], from: 'server', target, host: 'example.com', type: 'text/plain', octets: 9 })),
    );
    expect(readdirSync(into).sort()).toEqual([...names, 'b.txt'].sort());
    for (const [i, name] of names.entries()) expect(readFileSync(join(into, name), 'utf8')).toBe(`content ${i}`);
    expect(existsSync(join(made, 'elsewhere'))).toBe(false);
  });
});

describeIf(requireProgram('tshark'), 'pkw streams --follow', () => {
  const names = [
    'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap',
    'zeek+zeek/testing/btest/Traces/ipv6-http-atomic-frag.pcap',
    'OISF+suricata-verify/tests/http-connect/http-connect-fragmented/input.pcap',
    'OISF+suricata-verify/tests/http2-authority-mismatch/authority_and_host_2.pcap',
  ];

  it.each(names.flatMap((name) => ['ascii', 'hex', 'raw'].map((form) => [name, form] as const)))(
    '%s as %s is what tshark prints',
    async (name, form) => {
      const { status, out } = await runCli(['streams', '-r', join(captures, name), '--follow', '0', '--as', form]);
      const theirs = execFileSync('tshark', ['-n', '-r', join(captures, name), '-q', '-z', `follow,tcp,${form},0`], {
        encoding: 'latin1',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect([status, out]).toEqual([0, theirs]);
    },
  );

  it('says that there is no such connection', async () => {
    const { status, out, err } = await runCli(['streams', '-r', syslog, '--follow', '7']);
    expect([status, out, err]).toEqual([1, '', 'pkw streams: there is no connection 7\n']);
  });
});

describe('pkw streams that cannot', () => {
  it.each([
    [['-r', '/nonexistent.pcap'], 1],
    [['-r', syslog, '-o', '/proc/none'], 1],
    [['-r', syslog, 'tcp', 'prot', '80'], 1],
    [['-r', syslog, '-i', 'lo'], 2],
    [['-r', syslog, '--holes'], 2],
    [['-r', syslog, '--follow', 'x'], 2],
    [['-r', syslog, '--as', 'hex'], 2],
    [['-r', syslog, '--follow', '0', '--json'], 2],
  ] as const)('says so in one line: %j', async (words, wanted) => {
    const { status, out, err } = await runCli(['streams', ...words]);
    expect([status, out]).toEqual([wanted, '']);
    expect(err).toMatch(/^pkw streams: [^\n]+\n$/);
  });
});
