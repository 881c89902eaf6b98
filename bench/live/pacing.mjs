// Sending at a pace: the rate that is reached, and how even it is.
import { capture } from '../lib/captures.mjs';
import { capturingIn, live, sendingIn } from './live-task.mjs';
import { pairOf } from './pair.mjs';

/** Frames a second, and how many of them: seconds, at most one million. */
const PACES = [
  [1_000, 2_000],
  [10_000, 20_000],
  [100_000, 200_000],
  [400_000, 400_000],
];
const MIB = 32;

export const pacing = PACES.map(([rate, count]) =>
  live(
    {
      name: `pace-${rate / 1000}k`,
      title: `sending at ${rate.toLocaleString('en')} frames a second`,
      about: `${count.toLocaleString('en')} frames of 60 octets. Captured at the other end by libpcap: how far the gap between one packet and the next is from ${1e6 / rate} µs, by the kernel's time stamps.`,
      clock: 'inside',
      runs: 3,
      reference: 'ours',
      columns: [
        { head: 'rate it reports', of: ({ totals }) => totals.reported_pps },
        { head: 'rate captured', of: ({ totals }) => totals.pps },
        { head: 'off by, median, µs', of: ({ totals }) => totals.median_us },
        { head: 'p99, µs', of: ({ totals }) => totals.p99_us },
        { head: 'worst, µs', of: ({ totals }) => totals.max_us, pick: 'most' },
        { head: 'dropped, most', of: ({ totals }) => totals.dropped, pick: 'most', exact: true },
      ],
      targets: [],
    },
    (net) => {
      const captures = { ...capturingIn(net), tool: 'watch', args: ['gaps', net.peerIface, String(MIB), String(rate)] };
      const paced = (id, label, sends) =>
        pairOf({
          id,
          label,
          captures,
          // On any core, as for the round trips.
          sends: { ...sendingIn(net), core: undefined, ...sends },
          packets: count,
          expected: { sent: count, arrived: count },
        });
      const frames = [net.iface, String(count), net.sink.mac];
      return [
        paced('ours', 'Packetwright, { rate }', { tool: 'ours', args: ['live-paced.mjs', ...frames, String(rate)] }),
        paced('tcpreplay', 'tcpreplay --pps', {
          tool: 'system',
          args: ['tcpreplay', '--pps', String(rate), '--limit', String(count), '-i', net.iface, net.iface ? capture('small').file : ''],
          output: 'replayed',
        }),
      ];
    },
  ),
);
