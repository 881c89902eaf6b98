/** Our questions of mDNS, answered by avahi: names and a service, over IPv4 and IPv6. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mdnsQuery } from '../../src/exchange/clients/dns/multicast-query.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { type Running, running } from '../support/servers/dhcp-servers.ts';
import { twoPairs } from '../support/two-pairs.ts';

describeIf(requireLive('avahi-daemon', 'unshare'), 'mDNS at avahi', () => {
  let net: TwoNamespaces, host: LocalHost, avahi: Running, folder: string, theirs: string[];
  beforeAll(async () => {
    net = twoPairs();
    folder = mkdtempSync(join(tmpdir(), 'pkw-avahi-'));
    writeFileSync(
      join(folder, 'avahi.conf'),
      '[server]\nhost-name=box\nuse-ipv4=yes\nuse-ipv6=yes\nenable-dbus=no\nallow-interfaces=vd\n[publish]\npublish-hinfo=no\npublish-workstation=no\npublish-a-on-ipv6=yes\n[rlimits]\n',
    );
    writeFileSync(
      join(folder, 'http.service'),
      '<?xml version="1.0"?><service-group><name>a page</name><service><type>_http._tcp</type><port>8080</port><txt-record>path=/x</txt-record></service></service-group>\n',
    );
    // Its number, and its services, have places of their own: in mounts that end with it.
    const mounts = `mount -t tmpfs none /run && mount --bind ${folder} /etc/avahi/services`;
    const start = `exec avahi-daemon -f ${folder}/avahi.conf --no-drop-root --no-chroot --no-rlimits --no-proc-title`;
    avahi = running(net.b, ['unshare', '--mount', 'sh', '-c', `${mounts} && ${start}`]);
    await avahi.says(/Service "a page" \(.*\) successfully established/);
    host = linuxHost({ netns: net.a });
    theirs = [...run('ip', '-n', net.b, 'addr', 'show', 'dev', 'vd').matchAll(/inet6? ([^\s/]+)\//g)].map(([, address]) => String(address));
  });
  afterAll(async () => {
    await host?.close();
    await avahi?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([4, 6] as const)('are heard over IPv%i: addresses, a service, and who has nothing says nothing', async (family) => {
    const ask = async (name: string, type: string): Promise<unknown[]> => {
      const answers = await mdnsQuery(name, { host, iface: 'vc', family, type, timeoutMs: 1200 });
      // Which of its addresses it answers from is its own choice.
      for (const { from } of answers) expect(theirs).toContain(from);
      return answers.flatMap(({ records }) => records.filter(({ rrname }) => rrname === `${name}.`).map(({ rdata }) => rdata));
    };
    expect(await ask('box.local', 'A')).toContain('10.79.0.2');
    expect(await ask('box.local', 'AAAA')).toContain('fd00:79::2');
    expect(await ask('_http._tcp.local', 'PTR')).toContain('a\\032page._http._tcp.local.');
    expect(await ask('nobody.local', 'A')).toEqual([]);
  });
});
