/** `pkw lab`: what there is, commands that run there, and captures with their seed, which capinfos reads. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readyTopology, topologies } from '../../src/lab/topologies.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pkw-lab-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = Object.keys(topologies);

describe('pkw lab', () => {
  it('lists what there is, and shows one', async () => {
    const list = await runCli(['lab']);
    expect(list.out.split('\n').map((line) => line.split(' ')[0])).toEqual([...names, '', 'pkw', '']);
    const { out } = await runCli(['lab', 'routed', '--seed', '7']);
    expect(out.split('\n')[0]).toBe('lab routed, seed 7: a client, a router and a server, IPv4 and IPv6');
    expect(out).toMatch(/^client \* {2}eth0 {2}near {2}10\.0\.1\.2\/24 fd00:1::2\/64$/m);
  });

  it.each(names)('%s: the lines that it tells to try work', async (name) => {
    for (const line of topologies[name]?.tries ?? []) {
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      // Nobody talks there by himself.
      if (words[0] === 'sniff') continue;
      const { err, all } = await runCli(['lab', name, '--', ...words]);
      expect(err.split('\n')[0]).toBe(`lab ${name}, seed 1, on ${topologies[name]?.seat}`);
      expect(all).not.toMatch(/^pkw/m);
    }
  });

  it('repeats a run by its seed', async () => {
    const run = async (seed: string): Promise<string> =>
      (await runCli(['lab', 'lossy', '--seed', seed, '--', 'ping', '-c', '30', '-i', '0.2', '10.0.2.2'])).out;
    const first = await run('3');
    expect(first).toMatch(/30 packets transmitted, 2\d received/);
    expect(await run('3')).toBe(first);
    expect(await run('4')).not.toBe(first);
  });

  it('says what is wrong', async () => {
    const line = async (...words: string[]): Promise<string> => (await runCli(['lab', ...words])).err.trim().split('\n').at(-1) ?? '';
    expect(await line('rooted')).toMatch(/there is no lab 'rooted': there are lan, .*; did you mean 'routed'\?$/);
    expect(await line('lan', '--host', 'x', '--', 'ping', '192.0.2.1')).toMatch(/the lab has no host 'x': it has me, gateway, www$/);
    expect(await line('lan', '--', 'read', 'x')).toMatch(/pkw read does not run in a lab/);
    expect(await line('lan', '-w', join(folder, 'x'))).toMatch(/-w needs a command/);
  });
});

describeIf(requireProgram('capinfos'), 'its captures', () => {
  it('have all segments, and the seed', async () => {
    const file = join(folder, 'x.pcapng');
    await runCli(['lab', 'routed', '--seed', '5', '-w', file, '--', 'ping', '-c', '1', '10.0.2.2']);
    const said = execFileSync('capinfos', [file], { encoding: 'utf8' });
    expect(said).toMatch(/Capture comment: +lab routed, seed 5: pkw ping -c 1 10\.0\.2\.2/);
    expect(said).toMatch(/Number of interfaces in file: 2/);
    expect(said).toMatch(/Strict time order: +True/);
  });
});

describe('a ready network', () => {
  it('the firewall lets through, refuses, and says nothing', async () => {
    const net = readyTopology('firewall', { time: 'virtual' });
    const client = net.host('client');
    (await client.connect('192.0.2.80', 443)).abort();
    await expect(client.connect('192.0.2.80', 25)).rejects.toMatchObject({ code: 'ERR_REFUSED' });
    await expect(client.connect('192.0.2.80', 22, { timeoutMs: 3000 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await net.close();
  });
});
