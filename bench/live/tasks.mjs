import { capture } from '../lib/captures.mjs';
import { makeNamespaces, whyNoNamespaces } from './namespaces.mjs';

/** A task between two namespaces that it makes, and removes whatever happens. */
function live(task, participantsIn) {
  let net;
  return {
    ...task,
    prepare() {
      const missing = whyNoNamespaces();
      if (missing) return participantsIn({ a: '', iface: '', peer: {}, sink: {} }).map((p) => ({ ...p, missing }));
      net = makeNamespaces();
      return participantsIn(net).map((p) => ({ ...p, netns: net.a }));
    },
    observe: () => (net ? { sent: net.sent() } : {}),
    clean() {
      net?.remove();
      net = undefined;
    },
  };
}

const FRAMES = 1_000_000;
const REPLAYED = 500_000;

export const send = live(
  {
    name: 'send',
    title: 'sending 60-octet frames on a veth pair',
    about:
      "Time inside the program from the first frame to the last; the interface's own counter must agree on how many there were. The other end drops them first thing.",
    clock: 'inside',
    runs: 5,
    reference: 'mmsg',
    targets: [],
  },
  ({ iface, sink }) => {
    const work = { expected: { packets: FRAMES, sent: FRAMES }, packets: FRAMES };
    const n = String(FRAMES);
    return [
      { ...work, id: 'mmsg', label: 'C, sendmmsg', tool: 'rawtx', args: ['mmsg', iface, n, sink.mac] },
      { ...work, id: 'send', label: 'C, send', tool: 'rawtx', args: ['send', iface, n, sink.mac] },
      {
        id: 'tcpreplay',
        label: 'tcpreplay --topspeed',
        tool: 'system',
        args: replayArguments(iface),
        packets: REPLAYED,
        expected: { packets: REPLAYED, sent: REPLAYED },
        parse: replayed,
      },
      { ...work, id: 'ours', label: 'Packetwright', tool: 'ours', args: ['live-send.mjs', iface, n, sink.mac] },
    ];
  },
);

const replayArguments = (iface) => ['tcpreplay', '--topspeed', '-L', String(REPLAYED), '-i', iface, iface ? capture('small').file : ''];

/** tcpreplay rounds its seconds to hundredths; its rate is finer. */
function replayed({ stdout }) {
  const packets = Number(/Actual: (\d+) packets/.exec(stdout)?.[1]);
  const rate = Number(/Rated: .*, ([\d.]+) pps/.exec(stdout)?.[1]);
  return { packets, seconds: packets / rate };
}

const TRIPS = 20_000;
const FEW_TRIPS = 20;

export const roundTrip = live(
  {
    name: 'round-trip',
    title: 'ICMP echo to the next namespace, one at a time',
    about: 'Time inside the program for all of them, so waiting for the slow ones is in it.',
    clock: 'inside',
    each: 'µs each',
    runs: 5,
    reference: 'c',
    targets: [],
  },
  ({ peer }) => {
    const many = { expected: { packets: TRIPS }, packets: TRIPS };
    return [
      { ...many, id: 'c', label: 'C, raw socket', tool: 'rawtx', args: ['ping', peer.address, String(TRIPS)] },
      { ...many, id: 'ours', label: 'Packetwright, sr1', tool: 'ours', args: ['live-ping.mjs', peer.address, String(TRIPS)] },
      {
        id: 'scapy',
        label: 'scapy, sr1',
        tool: 'scapy',
        args: ['peer_scapy_live.py', peer.address, String(FEW_TRIPS)],
        expected: { packets: FEW_TRIPS },
        packets: FEW_TRIPS,
        runs: 2,
      },
    ];
  },
);
