import { live } from './live-task.mjs';

const TRIPS = 1000;
const FEW_TRIPS = 50;
/** Nearly all compiling is over by then (`node --trace-opt`). */
const UNMEASURED = 3000;

export const roundTrip = live(
  {
    name: 'round-trip',
    title: `${TRIPS.toLocaleString('en')} ICMP echos to the next namespace, one at a time`,
    about:
      'Each one measured by the program, from before its packet is made until the answer is there. The first thousand of a process have its ' +
      `compiling in them; "warm" has ${UNMEASURED.toLocaleString('en')} more in front, which are not counted.`,
    clock: 'inside',
    runs: 5,
    reference: 'c',
    columns: [
      { head: 'trips', of: (_, { packets }) => packets, exact: true },
      { head: 'median, µs', of: ({ totals }) => totals.median_us },
      { head: 'of C', of: ({ totals }) => totals.median_us, ratio: true },
      { head: 'p99, µs', of: ({ totals }) => totals.p99_us },
      { head: 'of C', of: ({ totals }) => totals.p99_us, ratio: true },
      { head: 'all of them, ms', of: ({ seconds }) => seconds * 1000 },
    ],
    targets: [
      { of: 'warm', against: 'c', figure: 'median_us', what: 'median', atMostTimes: 4 },
      { of: 'warm', against: 'c', figure: 'p99_us', what: 'p99', atMostTimes: 20 },
      { of: 'ours', against: 'c', figure: 'median_us', what: 'median', atMostTimes: 12 },
    ],
  },
  ({ peer: { address } }) => {
    // On any core: a process that compiles beside its work is not held up by it.
    const any = { core: undefined };
    const many = { ...any, expected: { packets: TRIPS }, packets: TRIPS };
    const n = String(TRIPS);
    const ours = { ...many, tool: 'ours' };
    return [
      { ...many, id: 'c', label: 'C, raw socket', tool: 'rawtx', args: ['ping', address, n] },
      { ...ours, id: 'ours', label: 'Packetwright, sr1, the first of a process', args: ['live-ping.mjs', address, n] },
      { ...ours, id: 'warm', label: 'Packetwright, sr1, warm', args: ['live-ping.mjs', address, n, String(UNMEASURED)] },
      {
        ...any,
        id: 'scapy',
        label: 'scapy, sr1',
        tool: 'scapy',
        args: ['peer_scapy_live.py', address, String(FEW_TRIPS)],
        expected: { packets: FEW_TRIPS },
        packets: FEW_TRIPS,
        runs: 2,
      },
    ];
  },
);
