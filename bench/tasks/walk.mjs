import { capture, times, walkKeys } from '../lib/captures.mjs';

/** Walking the records of a capture: what reading costs before anything is looked at. */
export function walk(name, captureName, { targets = [] } = {}) {
  const passes = 6;
  return {
    name,
    title: `walking the records of ${captureName}.pcap, ${passes} times over`,
    about: `Every record's octets are counted. Time inside the process, from before the file is opened first until it is closed last.`,
    clock: 'inside',
    runs: 5,
    reference: 'libpcap',
    targets,
    prepare() {
      const { file, truth } = capture(captureName);
      const expected = times(truth, passes, walkKeys);
      const work = { expected, packets: expected.packets };
      const p = String(passes);
      return [
        { ...work, id: 'libpcap', label: "libpcap's C loop", tool: 'floor', args: ['walk', file, p] },
        { ...work, id: 'mmap', label: 'C, mmap', tool: 'floor', args: ['mmap-walk', file, p] },
        { ...work, id: 'probe', label: 'plain JavaScript', tool: 'probe', args: ['probe.mjs', 'walk', file, p] },
        { ...work, id: 'ours', label: 'Packetwright, batches', tool: 'ours', args: ['walk.mjs', file, p] },
      ];
    },
  };
}
