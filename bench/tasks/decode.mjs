import { capture, decodeKeys, times } from '../lib/captures.mjs';

/** The decode task in words. */
export const decodeTask =
  'Every packet is taken through 802.1Q and IPv4 or IPv6 to its transport header; the destination ports of TCP and UDP ' +
  'are summed; of the DNS messages on port 53 the number and the octets of their question names (as text, without the ' +
  'last dot) are counted.';

/** The decode task, steady: what dissecting costs. */
export function decode(name, captureName, { targets = [], slow = true, dummies = false, what = 'The task of `decode`.' } = {}) {
  const passes = 6;
  return {
    name,
    title: `the decode task over ${captureName}.pcap, ${passes} times over`,
    about: `${what} Time inside the process, from before the file is opened first until it is closed last.`,
    clock: 'inside',
    runs: 5,
    reference: 'libpcap',
    targets,
    prepare() {
      const { file, truth } = capture(captureName);
      const expected = times(truth, passes, decodeKeys);
      const head = times(truth.head, 1, decodeKeys);
      const work = { expected, packets: expected.packets };
      const p = String(passes);
      return [
        { ...work, id: 'libpcap', label: 'libpcap, decoder written by hand in C', tool: 'floor', args: ['decode', file, p] },
        { ...work, id: 'mmap', label: 'the same over mmap', tool: 'floor', args: ['mmap-decode', file, p] },
        { ...work, id: 'tins', label: 'libtins, PDU objects', tool: 'tins', args: ['decode', file, p], runs: 3 },
        { ...work, id: 'probe', label: 'plain JavaScript', tool: 'probe', args: ['probe.mjs', 'decode', file, p] },
        { ...work, id: 'plan', label: 'Packetwright, a plan', tool: 'ours', args: ['decode-plan.mjs', file, p] },
        { ...work, id: 'packets', label: 'Packetwright, packet objects', tool: 'ours', args: ['decode-packets.mjs', file, p] },
        ...(dummies ? withDummies(work, file, p) : []),
        ...(slow ? [scapy(file, head)] : []),
      ];
    },
  };
}

/** The same with 400 protocols more, which the capture does not have. */
const withDummies = (work, file, passes) => [
  { ...work, id: 'plan-400', label: 'a plan, with 400 layers more', tool: 'ours', args: ['decode-plan.mjs', file, passes, '400'] },
  {
    ...work,
    id: 'packets-400',
    label: 'packet objects, with 400 layers more',
    tool: 'ours',
    args: ['decode-packets.mjs', file, passes, '400'],
  },
];

/** The same once over, Node's start included: what somebody waits for who runs one command. */
export function decodeProcess(name, captureName, { targets = [] } = {}) {
  return {
    name,
    title: `the decode task over ${captureName}.pcap once, as a whole process`,
    about: `The task of \`decode\`. Wall time of the whole process, start-up included.`,
    clock: 'process',
    runs: 9,
    reference: 'probe',
    targets,
    prepare() {
      const { file, truth } = capture(captureName);
      const expected = times(truth, 1, decodeKeys);
      const work = { expected, packets: expected.packets };
      return [
        { ...work, id: 'probe', label: 'plain JavaScript', tool: 'probe', args: ['probe.mjs', 'decode', file] },
        { ...work, id: 'libpcap', label: 'libpcap, decoder written by hand in C', tool: 'floor', args: ['decode', file] },
        { ...work, id: 'plan', label: 'Packetwright, a plan', tool: 'ours', args: ['decode-plan.mjs', file] },
        { ...work, id: 'packets', label: 'Packetwright, packet objects', tool: 'ours', args: ['decode-packets.mjs', file] },
      ];
    },
  };
}

function scapy(file, expected) {
  const { packets } = expected;
  return {
    id: 'scapy',
    label: `scapy, the first ${packets} packets`,
    tool: 'scapy',
    args: ['peer_scapy.py', 'decode', file, String(packets)],
    expected,
    packets,
    runs: 2,
  };
}
