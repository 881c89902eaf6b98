/**
 * What libdnet's arp, route, fw and intf do with a kernel, through our public names; judges are ip, nft, tcpdump and ping. The rows are those of
 * docs/from-libdnet.md.
 */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ARP,
  Ether,
  type Host,
  type HostAdmin,
  ICMP,
  IP,
  interfaceTowards,
  interfaceWith,
  linuxHost,
  packet,
  sendp,
  sr1,
  toHex,
} from '../../src/index.ts';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { seenInB, tablesIn, twoPairs } from '../support/two-pairs.ts';

const MAC_A = '02:00:00:00:00:0a';
const MAC_B = '02:00:00:00:00:0b';

describeIf(requireLive('nft', 'tcpdump', 'ping'), "libdnet's arp, route, fw and intf", () => {
  let net: TwoNamespaces;
  let host: Host;
  let admin: Required<HostAdmin>;

  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);
  const inA = (...words: string[]): string => run('ip', 'netns', 'exec', net.a, ...words);

  beforeAll(() => {
    net = twoPairs();
    host = linuxHost({ netns: net.a });
    admin = host.admin as Required<HostAdmin>;
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
  });

  it('arp: add, get, loop, delete, as ip neigh has it', async () => {
    for (const address of ['10.77.0.50', 'fd00:79::50']) {
      const iface = address.includes(':') ? 'vc' : 'va';
      const undo = await admin.neighbours.add({ iface, address, mac: '02:00:00:00:00:50' });
      expect(ip('neigh', 'show', address)).toContain(`dev ${iface} lladdr 02:00:00:00:00:50 PERMANENT`);
      expect(await admin.neighbours.list()).toContainEqual({ iface, address, mac: '02:00:00:00:00:50', state: 'permanent' });
      expect(await host.neighbour(iface, address)).toBe('02:00:00:00:00:50');
      const back = await admin.neighbours.delete({ iface, address });
      expect(ip('neigh', 'show', address, 'nud', 'permanent')).toBe('');
      await back.undo();
      expect(ip('neigh', 'show', address)).toContain('PERMANENT');
      await undo.undo();
    }
  });

  it('arp: a request that was packed by hand is answered', async () => {
    const reply = await sr1(packet(IP({ dst: '10.77.0.2' }), ICMP()), { host, iface: 'va', timeoutMs: 20_000 });
    expect(reply?.get(IP)?.src).toBe('10.77.0.2');
    const request = packet(Ether({ dst: MAC_B, src: MAC_A }), ARP({ op: 1, hwsrc: MAC_A, psrc: '10.77.0.1', pdst: '10.77.0.2' }));
    const [seen] = await seenInB(net, 'vb', 'arp', 1, () => sendp(request, { host, iface: 'va' }));
    expect(seen?.startsWith(toHex(request.bytes))).toBe(true);
  });

  it('route: add, add over a device, get, loop, delete, as ip route has it', async () => {
    const undos = [
      await admin.routes.add({ destination: '10.90.0.0/16', gateway: '10.77.0.2' }),
      await admin.routes.add({ destination: '10.91.0.0/16', iface: 'vc', metric: 9 }),
      await admin.routes.add({ destination: 'fd00:90::/32', gateway: 'fd00:79::2', table: 100 }),
    ];
    expect(ip('route')).toContain('10.90.0.0/16 via 10.77.0.2 dev va');
    expect(ip('route')).toMatch(/10\.91\.0\.0\/16 dev vc scope link metric 9/);
    expect(ip('-6', 'route', 'show', 'table', '100')).toMatch(/fd00:90::\/32 via fd00:79::2 dev vc/);
    expect(await host.route('10.90.1.2')).toMatchObject({ iface: 'va', gateway: '10.77.0.2', source: '10.77.0.1' });
    expect(await host.route('10.91.1.2')).toMatchObject({ iface: 'vc', source: '10.79.0.1' });
    const list = await admin.routes.list();
    expect(
      list.filter(({ destination }) => /^10\.9[01]\./.test(destination)).map(({ destination, iface }) => [destination, iface]),
    ).toEqual([
      ['10.90.0.0/16', 'va'],
      ['10.91.0.0/16', 'vc'],
    ]);
    const deleted = await admin.routes.delete({ destination: '10.90.0.0/16' });
    expect(ip('route')).not.toContain('10.90.0.0/16');
    await deleted.undo();
    for (const undo of undos.reverse()) await undo.undo();
    expect(ip('route')).not.toMatch(/10\.9[01]/);
  });

  it('fw: add, loop and delete, as nft has it; and the kernel obeys', async () => {
    const ping = (): string => {
      try {
        return run('ip', 'netns', 'exec', net.b, 'ping', '-c', '1', '-W', '1', '-s', '100', '10.77.0.1');
      } catch (error) {
        return String((error as { stdout?: unknown }).stdout);
      }
    };
    expect(ping()).toContain(' 0% packet loss');
    const undo = await admin.firewall.add({
      direction: 'in',
      action: 'drop',
      iface: 'va',
      protocol: 'icmp',
      source: '10.77.0.2',
      icmpType: 8,
    });
    expect(inA('nft', 'list', 'ruleset')).toMatch(/iifname "va" .*ip saddr 10\.77\.0\.2.* drop/);
    expect(ping()).toContain(' 100% packet loss');
    const [entry] = await admin.firewall.list();
    expect(entry).toMatchObject({ direction: 'in', action: 'drop', iface: 'va', packets: 1, octets: 128, pid: process.pid });
    await admin.firewall.delete(entry?.handle as string);
    expect(inA('nft', 'list', 'ruleset')).toBe('');
    await undo.undo();
    expect(ping()).toContain(' 0% packet loss');
  });

  it('intf: get by name, by address, by destination, and loop', async () => {
    const list = await host.interfaces();
    expect(list.map(({ name }) => name).sort()).toEqual(
      ip('-o', 'link')
        .trim()
        .split('\n')
        .map((line) => /^\d+: ([^:@]+)/.exec(line)?.[1])
        .sort(),
    );
    expect(list.find(({ name }) => name === 'va')).toMatchObject({
      mac: MAC_A,
      mtu: 1500,
      up: true,
      addresses: expect.arrayContaining(['10.77.0.1/24']),
    });
    expect((await interfaceWith(host, '10.79.0.1'))?.name).toBe('vc');
    expect((await interfaceWith(host, 'FD00:79:0::1'))?.name).toBe('vc');
    expect(await interfaceWith(host, '10.79.0.2')).toBeUndefined();
    expect((await interfaceTowards(host, '10.79.0.2'))?.name).toBe('vc');
    expect((await interfaceTowards(host, '10.77.0.9'))?.name).toBe('va');
    await expect(interfaceTowards(host, '203.0.113.1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
  });

  it('intf: set up, MTU, MAC, ARP, addresses and the other end, and take it all back', async () => {
    const before = tablesIn(net.a);
    const undos = [
      await admin.links.set('vc', { mtu: 1400, mac: '02:00:00:00:79:99', arp: false }),
      await admin.links.addAddress('vc', '10.79.0.7/24'),
      await admin.links.addAddress('vc', '10.80.0.1/32', { peer: '10.80.0.2' }),
      await admin.links.addAddress('vc', 'fd00:81::1/128', { peer: 'fd00:81::2' }),
    ];
    expect(ip('link', 'show', 'vc')).toMatch(/NOARP[\s\S]*mtu 1400[\s\S]*link\/ether 02:00:00:00:79:99/);
    const addresses = ip('addr', 'show', 'vc');
    expect(addresses).toContain('inet 10.79.0.7/24');
    expect(addresses).toContain('inet 10.80.0.1 peer 10.80.0.2/32');
    expect(addresses).toContain('inet6 fd00:81::1 peer fd00:81::2/128');
    expect((await host.interfaces()).find(({ name }) => name === 'vc')).toMatchObject({
      mtu: 1400,
      mac: '02:00:00:00:79:99',
      peer: '10.80.0.2',
      arp: false,
      addresses: expect.arrayContaining(['10.80.0.1/32']),
    });
    // One with another end goes, and comes back, like any other.
    const deleted = await admin.links.deleteAddress('vc', '10.80.0.1/32');
    expect(ip('addr', 'show', 'vc')).not.toContain('10.80.0.1');
    await deleted.undo();
    expect(ip('addr', 'show', 'vc')).toContain('inet 10.80.0.1 peer 10.80.0.2/32');
    await expect(admin.links.addAddress('vc', '10.82.0.1/32', { peer: 'fd00::1' })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    undos.push(await admin.links.set('vc', { up: false }));
    expect(ip('link', 'show', 'vc')).not.toMatch(/<[^>]*\bUP\b/);
    for (const undo of undos.reverse()) await undo.undo();
    await expect.poll(() => tablesIn(net.a)).toEqual(before);
  });

  it('an interface that was moved to another namespace comes back with all that it had', async () => {
    ip('link', 'add', 'br0', 'type', 'bridge');
    ip('link', 'add', 'p1', 'type', 'veth', 'peer', 'name', 'p2');
    ip('link', 'set', 'p2', 'master', 'br0', 'up');
    ip('link', 'set', 'p1', 'mtu', '1400', 'address', '02:00:00:00:00:51', 'up');
    ip('addr', 'add', '10.85.0.1/24', 'dev', 'p1');
    ip('addr', 'add', 'fd00:85::1/64', 'dev', 'p1', 'nodad');
    ip('route', 'add', '10.86.0.0/16', 'via', '10.85.0.2');
    ip('neigh', 'add', '10.85.0.2', 'lladdr', '02:00:00:00:00:52', 'dev', 'p1', 'nud', 'permanent');
    const before = tablesIn(net.a);
    for (const name of ['p1', 'p2']) {
      const undo = await admin.links.moveTo(name, net.b);
      expect(undo.what).toBe(`move ${name} to network namespace ${net.b}`);
      expect(ip('-o', 'link')).not.toMatch(new RegExp(`\\b${name}@`));
      expect(run('ip', '-n', net.b, '-o', 'link')).toMatch(new RegExp(`\\b${name}@`));
      // Renamed there, it is still the one.
      if (name === 'p1') run('ip', '-n', net.b, 'link', 'set', name, 'name', 'other');
      await undo.undo();
      await undo.undo();
      await expect.poll(() => tablesIn(net.a), { message: name }).toEqual(before);
      expect(run('ip', '-n', net.b, '-o', 'link')).not.toMatch(/p1|p2|other/);
    }
    await expect(admin.links.moveTo('lo', net.b)).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await expect(admin.links.moveTo('p1', 'no-such-namespace')).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    // By a process's number, and left to the host's end.
    const child = spawn('ip', ['netns', 'exec', net.b, 'sleep', '60'], { stdio: 'ignore' });
    const own = linuxHost({ netns: net.a });
    await expect.poll(() => run('ip', 'netns', 'identify', String(child.pid))).toContain(net.b);
    await own.admin?.links.moveTo('p1', child.pid as number);
    expect(run('ip', '-n', net.b, '-o', 'link')).toContain('p1@');
    await own.close();
    child.kill();
    await expect.poll(() => tablesIn(net.a)).toEqual(before);
    ip('link', 'del', 'p1');
    ip('link', 'del', 'br0');
  });
});
