/** `pkw dhcp` at real servers; and real clients at our server. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answeringMachine, DHCP, type DhcpServer, type DhcpServerOptions, dhcpServer, linuxHost, startAnswering } from '../../src/index.ts';
import type { LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { running, type Server, servers4, servers6 } from '../support/servers/dhcp-servers.ts';
import { tablesIn, twoPairs } from '../support/two-pairs.ts';

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

describeIf(requireLive('dhclient', 'udhcpc'), 'pkw dhcp beside another client', () => {
  let net: TwoNamespaces;
  beforeAll(() => {
    net = twoNamespaces();
  });
  afterAll(() => net?.remove());
  // Nothing is sent: the warning comes first.
  const warned = async (netns: string, iface: string): Promise<string> =>
    (await runCli(['dhcp', '--netns', netns, '-i', iface, '--dry-run'])).err;

  it.each<[name: string, words: string[], begun: RegExp]>([
    ['dhclient', ['-4', '-d', '-lf', '/dev/null', '-pf', '/dev/null', '-cf', '/dev/null', '-sf', '/bin/true', 'va'], /DHCPDISCOVER on va/],
    ['udhcpc', ['-i', 'va', '-f', '-s', '/bin/true'], /broadcasting discover/],
  ])('warns that %s has the interface, and only while it has', async (name, words, begun) => {
    expect(await warned(net.a, 'va')).toBe('');
    {
      await using other = running(net.a, [name, ...words]);
      await other.says(begun);
      expect(await warned(net.a, 'va')).toBe(
        `pkw dhcp: va already has a DHCP client: ${name} (process ${other.child.pid}); stop it, or both change the interface\n`,
      );
      // Another namespace's interface is not its matter.
      expect(await warned(net.b, 'vb')).toBe('');
    }
    expect(await warned(net.a, 'va')).toBe('');
  });
});

for (const [name, program] of [
  ['dhcpd', 'dhcpd'],
  ['kea', 'kea-dhcp6'],
] as const)
  describeIf(requireLive(program, 'ping'), `pkw dhcp -6 at ${name}`, () => {
    let net: TwoNamespaces;
    let server: Server;
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'packetwright-dhcp-'));
      net = twoPairs();
      run('ip', '-n', net.b, 'address', 'add', '2001:db8:77::2/64', 'dev', 'vd', 'nodad');
      // In place of a router's advertisement.
      run('ip', '-n', net.a, 'route', 'add', '2001:db8:77::/64', 'dev', 'vc');
      server = await servers6[name]({ netns: net.b, iface: 'vd', lease: 120 });
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      net?.remove();
      rmSync(`/etc/netns/${net.a}`, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    });
    const pkw = (...words: string[]) =>
      runCli(['dhcp', '-6', '--netns', net.a, '-i', 'vc', '--no-probe', '--lease-file', join(folder, 'lease'), ...words]);

    it('applies addresses and resolver, renews them, and undoes all when they are released', async () => {
      const before = tablesIn(net.a);
      const resolver = `/etc/netns/${net.a}/resolv.conf`;
      const applied = JSON.parse((await pkw('--apply', '--prefix', '--json')).out);
      expect(applied).toMatchObject({
        ...{ schema: 1, event: 'applied', iface: 'vc', nameServers: ['2001:db8:77::2'] },
        addresses: [{ address: expect.stringMatching(/^2001:db8:77::1[0-9a-f]{2}$/), validSeconds: 120 }],
        prefixes: [{ prefix: expect.stringMatching(/^2001:db8:a[0-9a-f:]*\/56$/) }],
      });
      const [{ address }] = applied.addresses;
      expect(readFileSync(resolver, 'utf8')).toBe('search example.test\nnameserver 2001:db8:77::2\n');
      expect(run('ip', '-n', net.a, '-6', '-o', 'address', 'show', 'dev', 'vc')).toContain(`${address}/128`);
      expect(run('ip', 'netns', 'exec', net.a, 'ping', '-6', '-nc1', '-W5', '-I', address, '2001:db8:77::2')).toContain(' 0% packet loss');
      expect(JSON.parse((await pkw('--renew', '--prefix', '--json')).out)).toMatchObject({ event: 'renewed', addresses: [{ address }] });
      expect((await pkw('--inform')).out).toContain('name servers 2001:db8:77::2');
      expect((await pkw('--release', '--prefix')).out).toContain(`vc: released\n  address      ${address}\n`);
      expect(tablesIn(net.a)).toEqual(before);
      expect([existsSync(resolver), existsSync(join(folder, 'lease'))]).toEqual([false, false]);
      await server.says(/Release message|DHCP6_RELEASE_NA /);
    });

    it('prints what it would do, and what it would send', async () => {
      expect((await pkw('--script')).out).toMatch(
        new RegExp(`^ip netns exec ${net.a} ip address add 2001:db8:77::1[0-9a-f]{2}/128 dev vc\ncat > `),
      );
      expect((await pkw('--dry-run')).out).toContain('msgtype   = SOLICIT');
    });
  });

/** RFC 2132 §9.6. */
const RELEASE = 7;
interface Served extends AsyncDisposable {
  readonly server: DhcpServer;
  /** When it has had a DHCPRELEASE. */
  readonly released: Promise<void>;
}

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

  /** Our server, with the port held, so that the kernel does not say that nobody is there. */
  async function serve(host: LocalHost, o: Partial<DhcpServerOptions> = {}): Promise<Served> {
    const server = dhcpServer({
      ...{ address: '10.77.0.2', mac: '02:00:00:00:00:0b', clock: host.clock, leaseSeconds: 300 },
      pools: [{ network: '10.77.0.0/24', range: ['10.77.0.50', '10.77.0.59'], routers: ['10.77.0.2'], domain: 'example.test' }],
      ...o,
    });
    let tell = (): void => undefined;
    const released = new Promise<void>((resolve) => void (tell = resolve));
    // A release has no answer: who looks at each frame after the server knows that it had it.
    const watcher = answeringMachine({
      isRequest: (p) => {
        if (p.get(DHCP)?.options.some(([name, value]) => name === 'message-type' && value === RELEASE)) tell();
        return false;
      },
      makeReply: () => undefined,
    });
    const running = await startAnswering([server, watcher], { host, iface: 'vb' });
    const port = await host.sockets.udp({ address: '0.0.0.0', port: 67 });
    return {
      ...{ server, released },
      [Symbol.asyncDispose]: async () => {
        port.close();
        await running.stop();
      },
    };
  }
  const dhclient = (...words: string[]): string[] => [
    ...['dhclient', '-4', '-v', '-lf', join(folder, 'leases'), '-pf', join(folder, 'pid'), '-cf', '/dev/null'],
    ...words,
  ];

  it('gives addresses to dhclient and udhcpc', async () => {
    await using host = linuxHost({ netns: net.b });
    await using served = await serve(host);
    const { server } = served;
    const udhcpc = ['udhcpc', '-i', 'va', '-n', '-q', '-f', '-R', '-s', '/bin/true', '-t', '3', '-T', '1'];
    await using one = running(net.a, udhcpc);
    expect(await one.ends()).toBe(0);
    expect(one.text()).toMatch(/lease of 10\.77\.0\.50 obtained/);
    await using two = running(net.a, dhclient('-1', '-d', '-sf', '/bin/true', 'va'));
    await two.says(/bound to 10\.77\.0\.5\d/);
    // udhcpc says who it is, dhclient does not: two clients, by RFC 2131 §2.
    expect(server.bindings).toMatchObject([{ state: 'leased', mac: '02:00:00:00:00:0a' }, { state: 'leased' }]);
    expect(server.stats.failures).toBe(0);
  });

  it('renews what udhcpc has, and takes back what it releases', async () => {
    await using host = linuxHost({ netns: net.b });
    await using served = await serve(host);
    const { server } = served;
    const script = join(folder, 'udhcpc.sh');
    writeFileSync(
      script,
      `#!/bin/sh\ncase $1 in bound|renew) ip address replace $ip/$mask dev $interface;; deconfig) ip -4 address flush dev $interface;; esac\n`,
      { mode: 0o755 },
    );
    await using client = running(net.a, ['udhcpc', '-i', 'va', '-f', '-s', script, '-t', '3', '-T', '1']);
    await client.says(/lease of 10\.77\.0\.50 obtained/);
    const [first] = server.bindings;
    expect(first).toMatchObject({ address: '10.77.0.50', state: 'leased' });
    client.child.kill('SIGUSR1');
    await client.says(/renew[\s\S]*lease of 10\.77\.0\.50 obtained/);
    expect(server.bindings).toMatchObject([{ address: '10.77.0.50', state: 'leased' }]);
    expect(server.bindings[0]?.until).toBeGreaterThan(first?.until ?? Number.POSITIVE_INFINITY);
    client.child.kill('SIGUSR2');
    await served.released;
    expect(server.bindings).toEqual([]);
    expect(server.stats.failures).toBe(0);
  });

  it('renews what dhclient has when T1 passes, and takes back what it releases', async () => {
    await using host = linuxHost({ netns: net.b });
    await using served = await serve(host, { leaseSeconds: 60, renewSeconds: 2 });
    const { server } = served;
    const script = join(folder, 'dhclient.sh');
    writeFileSync(
      script,
      `#!/bin/sh\ncase $reason in BOUND|RENEW|REBIND|REBOOT) ip address replace $new_ip_address/24 dev $interface;;\nRELEASE|STOP) ip -4 address flush dev $interface;; esac\n`,
      { mode: 0o755 },
    );
    await using client = running(net.a, dhclient('-d', '-sf', script, 'va'));
    await client.says(/bound to (10\.77\.0\.5\d)[\s\S]*bound to \1/);
    const address = /bound to (\S+)/.exec(client.text())?.[1];
    expect(client.text()).toContain(`DHCPREQUEST for ${address} on va to 10.77.0.2 port 67`);
    expect(server.bindings).toMatchObject([{ address, state: 'leased' }]);
    await using release = running(net.a, dhclient('-r', '-sf', script, 'va'));
    await release.ends();
    await served.released;
    expect(release.text()).toContain(`DHCPRELEASE of ${address} on va to 10.77.0.2 port 67`);
    expect(server.bindings).toEqual([]);
    expect(server.stats.failures).toBe(0);
  });
});
