import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadNative } from '../../../../native/loader.ts';
import { asNobody } from '../../../../test/support/as-user.ts';
import { type BuiltCli, buildCli } from '../../../../test/support/built-cli.ts';
import { type Kept, keep, take } from '../../../../test/support/kept-packets.ts';
import { withAddon } from '../../../../test/support/with-addon.ts';
import { frame, packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../../test/support/live-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import { defaultInterface } from '../../default-interface.ts';
import type { Host, Offloads } from '../../host.ts';
import { linuxHost } from '../linux-host.ts';
import { interfaceFacts } from './interface-facts.ts';
import { openRingLink } from './ring-link.ts';
import { openPacketSocketLink } from './socket-link.ts';

/** Lines of `ethtool -k` that the short names of `ethtool -K` stand for. */
const LONG_NAMES: Readonly<Record<keyof Offloads, string>> = {
  rx: 'rx-checksumming',
  tx: 'tx-checksumming',
  sg: 'scatter-gather',
  tso: 'tcp-segmentation-offload',
  gso: 'generic-segmentation-offload',
  gro: 'generic-receive-offload',
  lro: 'large-receive-offload',
  rxvlan: 'rx-vlan-offload',
  txvlan: 'tx-vlan-offload',
};

describeIf(requireLive('tcpdump', 'ethtool', 'setpriv'), 'abilities of interfaces', () => {
  let net: TwoNamespaces;
  let host: Host;
  let built: BuiltCli;
  const inA = (...command: string[]): string => run('ip', 'netns', 'exec', net.a, ...command);
  const abilities = (iface: string) => host.abilities!(iface);
  beforeAll(async () => {
    built = await buildCli('test/support/programs/abilities-program.ts');
    withAddon(built.folder);
    chmodSync(built.folder, 0o755);
    net = twoNamespaces();
    host = linuxHost({ netns: net.a });
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
    built?.remove();
  });

  const told = (iface: string): Record<string, boolean> => {
    const lines = inA('ethtool', '-k', iface);
    return Object.fromEntries(Object.entries(LONG_NAMES).map(([short, long]) => [short, new RegExp(`^${long}: on`, 'm').test(lines)]));
  };

  it('knows the offloads that ethtool -k shows, as they are changed', async () => {
    expect((await abilities('lo')).offloads).toEqual(told('lo'));
    const before = (await abilities('va')).offloads;
    expect(before).toEqual(told('va'));
    expect(before).toMatchObject({ tx: true, tso: true, gro: false, rxvlan: true, lro: false });
    inA('ethtool', '-K', 'va', 'tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'on', 'rxvlan', 'off', 'txvlan', 'off');
    const after = (await abilities('va')).offloads;
    expect(after).toEqual(told('va'));
    expect(after).toMatchObject({ tx: false, tso: false, gso: false, gro: true, rxvlan: false, txvlan: false });
  });

  it('knows the time stamps that tcpdump -J lists, and refuses others with the list', async () => {
    for (const iface of ['va', 'lo', 'any']) {
      expect((await abilities(iface)).timestamps).toEqual(['host']);
      const listed = inA('sh', '-c', `tcpdump -J -i ${iface} 2>&1`);
      expect([...listed.matchAll(/^ {2}(\S+)/gm)].map((m) => m[1])).toEqual(['host']);
    }
    await expect(host.open('va', { timestamps: 'adapter' })).rejects.toMatchObject({
      code: 'ERR_VALUE',
      message: 'va does not support time stamps of type adapter; it supports host',
    });
    const link = await host.open('va', { timestamps: 'host' });
    expect(link.interfaces[0]?.ticksPerSecond).toBe(1e9);
    await link.close();
  });

  it('takes the interface that tcpdump takes when none is named', async () => {
    const [, first] = /^1\.(\S+)/.exec(inA('tcpdump', '-D')) ?? [];
    expect((await defaultInterface(host)).name).toBe(first);
    expect(first).toBe('va');
  });

  it("hands the kernel the wish for a card's clock, and has its own stamps where the card gave none", async () => {
    // Past the check: the kernel takes it for any interface.
    const native = loadNative();
    const facts = interfaceFacts(native, 'va', net.fdA);
    const sender = await host.open('va', { sendOnly: true });
    for (const timestamps of ['adapter', 'adapter-unsynced'] as const) {
      const link = openRingLink<Kept>({ native, netnsFd: net.fdA, facts, toPacket: keep, options: { timestamps } });
      await sender.send(packed([frame(1)]));
      expect(Math.abs((await take(link, 1))[0]!.sec - Date.now() / 1000)).toBeLessThan(60);
      await link.close();
    }
    await sender.close();
    expect(() =>
      openPacketSocketLink<Kept>({ native, netnsFd: net.fdA, facts, toPacket: keep, options: { timestamps: 'adapter' } }),
    ).toThrow('hardware time stamps of va (adapter) need a ring');
  });

  it('tells it to who may not capture too, and says what is missing', () => {
    const [program = '', ...words] = [...asNobody, process.execPath, join(built.folder, 'pkw.mjs'), 'lo'];
    const said = JSON.parse(run(program, ...words)) as Record<string, unknown>;
    expect(said).toMatchObject({
      pseudo: existsSync('/proc/net/netfilter/nfnetlink_log') ? ['any', 'nflog'] : ['any'],
      abilities: { linkTypes: [1], timestamps: ['host'], offloads: { gro: true } },
      ring: { code: 'ERR_PERMISSION', message: expect.stringContaining('CAP_NET_RAW') as unknown },
      nflog: { code: 'ERR_PERMISSION', message: expect.stringContaining('CAP_NET_ADMIN') as unknown },
    });
  });

  it('knows the link types', async () => {
    expect((await abilities('va')).linkTypes).toEqual([1, 143]);
    expect((await abilities('lo')).linkTypes).toEqual([1]);
    expect(await abilities('any')).toEqual({ linkTypes: [276, 113], timestamps: ['host'], ticksPerSecond: 1e9 });
    expect(await abilities('nflog:3')).toEqual({ linkTypes: [239], timestamps: ['host'], ticksPerSecond: 1e9 });
    await expect(abilities('nix')).rejects.toMatchObject({ code: 'ERR_INTERFACE', message: 'there is no interface nix' });
  });
});
