/** A lab's segment with a link of a kernel in it: ping and curl in a namespace talk to hosts that are in memory only. */
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Link } from '../../src/host/host.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { type Lab, lab } from '../../src/lab/lab.ts';
import { listenSockets } from '../../src/stack/node/stack-server.ts';
import { type OpenStack, stackOn } from '../../src/stack/open-stack.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { inNamespace } from '../support/programs/real-programs.ts';
import { describeIf } from '../support/require.ts';

const WEB = '10.77.0.80';
const PAGE = randomBytes(300_000);

describeIf(requireLive('ping', 'curl'), 'a link in a lab', () => {
  let net: TwoNamespaces, folder: string, host: LocalHost, net2: Lab, web: OpenStack;
  const links: Link[] = [];
  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-attach-'));
    writeFileSync(join(folder, 'posted'), PAGE);
    host = linuxHost({ netns: net.a });
    net2 = lab({ hosts: { other: { address: '10.77.0.81/24' } } });
    web = await stackOn(net2.host('other'), { iface: 'eth0', address: `${WEB}/24` });
    const server = http.createServer((request, response) => request.resume().once('end', () => response.end(PAGE)));
    listenSockets(web, 80, (socket) => server.emit('connection', socket));
  });
  afterAll(async () => {
    await web?.close();
    await net2?.close();
    for (const link of links) await link.close();
    await host?.close();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the kernel behind a veth pings and fetches; large segments and missing sums are put right', async () => {
    // Nothing of the namespace itself: it is a wire.
    const link = await host.open('va', { immediate: true, promiscuous: true, direction: 'in' });
    links.push(link);
    using attached = net2.attach(link);
    const seen = net2.capture();
    const [ping, other, curl] = await inNamespace(net.b, [
      `ping -c 3 -i 0.05 -W 2 ${WEB}`,
      'ping -c 3 -i 0.05 -W 2 10.77.0.81',
      `curl -s -m 20 -o ${folder}/page --data-binary @${folder}/posted -H 'Expect:' http://${WEB}/`,
    ]);
    seen.stop();
    expect([ping?.out, other?.out, curl?.status]).toEqual([expect.stringMatching(/3 received/), expect.stringMatching(/3 received/), 0]);
    expect(readFileSync(join(folder, 'page')).equals(PAGE)).toBe(true);
    expect(attached.stats()).toMatchObject({ failed: 0 });
    let longest = 0;
    for await (const batch of seen.batches()) for (let i = 0; i < batch.n; i++) longest = Math.max(longest, batch.captured[i] as number);
    expect(longest).toBe(1514);
  }, 30_000);

  it('so does the kernel that has a TAP device, until it is pulled out', async () => {
    const tap = await host.admin.links.openTun('tap%d', { kind: 'tap', addresses: ['10.78.0.1/24'] });
    links.push(tap);
    await using small = lab({ hosts: { there: { address: '10.78.0.9/24' } }, segments: { one: {}, two: {} } });
    const attached = small.attach(tap, 'one');
    expect((await inNamespace(net.a, ['ping -c 2 -i 0.05 -W 2 10.78.0.9']))[0]?.out).toMatch(/2 received/);
    attached.stop();
    attached.stop();
    expect((await inNamespace(net.a, ['ping -c 1 -W 0.2 10.78.0.9']))[0]?.out).toMatch(/ 0 received/);
  });

  it('a lab in virtual time takes none, nor does any lab one without Ethernet headers', async () => {
    await using virtual = lab({ hosts: {}, time: 'virtual' });
    expect(() => virtual.attach(links[0] as Link)).toThrow(/virtual time: .*/);
    const tun = await host.admin.links.openTun('tun%d');
    links.push(tun);
    expect(() => net2.attach(tun)).toThrow(expect.objectContaining({ code: 'ERR_INTERFACE' }));
  });
});
