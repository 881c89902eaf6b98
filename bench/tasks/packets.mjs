import { capture, times, walkKeys } from '../lib/captures.mjs';

/** Packets as objects, one at a time: what `for await` and their staying valid cost beside dissecting where they lie. */
export function packets(name, captureName, { targets = [] } = {}) {
  const passes = 6;
  return {
    name,
    title: `every packet of ${captureName}.pcap as an object, ${passes} times over`,
    about:
      'The octets of each are counted. `packets()` gives them one at a time, in memory that stays, with their times; `dissectAt` where they lie ' +
      'in a batch. Time inside the process.',
    clock: 'inside',
    runs: 5,
    reference: 'dissected',
    targets,
    prepare() {
      const { file, truth } = capture(captureName);
      const expected = times(truth, passes, walkKeys);
      const work = { expected, packets: expected.packets, tool: 'ours' };
      const p = String(passes);
      return [
        { ...work, id: 'dissected', label: 'Packetwright, dissectAt', args: ['packets.mjs', 'batches', file, p] },
        { ...work, id: 'stream', label: 'Packetwright, packets()', args: ['packets.mjs', 'stream', file, p] },
      ];
    },
  };
}
