// How fast frames leave.
import { capture } from '../lib/captures.mjs';
import { live } from './live-task.mjs';
import { replayed } from './outputs.mjs';

const FRAMES = 1_000_000;

/** Who is sent to: the other end drops a frame for somebody else first thing. */
const dropped = 'The other end drops the frames first thing, on the same core, which is part of what is measured';

export const send = live(
  {
    name: 'send',
    title: 'sending 60-octet frames on a veth pair, from one core',
    about: `The same frame again and again. Time inside the program from the first frame to the last; the interface's own counter must agree on how many there were. ${dropped}.`,
    clock: 'inside',
    runs: 7,
    reference: 'mmsg',
    targets: [{ of: 'ours', against: 'mmsg', atLeast: 0.9 }],
  },
  ({ iface, sink }) => {
    const work = { expected: { packets: FRAMES, sent: FRAMES }, packets: FRAMES };
    const n = String(FRAMES);
    return [
      { ...work, id: 'mmsg', label: 'C, sendmmsg', tool: 'rawtx', args: ['mmsg', iface, n, sink.mac] },
      { ...work, id: 'send', label: 'C, send', tool: 'rawtx', args: ['send', iface, n, sink.mac] },
      { ...work, id: 'ours', label: 'Packetwright', tool: 'ours', args: ['live-send.mjs', iface, n, sink.mac] },
    ];
  },
);

/** tcpreplay at top speed, with what else it is told. */
export const replayArguments = (iface, ...more) => ['tcpreplay', '--topspeed', ...more, '-i', iface, iface ? capture('small').file : ''];

export const replay = live(
  {
    name: 'replay',
    title: 'a file sent at top speed: small.pcap, from one core',
    about:
      '1,000,000 packets of 60 octets, each once. Time inside the program from the opening of the file (preloaded: from the first frame) to the last frame; ' +
      `the interface's own counter must agree on how many there were. tcpreplay keeps statistics of flows unless it is told not to, and this file has many. ${dropped}: no sender can be faster than C's.`,
    clock: 'inside',
    runs: 5,
    reference: 'tcpreplay',
    targets: [{ of: 'ours', against: 'tcpreplay', atLeast: 2 }],
  },
  ({ iface, sink }) => {
    const file = iface ? capture('small').file : '';
    const work = { expected: { packets: FRAMES, sent: FRAMES }, packets: FRAMES };
    const peer = (id, ...more) => ({
      ...work,
      id,
      label: ['tcpreplay --topspeed', ...more].join(' '),
      tool: 'system',
      args: replayArguments(iface, ...more),
      parse: replayed,
    });
    const ours = (id, label, ...more) => ({ ...work, id, label, tool: 'ours', args: ['live-replay.mjs', iface, file, ...more] });
    return [
      peer('tcpreplay'),
      peer('no-flows', '--no-flow-stats'),
      peer('preloaded', '--preload-pcap', '--no-flow-stats'),
      ours('ours', 'Packetwright, as it is read'),
      ours('ours-preloaded', 'Packetwright, preloaded', 'preload'),
      { ...work, id: 'mmsg', label: 'C, sendmmsg, one frame', tool: 'rawtx', args: ['mmsg', iface, String(FRAMES), sink.mac] },
    ];
  },
);
