// How late a lone packet is, and what waiting costs.
import { capturingIn, live, sendingIn } from './live-task.mjs';
import { pairOf } from './pair.mjs';

const LONE = 500;
const GAP_MICROS = 10_000;
const median = (of, atMost) => ({ of, figure: 'median_us', what: 'median', atMost, unit: 'µs' });
const p99 = (of, atMost) => ({ of, figure: 'p99_us', what: 'p99', atMost, unit: 'µs' });

export const latency = live(
  {
    name: 'latency',
    title: `a lone packet each ${GAP_MICROS / 1000} ms: from the kernel's time stamp to the reader`,
    about: `${LONE} packets, by the clock of the time stamps, in the first statement of the batch's reader; libpcap's in its callback. A ring wakes nobody before its block is full or its timer has run (1 ms).`,
    clock: 'process',
    runs: 5,
    reference: 'ring',
    columns: [
      { head: 'median, µs', of: ({ totals }) => totals.median_us },
      { head: 'p99, µs', of: ({ totals }) => totals.p99_us },
      { head: 'worst of all runs, µs', of: ({ totals }) => totals.max_us, pick: 'most' },
    ],
    targets: [median('ring', 1500), p99('ring', 1500), median('immediate', 200), p99('immediate', 200)],
  },
  (net) => {
    const sends = { ...sendingIn(net), tool: 'rawtx', args: ['lone', net.iface, String(LONE), net.sink.mac, String(GAP_MICROS)] };
    const captured = (id, label, tool, args) =>
      pairOf({
        id,
        label,
        // On any core, as for the round trips.
        captures: { ...capturingIn(net), core: undefined, tool, args, ends: true },
        sends,
        packets: LONE,
        expected: { sent: LONE, received: LONE, dropped: 0 },
      });
    const n = String(LONE);
    return [
      captured('ring', 'Packetwright, a ring', 'ours', ['live-late.mjs', net.peerIface, n]),
      captured('immediate', 'Packetwright, immediate', 'ours', ['live-late.mjs', net.peerIface, n, 'immediate']),
      captured('pcap', 'libpcap, time-out 1 ms', 'watch', ['late', net.peerIface, n]),
      captured('pcap-immediate', 'libpcap, immediate', 'watch', ['late', net.peerIface, n, 'immediate']),
    ];
  },
);

const IDLE_SECONDS = 30;

export const idle = live(
  {
    name: 'idle',
    title: `an open capture on which nothing arrives, for ${IDLE_SECONDS} s`,
    about: 'With an alarm (a timer) each second. The CPU time of the process after its start, user and system.',
    clock: 'inside',
    runs: 1,
    warmUp: false,
    reference: 'ring',
    columns: [
      { head: 'CPU, % of one core', of: ({ totals }) => totals.cpu_percent },
      { head: 'CPU with its start, ms', of: ({ cpu }) => cpu * 1000 },
    ],
    targets: ['ring', 'immediate'].map((of) => ({ of, figure: 'cpu_percent', what: 'CPU', atMost: 1, unit: '%' })),
  },
  ({ iface }) => {
    const ours = { tool: 'ours', expected: { packets: 0, alarms: IDLE_SECONDS } };
    const n = String(IDLE_SECONDS);
    return [
      { ...ours, id: 'ring', label: 'Packetwright, a ring', args: ['live-idle.mjs', iface, n] },
      { ...ours, id: 'immediate', label: 'Packetwright, immediate', args: ['live-idle.mjs', iface, n, 'immediate'] },
      {
        id: 'tcpdump',
        label: 'tcpdump -w /dev/null',
        tool: 'system',
        args: ['timeout', '--preserve-status', '-s', 'INT', n, 'tcpdump', '-p', '-w', '/dev/null', '-i', iface],
      },
    ];
  },
);
