// Capturing while somebody sends as fast as he can: is anything lost?
import { capture } from '../lib/captures.mjs';
import { capturingIn, live, sendingIn } from './live-task.mjs';
import { pairOf } from './pair.mjs';
import { replayArguments } from './sending.mjs';

const FRAMES = 1_000_000;
/** Of the kernel's buffer, for all. */
const MIB = 32;
/** Where C's one frame goes to. */
const DISCARD = 9;

export const captureLive = live(
  {
    name: 'capture',
    title: 'capturing 60-octet frames at the fastest rate that each sender reaches',
    about:
      `${FRAMES.toLocaleString('en')} frames; the sender on one core, which does the kernel's work of receiving too, the capture on another. Packetwright (a ring, a plan of two columns) and the C ` +
      `program (libpcap) count and sum the destination ports; tcpdump writes to /dev/null. All have a buffer of ${MIB} MB. Received and dropped must add up to what the interface's counters say, and without loss the sum of the ports must be right.`,
    clock: 'inside',
    runs: 3,
    reference: 'ours-ours',
    columns: [
      { head: 'sent, M packets/s', of: ({ totals }) => totals.packets / totals.seconds / 1e6 },
      { head: 'received, least', of: ({ totals }) => totals.received, pick: 'least', exact: true },
      { head: 'dropped, most', of: ({ totals }) => totals.dropped, pick: 'most', exact: true },
      { head: 'CPU of the capture, µs a packet', of: ({ totals }) => (totals.capture_cpu / totals.received) * 1e6 },
    ],
    targets: ['tcpreplay', 'ours', 'mmsg'].map((from) => ({
      of: `ours-${from}`,
      figure: 'dropped',
      worst: true,
      what: 'packets dropped',
      atMost: 0,
      unit: '',
    })),
  },
  (net) => {
    const { iface, peerIface, sink } = net;
    const { file, truth } = iface ? capture('small') : { file: '', truth: {} };
    const sender = sendingIn(net);
    const senders = {
      tcpreplay: { label: 'tcpreplay', ...sender, tool: 'system', args: replayArguments(iface), output: 'replayed' },
      ours: { label: 'Packetwright', ...sender, tool: 'ours', args: ['live-replay.mjs', iface, file] },
      mmsg: { label: "C's sendmmsg", ...sender, tool: 'rawtx', args: ['mmsg', iface, String(FRAMES), sink.mac] },
    };
    const place = capturingIn(net);
    const captures = {
      ours: { label: 'Packetwright', ...place, tool: 'ours', args: ['live-capture.mjs', peerIface, String(MIB)] },
      c: { label: 'C, libpcap', ...place, tool: 'watch', args: ['ports', peerIface, String(MIB)] },
      tcpdump: {
        label: 'tcpdump -w /dev/null',
        ...place,
        tool: 'system',
        args: ['tcpdump', '-p', '-B', String(MIB * 1024), '-w', '/dev/null', '-i', peerIface],
        ready: 'listening on',
        output: 'dumped',
      },
    };
    return Object.entries(senders).flatMap(([from, sends]) =>
      Object.entries(captures).map(([by, capturing]) =>
        pairOf({
          id: `${by}-${from}`,
          label: `${capturing.label}, from ${sends.label}`,
          captures: capturing,
          sends,
          packets: FRAMES,
          expected: { sent: FRAMES, arrived: FRAMES, accounted: FRAMES },
          verify: (totals) => wrongPorts(totals, from === 'mmsg' ? DISCARD * FRAMES : truth.dport_sum),
        }),
      ),
    );
  },
);

/** tcpdump sums nothing up. */
function wrongPorts({ dropped, dport_sum: sum }, right) {
  return dropped > 0 || sum === undefined || sum === right ? undefined : `dport_sum ${sum}, expected ${right}`;
}
