/** Addresses for a stack: from dnsmasq by DHCP and by router advertisement, names from its DNS, and none that the kernel or another stack has. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linuxHost, type LocalHost } from '../../../src/host/linux/linux-host.ts';
import { listenSockets } from '../../../src/stack/node/stack-server.ts';
import { stackAgent } from '../../../src/stack/node/agents.ts';
import { stack, stackOn } from '../../../src/stack/open-stack.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { inNamespace } from '../../support/programs/real-programs.ts';
import { describeIf } from '../../support/require.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';

const ROUTER = '10.77.0.2';

describeIf(requireLive('curl', 'dnsmasq', 'ping'), 'a stack’s addresses', () => {
  let net: TwoNamespaces, host: LocalHost, server: Running | undefined, folder: string;

  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-addresses-'));
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=0', 'net.ipv6.conf.vb.accept_dad=0');
    run('ip', '-n', net.b, 'address', 'add', '2001:db8:77::2/64', 'dev', 'vb');
    host = linuxHost({ netns: net.a });
    server = running(net.b, [
      ...[
        'dnsmasq',
        '--no-daemon',
        '--conf-file=/dev/null',
        '--no-resolv',
        '--no-hosts',
        '--user=root',
        '--interface=vb',
        '--bind-interfaces',
      ],
      ...[`--dhcp-leasefile=${folder}/leases`, `--pid-file=${folder}/pid`, '--log-dhcp', '--dhcp-authoritative', '--no-ping'],
      ...['--dhcp-range=10.77.0.100,10.77.0.110,120', `--dhcp-option=3,${ROUTER}`, `--dhcp-option=6,${ROUTER}`],
      ...['--enable-ra', '--dhcp-range=2001:db8:77::,ra-only,64,600', '--dhcp-option=option6:dns-server,[2001:db8:77::2]'],
      ...[`--host-record=web.example.test,${ROUTER},2001:db8:77::2`, '--quiet-ra'],
    ]);
    await server.says(/DHCP, sockets bound exclusively|router advertisement on/);
  });
  afterAll(async () => {
    await host?.close();
    await server?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('by DHCP: lent, answered for, and given back; names by its DNS', async () => {
    const leases = (): string => readFileSync(join(folder, 'leases'), 'utf8');
    {
      await using ours = await stack({ host, iface: 'va', address: 'dhcp' });
      const [own] = ours.stack.addresses.all;
      expect(own?.address).toMatch(/^10\.77\.0\.1\d\d$/);
      expect([own?.prefix.length, ours.stack.addresses.gateway4, ours.nameServers]).toEqual([24, ROUTER, [ROUTER]]);
      expect(leases()).toContain(` ${own?.address} `);
      expect(await ours.resolve('web.example.test')).toEqual([ROUTER]);
      await expect(ours.resolve('nobody.example.test')).rejects.toMatchObject({ code: 'ERR_RESOLVE' });
      await expect(ours.connect('web.example.test', 9)).rejects.toMatchObject({ code: 'ERR_REFUSED' });
      const [ping] = await inNamespace(net.b, [`ping -c 1 -W 2 ${own?.address}`]);
      expect(ping?.out).toMatch(/1 received/);
      // Whoever else wants it hears that it is in use.
      await using other = linuxHost({ netns: net.b });
      await expect(stackOn(other, { iface: 'vb', address: `${own?.address}/24` })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    }
    await server?.says(/DHCPRELEASE/);
    expect(leases()).not.toMatch(/10\.77\.0\.1\d\d/);
  }, 60_000);

  it('by SLAAC: of the router’s prefix, with its name server; curl finds our server there', async () => {
    await using ours = await stack({ host, iface: 'va', address: 'slaac' });
    const global = ours.stack.addresses.all.find(({ address }) => address.startsWith('2001:db8:77:'));
    expect(global?.prefix.length).toBe(64);
    expect(ours.nameServers).toEqual(['2001:db8:77::2']);
    expect(ours.stack.addresses.gateway6).toMatch(/^fe80:/);
    expect(await ours.resolve('web.example.test')).toEqual(['2001:db8:77::2']);
    const { createServer, get } = await import('node:http');
    const web = createServer((_request, response) => response.end('over six\n'));
    listenSockets(ours, 80, (socket) => web.emit('connection', socket));
    const [curl] = await inNamespace(net.b, [`curl -s http://[${global?.address}]/`]);
    expect([curl?.status, curl?.out]).toEqual([0, 'over six\n']);
    // A name, over the stack's own resolver: nobody listens there.
    const refused = new Promise((resolve) => get('http://web.example.test:9/', { agent: stackAgent(ours) }).once('error', resolve));
    expect(await refused).toMatchObject({ code: 'ECONNREFUSED', address: '2001:db8:77::2' });
  }, 60_000);

  it('by hand: none that the kernel has, or that another stack asks for at the same time', async () => {
    for (const address of [`${ROUTER}/24`, '2001:db8:77::2/64', '10.77.0.1/24'])
      await expect(stackOn(host, { iface: 'va', address })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    await using other = linuxHost({ netns: net.b });
    const both = await Promise.allSettled([
      stackOn(host, { iface: 'va', address: '10.77.0.60/24' }),
      stackOn(other, { iface: 'vb', address: '10.77.0.60/24' }),
    ]);
    for (const one of both) if (one.status === 'fulfilled') await one.value.close();
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
    await using quiet = await stackOn(host, { iface: 'va', address: ['10.77.0.61/24', '2001:db8:77::61/64'], probe: false });
    expect(quiet.stack.addresses.all.map(({ address }) => address)).toEqual(['10.77.0.61', '2001:db8:77::61']);
  }, 60_000);
});
