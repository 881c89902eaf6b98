import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeIf } from '../../../test/support/require.ts';
import type { Host } from '../host.ts';
import { linuxHost } from './linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../test/support/live-links.ts';

describeIf(requireLive(), 'a host in a namespace', () => {
  let two: TwoNamespaces;
  let host: Host;
  beforeAll(() => {
    two = twoNamespaces();
    host = linuxHost({ netns: two.a });
  });
  afterAll(async () => {
    await host.close();
    two.remove();
  });

  it('lists interfaces as ip does', async () => {
    const ours = await host.interfaces();
    console.log(ours);
    console.log(await host.route('10.77.0.2'), await host.neighbour('va', '10.77.0.2'));
    for (let i = 0; i < 3; i++) {
      const t = performance.now();
      for (let j = 0; j < 1000; j++) await host.route('10.77.0.2');
      const u = performance.now();
      for (let j = 0; j < 1000; j++) await host.neighbour('va', '10.77.0.2');
      const v = performance.now();
      for (let j = 0; j < 100; j++) await host.interfaces();
      console.log('route µs', u - t, 'neigh µs', v - u, 'ifaces', (performance.now() - v) * 10);
    }
    run('ip', '-n', two.a, 'neigh', 'del', '10.77.0.2', 'dev', 'va');
    console.log(await host.neighbour('va', '10.77.0.2'));
    console.log(run('ip', '-n', two.a, 'neigh'));
    const t = performance.now();
    console.log(await host.neighbour('va', '10.77.0.77'), performance.now() - t);
    await expect(host.route('192.0.2.1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    await host.route('192.0.2.1').catch((e) => console.log(e.message));
    await host.route('2001:db8::1').catch((e) => console.log(e.message));
    await host.route('10.77.0.1').then(console.log);
    await host.route('127.0.0.1').then(console.log);
    const link = await host.open('va', { immediate: true });
    await link.close();
  });
});
