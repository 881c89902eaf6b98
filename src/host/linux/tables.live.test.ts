/** The kernel's tables, beside what ip says of them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enableIpv6, requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../test/support/live-links.ts';
import { describeIf } from '../../../test/support/require.ts';
import type { Host, HostAdmin, TableEvent, Undo } from '../host.ts';
import { linuxHost } from './linux-host.ts';

type Json = Record<string, unknown>;
type Statistics = Readonly<Record<string, number>>;

describeIf(requireLive(), "the kernel's tables", () => {
  let net: TwoNamespaces;
  let host: Host;
  let admin: HostAdmin;
  beforeAll(() => {
    net = twoNamespaces();
    enableIpv6(net);
    ip('addr', 'add', '2001:db8:77::1/64', 'dev', 'va');
    ip('link', 'add', 'down0', 'type', 'bridge');
    ip('tuntap', 'add', 'tun7', 'mode', 'tun');
    ip('addr', 'add', '10.79.0.1', 'peer', '10.79.0.2/32', 'dev', 'tun7');
    ip('link', 'set', 'tun7', 'mtu', '1280', 'alias', 'the seventh');
    ip('route', 'add', 'default', 'via', '10.77.0.2', 'metric', '50', 'mtu', '1400');
    ip('route', 'add', '198.51.100.0/24', 'nexthop', 'via', '10.77.0.2', 'weight', '2', 'nexthop', 'via', '10.77.0.3');
    ip('route', 'add', 'blackhole', '203.0.113.0/24');
    ip('route', 'add', 'prohibit', '203.0.114.0/24');
    ip('route', 'add', 'unreachable', '2001:db8:bad::/48');
    ip('route', 'add', '2001:db8:99::/48', 'via', '2001:db8:77::2', 'table', '1000');
    ip('route', 'add', '192.0.2.0/24', 'via', 'inet6', 'fe80::2', 'dev', 'va');
    ip('neigh', 'add', '2001:db8:77::2', 'lladdr', '02:00:00:00:00:0b', 'dev', 'va', 'nud', 'stale');
    ip('neigh', 'add', '2001:db8:77::7', 'lladdr', '02:00:00:00:00:07', 'dev', 'va', 'nud', 'permanent');
    host = linuxHost({ netns: net.a });
    admin = host.admin as HostAdmin;
  });
  afterAll(async () => {
    await host.close();
    net.remove();
  });

  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);
  const json = (...words: string[]): Json[] => JSON.parse(ip('-j', ...words) || '[]') as Json[];
  /** Everything that ip lists, but neighbours that the kernel learns by itself. */
  const everything = (): string =>
    [['addr'], ['-4', 'route', 'show', 'table', 'all'], ['-6', 'route', 'show', 'table', 'all'], ['neigh', 'show', 'nud', 'permanent']]
      .map((words) => ip(...words))
      .join('\n');

  it('interfaces are those of ip addr', async () => {
    const ours = await host.interfaces();
    expect(
      ours.map(({ name, index, mtu, mac, up, running, loopback, broadcast, multicast, pointToPoint, addresses }) => ({
        name,
        index,
        mtu,
        mac,
        up,
        running,
        loopback,
        broadcast,
        multicast,
        pointToPoint,
        addresses,
      })),
    ).toEqual(
      json('addr').map((link) => {
        const flags = link['flags'] as string[];
        return {
          name: link['ifname'],
          index: link['ifindex'],
          mtu: link['mtu'],
          mac: link['link_type'] === 'none' ? undefined : link['address'],
          up: flags.includes('UP'),
          // ip shows the lack of it, and only for what is up.
          running: flags.includes('UP') && !flags.includes('NO-CARRIER'),
          loopback: flags.includes('LOOPBACK'),
          broadcast: flags.includes('BROADCAST'),
          multicast: flags.includes('MULTICAST'),
          pointToPoint: flags.includes('POINTOPOINT'),
          addresses: (link['addr_info'] as Json[]).map(({ local, prefixlen }) => `${String(local)}/${String(prefixlen)}`),
        };
      }),
    );
    expect(ip('link', 'show', 'tun7')).toContain(`alias ${String(ours[3]?.description)}`);
    expect(ours.map(({ name, linkType }) => [name, linkType])).toEqual([
      ['lo', 1],
      ['va', 1],
      ['down0', 1],
      ['tun7', 101],
    ]);
  });

  it('counters are those of ip -s link', async () => {
    run('ip', 'netns', 'exec', net.a, 'ping', '-q', '-c', '3', '-i', '0.01', '10.77.0.2');
    const theirs = (): Statistics => {
      const { rx, tx } = (json('-s', 'link', 'show', 'va')[0] as { stats64: Record<'rx' | 'tx', Record<string, number>> }).stats64;
      return Object.fromEntries(
        [...Object.entries({ rx, tx })].flatMap(([way, { packets, bytes, dropped, errors }]) =>
          Object.entries({ Packets: packets, Octets: bytes, Dropped: dropped, Errors: errors }).map(([what, n]) => [
            way + what,
            n as number,
          ]),
        ),
      );
    };
    // The kernel's own router solicitations count too: ours lies between what it says before and after.
    const before = theirs();
    const ours = (await host.interfaces()).find(({ name }) => name === 'va')?.statistics as Statistics | undefined;
    const after = theirs();
    expect(Object.keys(ours ?? {}).sort()).toEqual(Object.keys(before).sort());
    for (const [what, n] of Object.entries(ours ?? {})) {
      expect(n, what).toBeGreaterThanOrEqual(before[what] as number);
      expect(n, what).toBeLessThanOrEqual(after[what] as number);
    }
    expect(ours?.rxPackets).toBeGreaterThanOrEqual(3);
  });

  it('routes are those of ip route', async () => {
    const tables: Record<string, number> = { main: 254, local: 255, default: 253 };
    const protocols: Record<string, number> = { kernel: 2, boot: 3, static: 4, ra: 9 };
    const theirs = [4, 6].flatMap((family) =>
      json(`-${family}`, '-N', 'route', 'show', 'table', 'all').map((route) => {
        const wide = family === 4 ? 32 : 128;
        const dst = String(route['dst']);
        const destination = dst === 'default' ? (family === 4 ? '0.0.0.0/0' : '::/0') : dst.includes('/') ? dst : `${dst}/${wide}`;
        const number = (table: Record<string, number>, value: unknown, usual: number): number =>
          value === undefined ? usual : (table[String(value)] ?? Number(value));
        const hop = (one: Json): Json => ({ iface: one['dev'], gateway: one['gateway'] ?? (one['via'] as Json | undefined)?.['host'] });
        const nextHops = (route['nexthops'] as Json[] | undefined)?.map((one) => ({ ...hop(one), weight: one['weight'] }));
        return {
          destination,
          ...(nextHops === undefined ? hop(route) : { iface: undefined, gateway: undefined }),
          nextHops,
          source: route['prefsrc'],
          metric: route['metric'],
          table: number(tables, route['table'], 254),
          protocol: number(protocols, route['protocol'], 3),
          type: route['type'] === undefined ? 1 : Number(route['type']),
        };
      }),
    );
    const types = ['', 'unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw'];
    const ours = (await admin.routes.list()).map(({ destination, iface, gateway, nextHops, source, metric, table, protocol, type }) => ({
      destination,
      iface,
      gateway,
      nextHops,
      source,
      table,
      protocol,
      type: types.indexOf(type ?? ''),
      // ip leaves out a metric of 0 for IPv4 and shows it for IPv6.
      metric: metric ?? (destination.includes(':') ? 0 : undefined),
    }));
    const sorted = (list: object[]): string[] =>
      list.map((one) => JSON.stringify(one, Object.keys(one).concat('iface', 'gateway', 'weight').sort())).sort();
    expect(sorted(ours)).toEqual(sorted(theirs));
    expect(ours.length).toBeGreaterThan(15);
  });

  it('the way to an address is that of ip route get', async () => {
    for (const to of [
      '10.77.0.2',
      '10.77.0.1',
      '8.8.8.8',
      '198.51.100.7',
      '127.0.0.1',
      '192.0.2.9',
      '10.77.0.255',
      '224.0.0.1',
      '2001:db8:77::2',
      '2001:db8:77::1',
      'ff02::1%va',
      'fe80::5%va',
    ]) {
      const [address = '', zone] = to.split('%');
      const [theirs] = json('route', 'get', address, ...(zone === undefined ? [] : ['oif', zone])) as [Json];
      const ours = await host.route(to);
      // 198.51.100.7 may take either of two ways; the kernel takes the same for the same address.
      expect([to, ours.iface, ours.source, ours.gateway]).toEqual([
        to,
        theirs['dev'],
        theirs['prefsrc'],
        theirs['gateway'] ?? (theirs['via'] as Json | undefined)?.['host'],
      ]);
    }
    expect((await host.route('8.8.8.8')).mtu).toBe(1400);
    expect((await host.route('10.77.0.2')).mtu).toBe(1500);
    expect((await host.route('10.79.0.2', { iface: 'va' })).iface).toBe('va');
  });

  it('no way to an address is an error that says why', async () => {
    await expect(host.route('203.0.113.1')).rejects.toMatchObject({
      code: 'ERR_ROUTE',
      message: 'there is no route to 203.0.113.1 (EINVAL)',
    });
    await expect(host.route('203.0.114.1')).rejects.toMatchObject({
      code: 'ERR_ROUTE',
      message: 'there is no route to 203.0.114.1 (EACCES)',
    });
    await expect(host.route('2001:db8:bad::1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    await expect(host.route('2001:db8:aaaa::1')).rejects.toMatchObject({
      code: 'ERR_ROUTE',
      message: 'there is no route to 2001:db8:aaaa::1 (ENETUNREACH)',
    });
    await expect(host.route('10.77.0.2', { iface: 'nope' })).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(host.route('10.77.0')).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
  });

  it('neighbours are those of ip neigh', async () => {
    const ours = (await admin.neighbours.list()).filter(({ state }) => state !== 'noarp');
    const sorted = (list: object[]): string[] => list.map((one) => JSON.stringify(one)).sort();
    expect(sorted(ours.map(({ iface, address, mac, state }) => ({ address, iface, mac, state })))).toEqual(
      sorted(
        json('neigh').map(({ dst, dev, lladdr, state }) => ({
          address: dst,
          iface: dev,
          mac: lladdr,
          state: String((state as string[])[0]).toLowerCase(),
        })),
      ),
    );
  });

  it('a neighbour is asked for when it is not known', async () => {
    run('ip', '-n', net.a, 'neigh', 'del', '10.77.0.2', 'dev', 'va');
    const [one, other] = await Promise.all([host.neighbour('va', '10.77.0.2'), host.neighbour('va', '10.77.0.2')]);
    expect([one, other]).toEqual(['02:00:00:00:00:0b', '02:00:00:00:00:0b']);
    expect(await host.neighbour('va', '10.77.0.99', { timeoutMs: 50 })).toBeUndefined();
    const stop = new AbortController();
    const waiting = host.neighbour('va', '10.77.0.98', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    // Addresses that need no asking: RFC 1112 §6.4, RFC 2464 §7.
    expect(await host.neighbour('va', '224.0.0.251')).toBe('01:00:5e:00:00:fb');
    expect(await host.neighbour('va', 'ff02::fb')).toBe('33:33:00:00:00:fb');
    await expect(host.neighbour('nope', '10.77.0.2')).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
  });

  it('what is changed is what ip then lists, and all is as before when it is taken back', async () => {
    const before = everything();
    const undos: Undo[] = [];
    const has = (words: string[], text: string): void => expect(ip(...words)).toContain(text);
    undos.push(await admin.routes.add({ destination: '10.99.0.0/16', gateway: '10.77.0.2', metric: 7, source: '10.77.0.1' }));
    has(['route'], '10.99.0.0/16 via 10.77.0.2 dev va src 10.77.0.1 metric 7');
    undos.push(await admin.routes.add({ destination: '10.98.0.0/16', type: 'prohibit', table: 500 }));
    has(['route', 'show', 'table', '500'], 'prohibit 10.98.0.0/16');
    undos.push(await admin.routes.add({ destination: '2001:db8:5::/48', gateway: 'fe80::9', iface: 'va' }));
    has(['-6', 'route'], '2001:db8:5::/48 via fe80::9 dev va metric 1024');
    undos.push(await admin.links.create('p1', { kind: 'veth', peer: 'p2' }));
    undos.push(await admin.links.create('br9', { kind: 'bridge' }));
    undos.push(await admin.links.create('t1', { kind: 'tun' }));
    undos.push(await admin.links.create('t2', { kind: 'tap' }));
    expect(
      json('-d', 'link')
        .map(({ ifname, linkinfo }) => [ifname, (linkinfo as Json | undefined)?.['info_kind']])
        .slice(-5)
        .sort(),
    ).toEqual([
      ['br9', 'bridge'],
      ['p1', 'veth'],
      ['p2', 'veth'],
      ['t1', 'tun'],
      ['t2', 'tun'],
    ]);
    undos.push(await admin.links.set('p1', { up: true, mtu: 1400, mac: '02:01:02:03:04:05', name: 'first' }));
    undos.push(await admin.links.set('p2', { up: true }));
    has(['link', 'show', 'first'], 'mtu 1400');
    has(['link', 'show', 'first'], 'link/ether 02:01:02:03:04:05');
    undos.push(await admin.links.addAddress('first', '10.88.0.1/24'));
    undos.push(await admin.links.addAddress('first', '2001:db8:88::1/64'));
    has(['addr', 'show', 'first'], 'inet 10.88.0.1/24 scope global first');
    has(['addr', 'show', 'first'], 'inet6 2001:db8:88::1/64 scope global');
    undos.push(await admin.neighbours.add({ iface: 'first', address: '10.88.0.9', mac: '02:00:00:00:00:99' }));
    has(['neigh'], '10.88.0.9 dev first lladdr 02:00:00:00:00:99 PERMANENT');
    const nextHops = [
      { iface: 'va', gateway: '10.77.0.2' },
      { iface: 'first', gateway: '10.88.0.9', weight: 3 },
    ];
    undos.push(await admin.routes.add({ destination: '0.0.0.0/0', table: 1000, nextHops }));
    expect(ip('route', 'show', 'table', '1000').replaceAll(/\s+/g, ' ').trim()).toBe(
      'default nexthop via 10.77.0.2 dev va weight 1 nexthop via 10.88.0.9 dev first weight 3',
    );
    for (const undo of undos.reverse()) {
      await undo.undo();
      await undo.undo();
    }
    expect(everything()).toBe(before);
  });

  it('what goes with a change comes back with its undo', async () => {
    const before = everything();
    for (const change of [
      () => admin.links.set('va', { up: false }),
      () => admin.links.set('va', { mtu: 1200 }),
      () => admin.links.set('va', { mac: '02:00:00:00:00:55' }),
      () => admin.links.deleteAddress('va', '10.77.0.1/24'),
      () => admin.links.deleteAddress('va', '2001:db8:77::1/64'),
      () => admin.routes.delete({ destination: '198.51.100.0/24' }),
      () => admin.routes.delete({ destination: '0.0.0.0/0', metric: 50 }),
      () => admin.routes.delete({ destination: '2001:db8:99::/48', table: 1000 }),
      () => admin.routes.delete({ destination: '192.0.2.0/24' }),
      () => admin.neighbours.delete({ iface: 'va', address: '2001:db8:77::7' }),
      () => admin.neighbours.add({ iface: 'va', address: '2001:db8:77::7', mac: '02:00:00:00:00:77' }),
    ]) {
      const undo = await change();
      expect(everything(), undo.what).not.toBe(before);
      await undo.undo();
      // The link's carrier comes back a moment after the link.
      await expect.poll(() => sortedLines(everything()), { message: undo.what, timeout: 60_000 }).toBe(sortedLines(before));
    }
  });

  it('a change that is kept outlives its host', async () => {
    const own = linuxHost({ netns: net.a });
    const kept = await own.admin?.routes.add({ destination: '10.55.0.0/16', gateway: '10.77.0.2' });
    await own.admin?.routes.add({ destination: '10.56.0.0/16', gateway: '10.77.0.2' });
    kept?.keep?.();
    await own.close();
    expect(ip('route')).toContain('10.55.0.0/16 via 10.77.0.2');
    expect(ip('route')).not.toContain('10.56.0.0/16');
    ip('route', 'del', '10.55.0.0/16');
  });

  it('what cannot be changed says why', async () => {
    await expect(admin.routes.add({ destination: '0.0.0.0/0', gateway: '10.77.0.2', metric: 50 })).rejects.toMatchObject({
      code: 'ERR_BUSY',
    });
    await expect(admin.routes.add({ destination: '10.1.0.0/16', gateway: '10.200.0.1' })).rejects.toMatchObject({
      code: 'ERR_ROUTE',
      message: expect.stringMatching(/^cannot add the route 10\.1\.0\.0\/16 via 10\.200\.0\.1: .*Nexthop has invalid gateway/) as unknown,
    });
    await expect(admin.routes.add({ destination: '10.1.0.0/16', gateway: 'fe80::1' })).rejects.toMatchObject({ code: 'ERR_VALUE' });
    await expect(admin.routes.delete({ destination: '10.1.0.0/16' })).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    await expect(admin.links.addAddress('va', '10.77.0.1/24')).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await expect(admin.links.addAddress('va', '10.77.0.1/33')).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    await expect(admin.links.deleteAddress('va', '10.77.0.77/24')).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    await expect(admin.links.set('nope', { up: true })).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(admin.links.set('va', { mtu: 1 })).rejects.toMatchObject({
      code: 'ERR_SYSTEM',
      message: expect.stringContaining('mtu less than device minimum') as unknown,
    });
    await expect(admin.links.create('va', { kind: 'bridge' })).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await expect(admin.links.create('a-name-that-is-too-long', { kind: 'bridge' })).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(admin.neighbours.delete({ iface: 'va', address: '10.77.0.123' })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
  });

  it('what is refused in part is not left half done', async () => {
    const before = everything();
    // The MTU is set before the name is seen to be taken.
    await expect(admin.links.set('va', { mtu: 1400, name: 'lo' })).rejects.toMatchObject({ code: 'ERR_BUSY' });
    expect(everything()).toBe(before);
  });

  it('a link is moved to another namespace', async () => {
    const undo = await admin.links.create('m1', { kind: 'veth', peer: 'm2' });
    await admin.links.moveTo('m2', net.b);
    expect(run('ip', '-n', net.b, '-j', 'link', 'show', 'm2')).toContain('"ifname":"m2"');
    await expect(admin.links.moveTo('m1', 'no-such-namespace')).rejects.toMatchObject({
      code: 'ERR_INTERFACE',
      message: expect.stringContaining('no-such-namespace') as unknown,
    });
    await undo.undo();
    expect(() => run('ip', '-n', net.b, 'link', 'show', 'm2')).toThrow();
  });

  it('what others change is seen', async () => {
    const stop = new AbortController();
    const events = admin.watch({ signal: stop.signal });
    ip('link', 'add', 'w0', 'type', 'bridge');
    ip('link', 'set', 'w0', 'up');
    ip('addr', 'add', '10.66.0.1/24', 'dev', 'w0');
    ip('route', 'add', '10.67.0.0/16', 'via', '10.77.0.2');
    ip('neigh', 'add', '10.66.0.9', 'lladdr', '02:00:00:00:00:66', 'dev', 'w0');
    ip('link', 'del', 'w0');
    const seen: TableEvent[] = [];
    for await (const event of events) {
      seen.push(event);
      if (event.table === 'link' && event.event === 'delete') stop.abort();
    }
    const found = (wanted: object): void => expect(seen).toContainEqual(expect.objectContaining(wanted));
    found({ table: 'link', event: 'new', entry: expect.objectContaining({ name: 'w0' }) as unknown });
    found({ table: 'address', event: 'new', entry: { iface: 'w0', address: '10.66.0.1/24' } });
    found({
      table: 'route',
      event: 'new',
      entry: expect.objectContaining({ destination: '10.67.0.0/16', gateway: '10.77.0.2', iface: 'va' }) as unknown,
    });
    found({ table: 'neighbour', event: 'new', entry: { iface: 'w0', address: '10.66.0.9', mac: '02:00:00:00:00:66', state: 'permanent' } });
    found({ table: 'address', event: 'delete', entry: { iface: 'w0', address: '10.66.0.1/24' } });
    found({ table: 'link', event: 'delete', entry: expect.objectContaining({ name: 'w0' }) as unknown });
    ip('route', 'del', '10.67.0.0/16');
  });
});

const sortedLines = (text: string): string => text.split('\n').sort().join('\n');
