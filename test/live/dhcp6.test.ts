/** Our DHCPv6 client at two servers that others wrote. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyLease6, type Dhcp6Lease, dhcp6, dhcp6Inform, linuxHost } from '../../src/index.ts';
import type { LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { type Server, servers6 } from '../support/servers/dhcp-servers.ts';
import { tablesIn, twoPairs } from '../support/two-pairs.ts';

for (const [name, program] of [
  ['dhcpd', 'dhcpd'],
  ['kea', 'kea-dhcp6'],
] as const)
  describeIf(requireLive(program, 'ping'), `a DHCPv6 client of ${name}`, () => {
    let net: TwoNamespaces;
    let server: Server;
    let host: LocalHost;
    beforeAll(async () => {
      net = twoPairs();
      run('ip', '-n', net.b, 'address', 'add', '2001:db8:77::2/64', 'dev', 'vd', 'nodad');
      run('ip', '-n', net.a, 'route', 'add', '2001:db8:77::/64', 'dev', 'vc');
      host = linuxHost({ netns: net.a });
      server = await servers6[name]({ netns: net.b, iface: 'vd', lease: 60 });
    });
    afterAll(async () => {
      await host?.close();
      await server?.[Symbol.asyncDispose]();
      net?.remove();
    });
    const place = () => ({ host, iface: 'vc', probeMs: 30, delayMs: 0 });

    it('gets an address and a prefix, uses the address, and has all as before when it is undone', async () => {
      const before = tablesIn(net.a);
      await using client = await dhcp6({ ...place(), prefix: true });
      const lease = client.lease as Dhcp6Lease;
      expect(lease).toMatchObject({
        addresses: [{ address: expect.stringMatching(/^2001:db8:77::1[0-9a-f]{2}$/), validSeconds: 60 }],
        prefixes: [{ prefix: expect.stringMatching(/^2001:db8:a[0-9a-f:]*\/56$/) }],
        ...{ nameServers: ['2001:db8:77::2'], search: ['example.test'] },
      });
      const applied = await applyLease6(host, 'vc', lease);
      expect(run('ip', 'netns', 'exec', net.a, 'ping', '-6', '-nc1', '-W5', '2001:db8:77::2')).toContain(' 0% packet loss');
      expect((await client.renew()).addresses[0]?.address).toBe(lease.addresses[0]?.address);
      expect((await client.rebind()).prefixes[0]?.prefix).toBe(lease.prefixes[0]?.prefix);
      expect((await client.confirm()).prefixes[0]?.prefix).toBe(lease.prefixes[0]?.prefix);
      await applied.undo();
      expect(tablesIn(net.a)).toEqual(before);
      await client.release();
      expect(client.state).toBe('RELEASED');
      await server.says(/Release message|DHCP6_RELEASE_NA /);
    });

    it('asks in two messages, declines, and gets another address', async () => {
      const steps: string[] = [];
      await using client = await dhcp6({ ...place(), rapidCommit: true, onStep: ({ label, to }) => void steps.push(`${label}: ${to}`) });
      expect(steps).toContain('REPLY, rapid commit: PROBING');
      const first = client.lease?.addresses[0]?.address;
      expect((await client.confirm()).addresses[0]?.address).toBe(first);
      expect(steps.slice(-2)).toEqual(['confirm: CONFIRMING', 'REPLY: it is good here: BOUND']);
      const bound = new Promise<Dhcp6Lease>((resolve) => client.on('bound', resolve));
      client.decline();
      expect((await bound).addresses[0]?.address).not.toBe(first);
      await server.says(/Decline message|DHCP6_DECLINE_LEASE/);
    });

    it('asks for settings alone', async () => {
      expect(await dhcp6Inform({ host, iface: 'vc', delayMs: 0 })).toMatchObject({
        nameServers: ['2001:db8:77::2'],
        search: ['example.test'],
      });
    });
  });
