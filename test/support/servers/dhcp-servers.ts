/** For tests: real DHCP servers in a network namespace, each with the same pool, started when they say that they serve. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../live-links.ts';

/** A program that runs in a namespace. */
export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What it has said so far. */
  text(): string;
  /** When it has said that. */
  says(what: RegExp): Promise<void>;
  /** When it has ended by itself. */
  ends(): Promise<number | null>;
}

/** What hangs is told with what it said. */
const PATIENCE_MS = 120_000;

/** Starts a program; disposing of it ends it. */
export function running(netns: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn('ip', ['netns', 'exec', netns, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let text = '';
  let heard = (): void => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      heard();
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    text: () => text,
    says: (what) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (what.test(text)) resolve();
        };
        heard = look;
        look();
        setTimeout(() => reject(new Error(`${words.join(' ')} has not said ${what}: ${text}`)), PATIENCE_MS).unref();
        void ended.then(() => reject(new Error(`${words.join(' ')} ended: ${text}`)));
      }),
    ends: () => ended,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await ended;
    },
  };
}

/** What servers are to give. */
export interface Given {
  /** The namespace, and the interface that they serve on. */
  readonly netns: string;
  readonly iface: string;
  /** Seconds; dnsmasq gives no less than 120. */
  readonly lease: number;
  readonly renew?: number;
  readonly rebind?: number;
}

/** A server, and the folder with all its files. */
export interface Server extends Running {
  readonly folder: string;
}

async function server(
  name: string,
  says: RegExp,
  netns: string,
  words: (folder: string) => readonly string[],
  env = (_: string) => ({}),
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), `packetwright-${name}-`));
  const program = running(netns, words(folder), env(folder));
  const stop = async (): Promise<void> => {
    await program[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await program.says(says);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...program, folder, [Symbol.asyncDispose]: stop };
}

const empty = (path: string): string => {
  closeSync(openSync(path, 'w'));
  return path;
};
const put = (path: string, text: string): string => {
  writeFileSync(path, text);
  return path;
};

/** 10.77.0.100 to .110 of 10.77.0.0/24, router and name server 10.77.0.2, domain example.test; the only server there. */
export const servers4 = {
  dnsmasq: ({ netns, iface, lease }: Given) =>
    server('dnsmasq', /DHCP, sockets bound exclusively|DHCP, IP range/, netns, (folder) => [
      ...[
        'dnsmasq',
        '--no-daemon',
        '--conf-file=/dev/null',
        '--port=0',
        `--interface=${iface}`,
        '--bind-interfaces',
        '--user=root',
        '--no-ping',
      ],
      ...[`--dhcp-leasefile=${folder}/leases`, `--pid-file=${folder}/pid`, '--log-dhcp', '--dhcp-authoritative', '--dhcp-rapid-commit'],
      ...[
        `--dhcp-range=10.77.0.100,10.77.0.110,${lease}`,
        '--dhcp-option=3,10.77.0.2',
        '--dhcp-option=6,10.77.0.2',
        '--domain=example.test',
      ],
    ]),
  dhcpd: ({ netns, iface, lease }: Given) =>
    server('dhcpd', /Server starting service|Sending on +LPF/, netns, (folder) => [
      ...['dhcpd', '-4', '-d', '-f', '-cf'],
      put(
        `${folder}/dhcpd.conf`,
        `authoritative; default-lease-time ${lease}; max-lease-time ${lease}; min-lease-time 1; ping-check off; one-lease-per-client true;
subnet 10.77.0.0 netmask 255.255.255.0 { range 10.77.0.100 10.77.0.110; option routers 10.77.0.2;
option domain-name-servers 10.77.0.2; option domain-name "example.test"; }\n`,
      ),
      ...['-lf', empty(`${folder}/leases`), '-pf', `${folder}/pid`, iface],
    ]),
  kea: ({ netns, iface, lease, renew = lease / 2, rebind = (lease * 7) / 8 }: Given) =>
    kea(
      4,
      { netns, iface },
      {
        'interfaces-config': { interfaces: [iface], 'dhcp-socket-type': 'raw' },
        ...{ 'valid-lifetime': lease, 'renew-timer': Math.floor(renew), 'rebind-timer': Math.floor(rebind), authoritative: true },
        subnet4: [
          {
            subnet: '10.77.0.0/24',
            pools: [{ pool: '10.77.0.100 - 10.77.0.110' }],
            'option-data': [
              { name: 'routers', data: '10.77.0.2' },
              { name: 'domain-name-servers', data: '10.77.0.2' },
              { name: 'domain-name', data: 'example.test' },
            ],
          },
        ],
      },
    ),
} as const;

/** 2001:db8:77::100 and more of 2001:db8:77::/64, /56 prefixes of 2001:db8:a000::/40, name server 2001:db8:77::2. */
export const servers6 = {
  dhcpd: ({ netns, iface, lease }: Given) =>
    server('dhcpd6', /Server starting service|Sending on +Socket/, netns, (folder) => [
      ...['dhcpd', '-6', '-d', '-f', '-cf'],
      put(
        `${folder}/dhcpd.conf`,
        `authoritative; default-lease-time ${lease}; preferred-lifetime ${lease}; option dhcp6.rapid-commit;
subnet6 2001:db8:77::/64 { range6 2001:db8:77::100 2001:db8:77::1ff; prefix6 2001:db8:a000:: 2001:db8:afff:ff00:: /56;
option dhcp6.name-servers 2001:db8:77::2; option dhcp6.domain-search "example.test"; }\n`,
      ),
      ...['-lf', empty(`${folder}/leases`), '-pf', `${folder}/pid`, iface],
    ]),
  kea: ({ netns, iface, lease, renew = lease / 2, rebind = (lease * 7) / 8 }: Given) =>
    kea(
      6,
      { netns, iface },
      {
        'interfaces-config': { interfaces: [iface] },
        // Else it keeps its own in /var/lib/kea.
        'server-id': { type: 'LL', htype: 1, identifier: '020000007902', persist: false },
        ...{ 'valid-lifetime': lease, 'preferred-lifetime': lease, 'renew-timer': Math.floor(renew), 'rebind-timer': Math.floor(rebind) },
        subnet6: [
          {
            ...{ subnet: '2001:db8:77::/64', interface: iface, 'rapid-commit': true },
            pools: [{ pool: '2001:db8:77::100 - 2001:db8:77::1ff' }],
            'pd-pools': [{ prefix: '2001:db8:a000::', 'prefix-len': 40, 'delegated-len': 56 }],
            'option-data': [
              { name: 'dns-servers', data: '2001:db8:77::2' },
              { name: 'domain-search', data: 'example.test' },
            ],
          },
        ],
      },
    ),
} as const;

/** kea serves no interface that is not running when it starts; the kernel says so a moment after it was brought up. */
async function isRunning({ netns, iface }: Pick<Given, 'netns' | 'iface'>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!/state UP/.test(run('ip', '-n', netns, '-o', 'link', 'show', iface))) {
    if (performance.now() > deadline) throw new Error(`${iface} of ${netns} does not come up`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const kea = async (version: 4 | 6, at: Pick<Given, 'netns' | 'iface'>, configuration: object): Promise<Server> => {
  await isRunning(at);
  return await server(
    `kea${version}`,
    /DHCP[46]_STARTED/,
    at.netns,
    (folder) => {
      mkdirSync(`${folder}/run`);
      const loggers = [{ name: `kea-dhcp${version}`, output_options: [{ output: 'stdout', flush: true }], severity: 'INFO' }];
      const all = { ...configuration, loggers, 'lease-database': { type: 'memfile', persist: false } };
      return [`kea-dhcp${version}`, '-c', put(`${folder}/kea.json`, JSON.stringify({ [`Dhcp${version}`]: all }))];
    },
    (folder) => ({ KEA_LOCKFILE_DIR: `${folder}/run`, KEA_PIDFILE_DIR: `${folder}/run` }),
  );
};
