/** `sniff` and `pkw sniff` between namespaces: started and stopped a thousand times, merged by time, and ended by signals. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextTurn } from '../../src/exchange/next-turn.ts';
import { sniff } from '../../src/exchange/sniffing/sniff.ts';
import type { Link } from '../../src/host/host.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { frame, numberOf, packed, requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { twoPairs } from '../support/two-pairs.ts';
import { withAddon } from '../support/with-addon.ts';

/** Of IEEE 802's EtherType for local experiments, which is what `frame()` makes. */
const FILTER = 'ether proto 0x88b5';
const CYCLES = 1000;
/** What is compiled and kept at first use is no leak. */
const WARM = 200;
const MB = 1 << 20;

describeIf(requireLive('tcpdump'), 'sniff, live', () => {
  let net: TwoNamespaces, a: LocalHost, b: LocalHost, va: Link, vd: Link;
  beforeAll(async () => {
    net = twoPairs();
    [a, b] = [linuxHost({ netns: net.a }), linuxHost({ netns: net.b })];
    [va, vd] = await Promise.all([b.open('vb', { immediate: true }), b.open('vd', { immediate: true })]);
  });
  afterAll(async () => {
    await Promise.all([a.close(), b.close()]);
    net.remove();
  });

  const promiscuity = (device: string): number =>
    (JSON.parse(run('ip', '-n', net.a, '-d', '-j', 'link', 'show', device)) as [{ promiscuity: number }])[0].promiscuity;

  it(`${CYCLES} times begun and ended: no first packet is lost, and nothing is left behind`, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept = async (): Promise<{ descriptors: number; maps: number; heap: number; buffers: number }> => {
      // What a buffer's owner frees when it is collected is gone a turn later.
      for (let i = 0; i < 2; i++) {
        collect();
        await nextTurn();
      }
      const { heapUsed, external } = process.memoryUsage();
      return {
        descriptors: readdirSync('/proc/self/fd').length,
        maps: readFileSync('/proc/self/maps', 'utf8').match(/socket:/g)?.length ?? 0,
        heap: heapUsed / MB,
        buffers: external / MB,
      };
    };
    const lost: number[] = [];
    let warm = await kept();
    for (let i = 0; i < CYCLES; i++) {
      if (i === WARM) warm = await kept();
      const sniffer = sniff({ host: a, iface: 'va', filter: FILTER });
      // Some end before they have begun, some are never read, the others read their first packet.
      if (i % 10 === 1) {
        await sniffer.stop();
        continue;
      }
      await sniffer.ready;
      await va.send(packed([frame(i)]));
      if (i % 10 === 2) {
        await sniffer.stop();
        continue;
      }
      for await (const packet of sniffer) {
        if (numberOf(packet.bytes) !== i) lost.push(i);
        break;
      }
    }
    const end = await kept();
    expect(lost).toEqual([]);
    expect([end.descriptors, end.maps, promiscuity('va')]).toEqual([warm.descriptors, warm.maps, 0]);
    expect(end.buffers - warm.buffers).toBeLessThan(2);
    expect(end.heap - warm.heap).toBeLessThan(8);
  });

  it('several interfaces are merged by time, whichever is read first', async () => {
    const sniffer = sniff({ host: a, iface: ['va', 'vc'], filter: FILTER, count: 200 });
    await sniffer.ready;
    for (let i = 0; i < 200; i++) await (i % 3 === 0 ? va : vd).send(packed([frame(i)]));
    const packets = await sniffer.all();
    const times = packets.map(({ meta }) => (meta.sec as number) * 1e9 + (meta.nsec as number));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(packets.map(({ bytes }) => numberOf(bytes)).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 200 }, (_, i) => i),
    );
    expect(new Set(packets.map(({ meta }) => meta.iface))).toEqual(new Set(['va', 'vc']));
    expect(['va', 'vc'].map(promiscuity)).toEqual([0, 0]);
  });

  describe('as a program', () => {
    let cli: BuiltCli, folder: string;
    beforeAll(async () => {
      cli = await buildCli('src/cli/main.ts');
      withAddon(cli.folder);
      folder = mkdtempSync(join(tmpdir(), 'packetwright-sniff-'));
    });
    afterAll(() => {
      cli.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGKILL', null],
    ] as const)(
      '%s ends it, with what it has, and the interface is as before',
      async (signal, status) => {
        const child = spawn(cli.path, ['sniff', '--netns', net.a, '-i', 'va', FILTER], { stdio: ['ignore', 'pipe', 'pipe'] });
        let out = '',
          err = '';
        child.stderr.on('data', (data: Buffer) => (err += data.toString()));
        const closed = once(child, 'close');
        const heard = new Promise<void>((resolve) => {
          child.stdout.on('data', (data: Buffer) => {
            out += data.toString();
            if (out.split('\n').length > 3) resolve();
          });
        });
        // Until it listens: its own interface says so.
        while (promiscuity('va') === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        await va.send(packed([frame(1), frame(2), frame(3)]));
        await heard;
        child.kill(signal);
        const [code] = (await closed) as [number | null];
        expect([code, err, out.trimEnd().split('\n').length]).toEqual([status, '', 3]);
        expect(promiscuity('va')).toBe(0);
      },
      30_000,
    );

    it('the file that Ctrl-C ends is whole', async () => {
      const file = join(folder, 'ended.pcapng');
      const child = spawn(cli.path, ['sniff', '--netns', net.a, '-i', 'va', '-i', 'vc', '-w', file, FILTER], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let err = '';
      child.stderr.on('data', (data: Buffer) => (err += data.toString()));
      const closed = once(child, 'close');
      while (promiscuity('va') === 0 || promiscuity('vc') === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await va.send(packed([frame(1), frame(2)]));
      await vd.send(packed([frame(3)]));
      // A merge waits so long for the other interface.
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill('SIGINT');
      const [code] = (await closed) as [number | null];
      expect([code, err]).toEqual([130, `3 packets written to ${file}\n`]);
      expect(run('tcpdump', '-nn', '-xx', '-r', file).match(/ethertype Unknown \(0x88b5\)/g)).toHaveLength(3);
    }, 30_000);
  });
});
