import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../../test/support/live-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import type { Host, Offloads } from '../../host.ts';
import { linuxHost } from '../linux-host.ts';

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

describeIf(requireLive('tcpdump', 'ethtool'), 'abilities of interfaces', () => {
  let net: TwoNamespaces;
  let host: Host;
  const inA = (...command: string[]): string => run('ip', 'netns', 'exec', net.a, ...command);
  const abilities = (iface: string) => host.abilities!(iface);
  beforeAll(() => {
    net = twoNamespaces();
    host = linuxHost({ netns: net.a });
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
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
      message: 'va has no time stamps of kind adapter; it has host',
    });
    const link = await host.open('va', { timestamps: 'host' });
    expect(link.interfaces[0]?.ticksPerSecond).toBe(1e9);
    await link.close();
  });

  it('knows the link types', async () => {
    expect((await abilities('va')).linkTypes).toEqual([1, 143]);
    expect((await abilities('lo')).linkTypes).toEqual([1]);
    expect(await abilities('any')).toEqual({ linkTypes: [276, 113], timestamps: ['host'], ticksPerSecond: 1e9 });
    expect(await abilities('nflog:3')).toEqual({ linkTypes: [239], timestamps: ['host'], ticksPerSecond: 1e9 });
    await expect(abilities('nix')).rejects.toMatchObject({ code: 'ERR_INTERFACE', message: 'there is no interface nix' });
  });
});
