// The stack beside the kernel's TCP, between two namespaces and in memory.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { paths } from '../lib/paths.mjs';
import { live } from './live-task.mjs';

const GB = 1_000_000_000;
/** About ten seconds' worth. */
const SENT = 2 * GB;
const REQUESTS = 10_000;
const CONNECTIONS = 10_000;

const ours = (id, label, packets, ...args) => ({
  ...{ id, label, tool: 'ours', args: ['stack.mjs', ...args], packets, expected: { packets } },
  // On any core: the other end is a process as well.
  core: undefined,
});

/** Both ends fill in their checksums, and no frame is larger than the MTU. */
function withoutOffloads({ a, b, iface, peerIface }) {
  if (a === '') return;
  for (const [name, dev] of [
    [a, iface],
    [b, peerIface],
  ])
    execFileSync('ip', ['netns', 'exec', name, 'ethtool', '-K', dev, 'tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off']);
}

/** iperf3's totals as ours are. */
function iperf({ stdout }) {
  const { end } = JSON.parse(stdout);
  const { bytes, seconds } = end.sum_received;
  return { packets: SENT, seconds: (seconds * SENT) / bytes, gbit_s: (bytes * 8) / seconds / 1e9 };
}

const gbits = { head: 'Gbit/s', of: ({ totals }) => totals.gbit_s };

export const stackTransfer = live(
  {
    name: 'stack-transfer',
    title: 'one TCP connection between a stack of ours and the kernel, MTU 1500',
    about: `${SENT / GB} GB sent and ${GB / GB} GB received as client, ${GB / GB} GB each way as server, with offloads off: each checksum is made and checked, each segment is a frame. iperf3 is kernel to kernel. Octets are counted by who gets them.`,
    clock: 'inside',
    runs: 3,
    warmUp: false,
    reference: 'iperf3',
    columns: [gbits, { head: 'CPU of our end, s a GB', of: ({ totals }) => totals.cpu_s_per_gb ?? Number.NaN }],
    targets: ['send', 'receive', 'serve-send', 'serve-receive'].map((of) => ({
      of,
      figure: 'gbit_s',
      what: 'Gbit/s',
      atLeast: 1,
      unit: 'Gbit/s',
    })),
  },
  (net) => {
    withoutOffloads(net);
    const server = `ip netns exec ${net.b} iperf3 -s -1 >/dev/null & sleep 0.5`;
    return [
      {
        ...{ id: 'iperf3', label: 'iperf3, kernel to kernel', tool: 'system', core: undefined, packets: SENT, expected: { packets: SENT } },
        ...{ args: ['sh', '-c', `command -v iperf3 >/dev/null && ${server}; iperf3 -c ${net.peer.address} -n ${SENT} -J`], parse: iperf },
      },
      ours('send', 'our stack to the kernel', SENT, 'send', net.b, String(SENT)),
      ours('receive', 'the kernel to our stack', GB, 'receive', net.b, String(GB)),
      ours('serve-send', 'our server to the kernel', GB, 'serve-send', net.b, String(GB)),
      ours('serve-receive', 'the kernel to our server', GB, 'serve-receive', net.b, String(GB)),
    ];
  },
);

export const stackMemory = {
  name: 'stack-memory',
  title: 'two stacks in memory: hosts of a lab',
  about: `${GB / GB} GB over one connection, both ends in one process; and what one end of a connection takes that has carried ten octets and is idle, its Duplex included.`,
  clock: 'inside',
  runs: 3,
  reference: 'memory',
  columns: [gbits, { head: 'octets an idle end', of: ({ totals }) => totals.octets_each ?? Number.NaN }],
  targets: [
    { of: 'memory', figure: 'gbit_s', what: 'Gbit/s', atLeast: 2, unit: 'Gbit/s' },
    { of: 'idle', figure: 'octets_each', what: 'an idle end', atMost: 8192, unit: 'octets' },
  ],
  prepare: () => [
    ours('memory', 'one connection', GB, 'memory', String(GB)),
    ours('idle', `${CONNECTIONS.toLocaleString('en')} connections, one after another`, CONNECTIONS, 'idle', String(CONNECTIONS)),
  ],
};

export const stackRequests = live(
  {
    name: 'stack-requests',
    title: `${REQUESTS.toLocaleString('en')} small HTTP requests to node:http in the next namespace, one at a time`,
    about:
      "By node:http on one connection that is kept, on our stack and on the kernel's sockets; 1,000 more in front, which are not counted.",
    clock: 'inside',
    runs: 3,
    reference: 'kernel',
    columns: [
      { head: 'a second', of: ({ totals, seconds }) => totals.packets / seconds },
      { head: 'median, µs', of: ({ totals }) => totals.median_us },
      { head: 'p99, µs', of: ({ totals }) => totals.p99_us },
    ],
    targets: [],
  },
  (net) => [
    ours('kernel', "node:http on the kernel's sockets", REQUESTS, 'requests', net.b, String(REQUESTS), 'kernel'),
    ours('ours', 'node:http on our stack', REQUESTS, 'requests', net.b, String(REQUESTS)),
  ],
);

export const stackMany = live(
  {
    name: 'stack-many',
    title: `${CONNECTIONS.toLocaleString('en')} connections open at once, 1,000 opened a second by the kernel`,
    about: 'Each asks with ten octets as soon as it is open, and again when all are; every answer must be right.',
    clock: 'inside',
    runs: 1,
    warmUp: false,
    reference: 'many',
    columns: [
      { head: 'opened a second', of: ({ totals }) => totals.a_second },
      { head: 'open at once', of: ({ totals }) => totals.most, exact: true },
      { head: 'answers', of: ({ totals }) => totals.packets, exact: true },
    ],
    targets: [
      { of: 'many', figure: 'a_second', what: 'opened a second', atLeast: 950, unit: '' },
      { of: 'many', figure: 'most', what: 'open at once', atLeast: CONNECTIONS, unit: '' },
    ],
  },
  (net) => [ours('many', 'our stack serves', 2 * CONNECTIONS, 'many', net.b, String(CONNECTIONS))],
);

/** Octets that take some ten seconds where frames are lost. */
const LINES = [
  ['loss-1', '1 % of the frames lost, and 20 ms a round trip', { loss: 0.01, delayMs: 10 }, 10_000_000],
  ['loss-5', '5 % of the frames lost, and 20 ms a round trip', { loss: 0.05, delayMs: 10 }, 1_500_000],
  ['jitter', '80 to 120 ms a round trip, each frame for itself', { delayMs: 50, jitterMs: 10 }, 3_000_000],
];

export const stackLines = LINES.map(([name, how, line, octets]) => ({
  name: `stack-${name}`,
  title: `goodput with ${how}`,
  about: `${(octets / 1e6).toLocaleString('en')} MB to the kernel of another namespace, through a bridge of ours between them (pkw bridge) that does the same to the frames of both; the kernel's sender has CUBIC, as ours.`,
  clock: 'inside',
  runs: 5,
  warmUp: false,
  reference: 'kernel',
  columns: [{ head: 'Mbit/s', of: ({ totals, seconds }) => (totals.packets * 8) / seconds / 1e6 }],
  targets: [{ of: 'ours', against: 'kernel', atLeast: 0.7 }],
  prepare: () =>
    [
      ['kernel', 'the kernel, CUBIC'],
      ['ours', 'our stack, CUBIC'],
    ].map(([id, label]) => ({
      ...{ id, label, tool: 'live', packets: octets, expected: { packets: octets } },
      args: ['stack-line.mjs', id, JSON.stringify(line), String(octets), join(paths.peers, 'peer_tcp.py')],
    })),
}));
