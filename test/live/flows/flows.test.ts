/** `pkw jflow` as a daemon, `pkw flows` on an interface and on a terminal, `pkw collect`: between two namespaces. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectedRecord } from '../../../src/flows/reader/collected.ts';
import { Flow } from '../../../src/flows/flow.ts';
import { FlowReader } from '../../../src/flows/reader/flow-reader.ts';
import type { UdpPort } from '../../../src/host/host.ts';
import { linuxHost, type LocalHost } from '../../../src/host/linux/linux-host.ts';
import { flowExporter } from '../../../src/tools/flows/exporter.ts';
import { NOBODY } from '../../support/as-user.ts';
import { type BuiltCli, buildCli } from '../../support/built-cli.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { Pty } from '../../support/terminal/pty.ts';
import { withAddon } from '../../support/with-addon.ts';

const A = '10.77.0.1';
const B = '10.77.0.2';
/** What is counted goes there, and nothing else. */
const PORT = 7777;
const OCTETS = 100;
/** With the headers of IP and UDP. */
const COUNTED = OCTETS + 28;

function oneFlow(): Flow {
  const flow = new Flow({ packets: 9, octets: 900, firstUs: 1.7e15, lastUs: 1.7e15 + 5e6, tcpFlags: 0, tos: 0 });
  flow.protocol = 17;
  flow.dport = 53;
  return flow;
}

/** A process that has ended has its place until its parent, the first of all, asks for its status: that may take its time. */
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

describeIf(requireLive(), 'flows, live', () => {
  let cli: BuiltCli, net: TwoNamespaces, a: LocalHost, b: LocalHost, sender: UdpPort, folder: string;

  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    chmodSync(cli.folder, 0o755);
    net = twoNamespaces();
    [a, b] = [linuxHost({ netns: net.a }), linuxHost({ netns: net.b })];
    sender = await a.sockets!.udp({ port: 40_000 });
    // Somebody listens, so that nothing comes back.
    await b.sockets!.udp({ port: PORT });
    folder = mkdtempSync(join(tmpdir(), 'pkw-flows-live-'));
  }, 60_000);
  afterAll(async () => {
    await Promise.all([a.close(), b.close()]);
    net.remove();
    cli.remove();
    rmSync(folder, { recursive: true });
  });

  const send = async (packets: number): Promise<void> => {
    for (let i = 0; i < packets; i++) await sender.send(new Uint8Array(OCTETS), B, PORT);
  };
  const pkw = (...words: string[]): ChildProcess => spawn(cli.path, [...words, '--netns', net.a], { stdio: ['ignore', 'pipe', 'pipe'] });

  it('jflow goes on as a daemon, as nobody, and sends NetFlow 1 of what ends; its end tells the rest', { timeout: 40_000 }, async () => {
    const collector = await b.sockets!.udp({ port: 5000 });
    const pidFile = join(folder, 'jflow.pid');
    const words = ['jflow', '-i', 'va', '-n', `${B}:5000`, '-u', 'nobody', '-e', '60,1', '-p', pidFile, '--netns', net.a];
    // Standard error by a pipe that ends only when nobody has it any more: the daemon must not.
    execFileSync(cli.path, [...words, `udp port ${PORT}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    try {
      await expect.poll(() => /^Uid:\t65534\t65534/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))).toBe(true);
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`^Gid:\\t${NOBODY}\\t`, 'm'));
      // In a session of its own.
      expect(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3]).toBe(String(pid));
      await send(3);
      const reader = new FlowReader();
      const records: CollectedRecord[] = [];
      const messages = collector.messages()[Symbol.asyncIterator]();
      const next = async (): Promise<void> => {
        const { value } = await messages.next();
        records.push(...reader.read(value.data, value.from));
      };
      const one = { sourceIPv4Address: A, destinationIPv4Address: B, sourceTransportPort: 40_000, destinationTransportPort: PORT };
      await next();
      expect(records).toMatchObject([
        { version: 1, exporter: A, values: { ...one, protocolIdentifier: 17, packetDeltaCount: 3, octetDeltaCount: 3 * COUNTED } },
      ]);
      // The ring gives them within a millisecond; the signal comes behind.
      await send(2);
      await a.clock.sleep(200);
      process.kill(pid, 'SIGTERM');
      await next();
      expect(records[1]).toMatchObject({ values: { ...one, packetDeltaCount: 2, octetDeltaCount: 2 * COUNTED } });
      await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
    } finally {
      collector.close();
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    }
  });

  it('a daemon that cannot begin says why, in one line', () => {
    const words = ['jflow', '-i', 'nosuch', '-n', `${B}:5000`, '--netns', net.a];
    const { status, stderr } = (() => {
      try {
        execFileSync(cli.path, words, { encoding: 'utf8', stdio: 'pipe' });
        return { status: 0, stderr: '' };
      } catch (error) {
        return error as { status: number; stderr: string };
      }
    })();
    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toMatch(/^pkw jflow: .*nosuch/);
  });

  it('pkw flows lists what went over an interface when Ctrl-C comes', { timeout: 40_000 }, async () => {
    const child = pkw('flows', '-i', 'va', '--json', `udp port ${PORT}`);
    const [out, err] = [text(child.stdout!), text(child.stderr!)];
    // It listens when the kernel has a packet socket for it.
    await expect
      .poll(() => execFileSync('ip', ['netns', 'exec', net.a, 'cat', '/proc/net/packet'], { encoding: 'utf8' }).split('\n').length, {
        timeout: 20_000,
      })
      .toBeGreaterThan(2);
    await a.clock.sleep(300);
    await send(4);
    await a.clock.sleep(200);
    child.kill('SIGINT');
    await once(child, 'close');
    expect(JSON.parse(await out)).toMatchObject({ src: A, dst: B, dport: PORT, packets: 4, octets: 4 * COUNTED, end: 'forced' });
    expect(await err).toContain(`1 flows: 4 packets, ${4 * COUNTED} octets`);
  });

  it('on a terminal shows the busiest flows', { timeout: 40_000 }, async () => {
    const pty = new Pty([cli.path, 'flows', '-i', 'va', `udp port ${PORT}`, '--netns', net.a]);
    try {
      await pty.expect('0 flows now');
      await send(5);
      await pty.expect(/1 flows now, 0 ended; 5 packets, 640 octets/);
      await pty.expect(/bit\/s +packets\/s +packets +octets +flow/);
      await pty.expect(/[45](\.\d+)?k +5 +5 +640 +UDP 10\.77\.0\.1:40000 -> 10\.77\.0\.2:7777/);
      await pty.expect(/\n *0 +0 +5 +640 +UDP/);
    } finally {
      pty.kill();
    }
  });

  it('pkw collect listens as nobody, and writes what comes', { timeout: 40_000 }, async () => {
    const child = pkw('collect', '-p', '2055', '-b', A, '-u', 'nobody', '-c', '1');
    const out = text(child.stdout!);
    await once(child.stderr!, 'data');
    expect(readFileSync(`/proc/${child.pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t/m);
    const exporter = await flowExporter({ host: b, to: [{ address: A, port: 2055, transport: 'udp' }], version: 1 });
    exporter.add(oneFlow());
    await exporter.close();
    await once(child, 'close');
    expect(JSON.parse(await out)).toMatchObject({
      kind: 'flow',
      exporter: B,
      version: 1,
      values: { packetDeltaCount: 9, destinationTransportPort: 53 },
    });
  });
});
