/** `pkw dhcp` at real servers; and real clients at our server. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dhcpServer, linuxHost, startAnswering } from '../../src/index.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { running, type Server, servers4 } from '../support/servers/dhcp-servers.ts';
import { tablesIn } from '../support/two-pairs.ts';

describeIf(requireLive('dnsmasq', 'ping'), 'pkw dhcp', () => {
  let net: TwoNamespaces;
  let server: Server;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-dhcp-'));
    net = twoNamespaces();
    run('ip', '-n', net.a, 'address', 'flush', 'dev', 'va');
    server = await servers4.dnsmasq({ netns: net.b, iface: 'vb', lease: 120 });
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(`/etc/netns/${net.a}`, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  const pkw = (...words: string[]) =>
    runCli(['dhcp', '--netns', net.a, '-i', 'va', '--no-probe', '--lease-file', join(folder, 'lease'), ...words]);

  it('applies a lease, renews it, and undoes all when it is released', async () => {
    const before = tablesIn(net.a);
    const resolver = `/etc/netns/${net.a}/resolv.conf`;
    const applied = JSON.parse((await pkw('--apply', '--json')).out);
    expect(applied).toMatchObject({ schema: 1, event: 'applied', iface: 'va', prefixLength: 24, routers: ['10.77.0.2'] });
    expect(readFileSync(resolver, 'utf8')).toBe('search example.test\nnameserver 10.77.0.2\n');
    expect(run('ip', '-n', net.a, '-o', 'address', 'show', 'dev', 'va')).toContain(`${applied.address}/24`);
    expect(run('ip', 'netns', 'exec', net.a, 'ping', '-nc1', '-W5', '10.77.0.2')).toContain(' 0% packet loss');
    expect(JSON.parse((await pkw('--renew', '--json')).out)).toMatchObject({ event: 'renewed', address: applied.address });
    expect((await pkw('--inform')).out).toContain('name servers 10.77.0.2');
    expect((await pkw('--release')).out).toContain(`va: released\n  address      ${applied.address}/24\n`);
    expect(tablesIn(net.a)).toEqual(before);
    expect([existsSync(resolver), existsSync(join(folder, 'lease'))]).toEqual([false, false]);
    await server.says(/DHCPRELEASE/);
  });

  it('prints what it would do, and what it would send', async () => {
    const { out } = await pkw('--script');
    expect(out).toMatch(
      new RegExp(
        `^ip netns exec ${net.a} ip address add (10\\.77\\.0\\.\\d+)/24 dev va\nip netns exec ${net.a} ip route add 0.0.0.0/0 via 10.77.0.2 dev va proto dhcp\ncat > `,
      ),
    );
    expect((await pkw('--dry-run', '--hostname', 'box')).out).toMatch(/options +=.*'discover'|message-type/);
    expect(await pkw('--release')).toMatchObject({ status: 1, err: expect.stringContaining('va has no lease of pkw dhcp') });
    expect(await pkw('--apply', '--inform')).toMatchObject({ status: 2 });
  });
});

describeIf(requireLive('dhclient', 'udhcpc'), 'our DHCP server', () => {
  let net: TwoNamespaces;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-dhcp-'));
    net = twoNamespaces();
    run('ip', '-n', net.a, 'address', 'flush', 'dev', 'va');
  });
  afterAll(() => {
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives addresses to dhclient and udhcpc', async () => {
    await using host = linuxHost({ netns: net.b });
    const server = dhcpServer({
      ...{ address: '10.77.0.2', mac: '02:00:00:00:00:0b', clock: host.clock, leaseSeconds: 300 },
      pools: [{ network: '10.77.0.0/24', range: ['10.77.0.50', '10.77.0.59'], routers: ['10.77.0.2'], domain: 'example.test' }],
    });
    await using _held = await startAnswering(server, { host, iface: 'vb' });
    const port = await host.sockets.udp({ address: '0.0.0.0', port: 67 });
    const udhcpc = ['udhcpc', '-i', 'va', '-n', '-q', '-f', '-R', '-s', '/bin/true', '-t', '3', '-T', '1'];
    await using one = running(net.a, udhcpc);
    expect(await one.ends()).toBe(0);
    expect(one.text()).toMatch(/lease of 10\.77\.0\.50 obtained/);
    const files = ['-lf', join(folder, 'leases'), '-pf', join(folder, 'pid'), '-cf', '/dev/null', '-sf', '/bin/true'];
    await using two = running(net.a, ['dhclient', '-4', '-v', '-1', '-d', ...files, 'va']);
    await two.says(/bound to 10\.77\.0\.5\d/);
    // udhcpc says who it is, dhclient does not: two clients, by RFC 2131 §2.
    expect(server.bindings).toMatchObject([{ state: 'leased', mac: '02:00:00:00:00:0a' }, { state: 'leased' }]);
    expect(server.stats.failures).toBe(0);
    port.close();
  });
});
