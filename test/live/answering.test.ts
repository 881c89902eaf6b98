/** Our answering machines asked by programs that we did not write, at an address that no kernel has. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { type RunningMachines, startAnswering } from '../../src/exchange/answering/answering-machine.ts';
import { answer } from '../../src/exchange/answering/answer.ts';
import { arpMachine } from '../../src/exchange/answering/arp-machine.ts';
import { icmpEchoMachine } from '../../src/exchange/answering/icmp-echo-machine.ts';
import { icmpv6EchoMachine } from '../../src/exchange/answering/icmpv6-echo-machine.ts';
import { ndMachine } from '../../src/exchange/answering/nd-machine.ts';
import { ntpMachine } from '../../src/exchange/answering/ntp-machine.ts';
import { tftpMachine } from '../../src/exchange/answering/tftp-machine.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { enableIpv6, requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const start = promisify(execFile);
const OURS = '10.77.0.9';
const OURS_6 = '2001:db8:77::9';
const ROUTER = 'fe80::9';
const MAC = '02:00:00:00:00:99';

describeIf(requireLive('tftp', 'chronyd', 'arping', 'ping'), 'answering machines', () => {
  let net: TwoNamespaces, host: LocalHost, asker: LocalHost, machines: RunningMachines, folder: string;
  const written = new Map<string, Uint8Array>();
  const large = seededRandom(7).octets(300_000);
  beforeAll(async () => {
    net = twoNamespaces();
    enableIpv6(net);
    folder = mkdtempSync(join(tmpdir(), 'pkw-answering-'));
    [host, asker] = [linuxHost({ netns: net.b }), linuxHost({ netns: net.a })];
    const isOurs = (address: string): boolean => address === OURS || address === OURS_6;
    const macOf = (address: string): string | undefined => (isOurs(address) || address === ROUTER ? MAC : undefined);
    const { clock, random } = host;
    machines = await startAnswering(
      [
        arpMachine({ macOf }),
        icmpEchoMachine({ isOurs }),
        icmpv6EchoMachine({ isOurs }),
        ndMachine({ macOf, router: { address: ROUTER, prefixes: ['2001:db8:77::/64'], mtu: 1400 } }),
        ntpMachine({ isOurs, clock, offsetMs: 5000 }),
        tftpMachine({
          ...{ isOurs, clock, random, files: { large, text: 'one\ntwo\n' } },
          onWrite: (name, data) => void written.set(name, data),
          mayWrite: (name) => name !== 'secret',
        }),
        answer({ when: (p) => p.get(UDP)?.dport === 7, reply: (p) => [p.payload(UDP)], isOurs }),
      ],
      { host, iface: 'vb', promiscuous: true },
    );
  });
  afterAll(async () => {
    await machines.stop();
    await Promise.all([host.close(), asker.close()]);
    net.remove();
    rmSync(folder, { recursive: true });
  });
  const inA = async (...words: string[]): Promise<string> => (await start('ip', ['netns', 'exec', net.a, ...words])).stdout;

  it('answer arping and ping', async () => {
    expect(await inA('arping', '-c', '2', '-w', '3', '-I', 'va', OURS)).toMatch(/Received 2 response|2 packets received/);
    expect(await inA('ping', '-n', '-c', '3', '-i', '0.01', '-s', '1000', OURS)).toMatch(
      /3 packets transmitted, 3 received, 0% packet loss/,
    );
  });

  it('advertise a router: the kernel makes itself an address and a default route; then ping -6 answers', async () => {
    for (const [name, value] of Object.entries({ router_solicitations: 3, router_solicitation_delay: 0, accept_ra: 2, autoconf: 1 }))
      await inA('sysctl', '-qw', `net.ipv6.conf.va.${name}=${value}`);
    const stop = new AbortController();
    const events = asker.admin.watch({ signal: stop.signal });
    const seen = (async () => {
      const wanted = new Set(['address', 'route']);
      for await (const event of events) {
        if (event.event !== 'new') continue;
        if (event.table === 'address' && event.entry.address.startsWith('2001:db8:77:')) wanted.delete('address');
        if (event.table === 'route' && event.entry.destination === '::/0' && event.entry.gateway === ROUTER) wanted.delete('route');
        if (wanted.size === 0) return;
      }
    })();
    run('ip', '-n', net.a, 'link', 'set', 'va', 'down');
    run('ip', '-n', net.a, 'link', 'set', 'va', 'up');
    await seen;
    stop.abort();
    // The kernel's words: `proto ra`, the router's MTU for the link.
    expect(await inA('ip', '-6', 'route', 'show', 'default')).toMatch(/default via fe80::9 dev va proto ra .*mtu 1400/);
    expect(await inA('ip', '-6', 'addr', 'show', 'dev', 'va', 'scope', 'global')).toMatch(
      /inet6 2001:db8:77::[0-9a-f:]+\/64 scope global dynamic/,
    );
    expect(await inA('ping', '-6', '-n', '-c', '3', '-i', '0.01', OURS_6)).toMatch(/3 packets transmitted, 3 received, 0% packet loss/);
  });

  it('set the clock of chronyd, which does not set it', async () => {
    const words = [
      '-Q',
      '-u',
      'root',
      '-f',
      '/dev/null',
      '-t',
      '20',
      `server ${OURS} iburst minpoll -4 maxpoll -4`,
      `pidfile ${folder}/pid`,
    ];
    const { stdout, stderr } = await start('ip', ['netns', 'exec', net.a, 'chronyd', ...words]);
    expect(stdout + stderr).toMatch(/System clock wrong by (4\.9|5\.0)\d+ seconds \(ignored\)/);
  });

  it('serve files to tftp', async () => {
    const tftp = (mode: string, ...words: string[]): Promise<string> => inA('tftp', OURS, '-m', mode, '-c', ...words);
    await tftp('octet', 'get', 'large', join(folder, 'large'));
    expect(Buffer.compare(readFileSync(join(folder, 'large')), large)).toBe(0);
    await tftp('netascii', 'get', 'text', join(folder, 'text'));
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('one\ntwo\n');
    writeFileSync(join(folder, 'put'), large.subarray(0, 70_000));
    await tftp('octet', 'put', join(folder, 'put'), 'put');
    expect(Buffer.compare(written.get('put') ?? new Uint8Array(0), large.subarray(0, 70_000))).toBe(0);
    expect(await tftp('octet', 'get', 'nowhere', join(folder, 'nowhere'))).toMatch(/Error code 1: File not found/);
    expect(await tftp('octet', 'put', join(folder, 'put'), 'secret')).toMatch(/Error code 2: Access violation/);
  });
});
