/** For tests of the shell: namespace a, where scripts run, and namespace b with real servers, at 10.77.0.2, for what scripts ask. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../live-links.ts';
import { type RunningServer, startDnsmasq } from '../programs/name-servers.ts';
import { type UdpServer, udpServer } from '../programs/udp-server.ts';
import { all, type Condition, programPath, requireScapy } from '../require.ts';
import { type Running, running } from '../servers/dhcp-servers.ts';

export const SERVER = '10.77.0.2';

/** A second host of b; 10.77.0.4 is nobody. */
const SECOND = '10.77.0.3';

export const requireServed = (): Condition => all(requireLive('dnsmasq', 'nginx', 'chronyd', 'snmpd', 'nft'), requireScapy());

/** What dnsmasq knows: the names of the seeds among it, at addresses of b. */
const NAMES = ['google.com', 'www.brucon.org', 'drjohnstechtalk.com', 'server.example'].map((name) => `--host-record=${name},${SERVER}`);

const DNSMASQ = [
  ...NAMES,
  '--txt-record=text.example,first text',
  '--mx-host=example,server.example,10',
  '--cname=alias.example,server.example',
  '--host-record=six.example,10.77.0.3,fd00:77::2',
  '--local=//',
  '--interface=vb',
  '--no-ping',
  '--dhcp-authoritative',
  '--dhcp-range=10.77.0.100,10.77.0.110,600',
  '--dhcp-option=3,10.77.0.2',
  '--dhcp-option=6,10.77.0.2',
  '--domain=example.test',
  '--log-dhcp',
];

/** Ports 23 and 81 say nothing, port 25 is refused by a firewall with an ICMP message. */
const FIREWALL = `table inet packetwright_test {
  chain in { type filter hook input priority 0; tcp dport { 23, 81 } drop; tcp dport 25 reject with icmp type admin-prohibited; }
}
`;

export interface Served extends TwoNamespaces {
  /** A folder of the test's own. */
  readonly folder: string;
  /** Ends what is left of connections at the servers: ports may be used again. */
  forget(): void;
  stop(): Promise<void>;
}

/** To be stopped. All of what a sends goes to b. */
export async function served(): Promise<Served> {
  const net = twoNamespaces();
  const folder = mkdtempSync(join(tmpdir(), 'pkw-served-'));
  chmodSync(folder, 0o755);
  // `ip netns exec` puts it in the place of /etc/resolv.conf.
  const namesFolder = `/etc/netns/${net.a}`;
  const ends: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
    net.remove();
    rmSync(namesFolder, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [name, device, end] of [
      [net.a, 'va', 1],
      [net.b, 'vb', 2],
    ] as const) {
      const settings = ['all', 'default', device].flatMap((which) =>
        ['accept_dad=0', 'router_solicitations=0', 'disable_ipv6=0'].map((one) => `net.ipv6.conf.${which}.${one}`),
      );
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', ...settings);
      run('ip', '-n', name, 'addr', 'add', `fd00:77::${end}/64`, 'dev', device, 'nodad');
    }
    mkdirSync(namesFolder, { recursive: true });
    writeFileSync(join(namesFolder, 'resolv.conf'), `nameserver ${SERVER}\n`);
    // Else scapy takes lo for its interface.
    run('ip', '-n', net.a, 'route', 'add', 'default', 'via', SERVER);
    run('ip', '-n', net.b, 'addr', 'add', `${SECOND}/24`, 'dev', 'vb');
    writeFileSync(join(folder, 'nft.conf'), FIREWALL);
    run('ip', 'netns', 'exec', net.b, programPath('nft') as string, '-f', join(folder, 'nft.conf'));
    const started = async <T extends RunningServer | UdpServer>(one: Promise<T>): Promise<void> => {
      const server = await one;
      ends.push(() => server.stop());
    };
    await started(startDnsmasq(net.b, SERVER, [...DNSMASQ, `--dhcp-leasefile=${folder}/leases`, '--enable-tftp', `--tftp-root=${folder}`]));
    await started(ntpServer(net, folder));
    await started(snmpServer(net, folder));
    const web = await webServer(net, folder);
    ends.push(() => web[Symbol.asyncDispose]());
  } catch (error) {
    await stop();
    throw error;
  }
  writeFileSync(join(folder, 'hello.txt'), 'hello from a file\n');
  const forget = (): void => void run('ip', 'netns', 'exec', net.b, 'ss', '-tK', 'state', 'connected');
  return { ...net, folder, forget, stop };
}

/** It says the same of each page, and ends the connection. */
async function webServer({ b }: TwoNamespaces, folder: string): Promise<Running> {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice; events {}
http { access_log off; keepalive_timeout 0; ${paths} server { listen 80; location / { return 200 "packets are right\\n"; } } }\n`,
  );
  const web = running(b, [programPath('nginx') as string, '-p', folder, '-c', join(folder, 'nginx.conf')]);
  await web.says(/OS: /);
  return web;
}

function ntpServer({ b }: TwoNamespaces, folder: string): Promise<UdpServer> {
  const lines = ['local stratum 10', 'allow', 'port 123', 'cmdport 0', `bindcmdaddress ${folder}/cmd.sock`, `pidfile ${folder}/ntp.pid`];
  writeFileSync(join(folder, 'chrony.conf'), `${lines.join('\n')}\n`);
  return udpServer(b, 123, 'chronyd', '-d', '-x', '-u', 'root', '-f', join(folder, 'chrony.conf'));
}

function snmpServer({ b }: TwoNamespaces, folder: string): Promise<UdpServer> {
  writeFileSync(
    join(folder, 'snmpd.conf'),
    `agentAddress udp:${SERVER}:161\nrocommunity public\nsysName machine.example\nsysLocation a room\nsysContact nobody\n`,
  );
  process.env['SNMP_PERSISTENT_DIR'] = folder;
  const words = ['-f', '-Lo', '-C', '-c', join(folder, 'snmpd.conf'), '-I', '-smux,mteTrigger,mteTriggerConf', `--persistentDir=${folder}`];
  return udpServer(b, 161, 'snmpd', ...words);
}
