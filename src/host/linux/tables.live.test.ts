import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeIf } from '../../../test/support/require.ts';
import type { Host, HostAdmin } from '../host.ts';
import { linuxHost } from './linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../test/support/live-links.ts';

describeIf(requireLive(), 'x', () => {
  let two: TwoNamespaces;
  let host: Host;
  let admin: HostAdmin;
  beforeAll(() => {
    two = twoNamespaces();
    host = linuxHost({ netns: two.a });
    admin = host.admin!;
  });
  afterAll(async () => {
    await host.close();
    two.remove();
  });
  const ip = (...w: string[]) => run('ip', '-n', two.a, ...w);
  it('y', async () => {
    const w = admin.watch();
    const u = [];
    ip('netns');
    u.push(await admin.routes.add({ destination: '10.99.0.0/16', gateway: '10.77.0.2', metric: 7 }));
    u.push(await admin.links.create('br9', { kind: 'bridge' }));
    u.push(await admin.links.create('p1', { kind: 'veth', peer: 'p2' }));
    u.push(await admin.links.create('t1', { kind: 'tun' }));
    u.push(await admin.links.create('t2', { kind: 'tap' }));
    u.push(await admin.links.addAddress('p1', '10.88.0.1/24'));
    u.push(await admin.links.set('p1', { up: true, mtu: 1400, mac: '02:01:02:03:04:05' }));
    u.push(await admin.links.set('p2', { up: true, name: 'p3' }));
    u.push(await admin.neighbours.add({ iface: 'p1', address: '10.88.0.9', mac: '02:00:00:00:00:99' }));
    u.push(await admin.routes.add({ destination: '0.0.0.0/0', nextHops: [{ iface: 'va', gateway: '10.77.0.2' }, { iface: 'p1', gateway: '10.88.0.9', weight: 3 }], table: 1000 }));
    console.log(ip('addr'), ip('route', 'show', 'table', 'all'), ip('neigh'));
    console.log((await admin.routes.list()).filter((r) => r.table !== 255));
    for (const x of u.reverse()) { console.log(x.what); await x.undo(); }
    console.log(ip('addr'), ip('route', 'show', 'table', 'all'), ip('neigh'));
    const seen = [];
    for await (const e of w) { seen.push(`${e.table} ${e.event} ${JSON.stringify(e.entry).slice(0, 100)}`); if (e.table === 'link' && e.event === 'delete' && e.entry.name === 'br9') break; }
    console.log(seen.join('\n'));
  });
});
