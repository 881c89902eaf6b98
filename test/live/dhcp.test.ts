/** Our DHCP client at three servers that others wrote. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyLease, dhcp, dhcpInform, type DhcpLease, linuxHost } from '../../src/index.ts';
import type { LocalHost } from '../../src/host/linux/linux-host.ts';
import { type Server, servers4 } from '../support/servers/dhcp-servers.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { tablesIn } from '../support/two-pairs.ts';

const PROGRAMS = { dnsmasq: 'dnsmasq', dhcpd: 'dhcpd', kea: 'kea-dhcp4' } as const;

for (const name of ['dnsmasq', 'dhcpd', 'kea'] as const)
  describeIf(requireLive(PROGRAMS[name], 'ping'), `a DHCP client of ${name}`, () => {
    let net: TwoNamespaces;
    let server: Server;
    let host: LocalHost;
    beforeAll(async () => {
      net = twoNamespaces();
      run('ip', '-n', net.a, 'address', 'flush', 'dev', 'va');
      host = linuxHost({ netns: net.a });
      server = await servers4[name]({ netns: net.b, iface: 'vb', lease: name === 'kea' ? 3 : 120, renew: 1, rebind: 2 });
    });
    afterAll(async () => {
      await host?.close();
      await server?.[Symbol.asyncDispose]();
      net?.remove();
    });
    const place = () => ({ host, iface: 'va', probeMs: 30, restartMs: 0 });

    it('gets an address, uses it, and has all as before when it is undone', async () => {
      const before = tablesIn(net.a);
      await using client = await dhcp(place());
      const lease = client.lease as DhcpLease;
      expect(lease).toMatchObject({
        ...{ address: expect.stringMatching(/^10\.77\.0\.1[01]\d$/), server: '10.77.0.2', prefixLength: 24 },
        ...{ routers: ['10.77.0.2'], nameServers: ['10.77.0.2'], domain: 'example.test' },
      });
      const applied = await applyLease(host, 'va', lease);
      expect(run('ip', '-n', net.a, 'route', 'show', 'default')).toContain('default via 10.77.0.2 dev va proto dhcp');
      expect(run('ip', 'netns', 'exec', net.a, 'ping', '-nc1', '-W5', '10.77.0.2')).toContain(' 0% packet loss');
      expect(await dhcpInform({ host, iface: 'va' })).toMatchObject({ nameServers: ['10.77.0.2'], domain: 'example.test' });
      expect((await client.renew()).address).toBe(lease.address);
      expect((await client.rebind()).address).toBe(lease.address);
      expect((await client.confirm()).address).toBe(lease.address);
      await applied.undo();
      expect(tablesIn(net.a)).toEqual(before);
      if (name === 'kea') {
        // T1 of a second: by itself.
        await new Promise((resolve) => client.on('renewed', resolve));
        expect(client.lease?.address).toBe(lease.address);
      }
    });

    it('declines an address, and gets another one', async () => {
      await using client = await dhcp(place());
      const first = client.lease?.address;
      const bound = new Promise<DhcpLease>((resolve) => client.on('bound', resolve));
      client.decline();
      expect((await bound).address).not.toBe(first);
      await server.says(/DHCPDECLINE|DHCP4_DECLINE_LEASE/);
    });

    it('is refused an address of another network, and gets one', async () => {
      const store = { load: (): DhcpLease => ({ address: '10.99.0.5' }) as DhcpLease, save: () => undefined };
      const steps: string[] = [];
      await using client = await dhcp({ ...place(), store, onStep: ({ label, to }) => void steps.push(`${label}: ${to}`) });
      expect(steps).toContain('DHCPNAK: INIT');
      expect(client.state).toBe('BOUND');
      await client.release();
      await server.says(/DHCPRELEASE|DHCP4_RELEASE /);
    });
  });
