import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../lib/captures.mjs';
import { paths } from '../lib/paths.mjs';

/** Flows of a capture into a file, beside nfpcapd: with its time-outs, Node's start included. */
export function flows(name, captureName, { targets = [] } = {}) {
  return {
    name,
    title: `flows of ${captureName}.pcap into a file, as a whole process`,
    about:
      'Packets are added up by ends and protocol; flows end after 60 s of silence or after 300 s; all are written to a file: as NetFlow 9 with ' +
      "`pkw flows`, in nfdump's own form with nfpcapd. Wall time of the whole process, start-up included.",
    clock: 'process',
    runs: 5,
    reference: 'nfpcapd',
    targets,
    prepare() {
      const { file, truth } = capture(captureName);
      const folder = join(paths.work, 'nfpcapd');
      mkdirSync(folder, { recursive: true });
      const out = join(paths.work, `${captureName}.netflow`);
      const spans = ['general', 'tcp', 'udp', 'icmp', 'tcp.fin', 'tcp.rst'].flatMap((kind) => ['-t', `${kind}=60`]);
      const { packets } = truth;
      return [
        { id: 'nfpcapd', label: 'nfpcapd', tool: 'system', args: ['nfpcapd', '-r', file, '-l', folder, '-e', '300,60'], packets },
        {
          id: 'ours',
          label: 'pkw flows',
          tool: 'cli',
          args: ['flows', '-q', '-r', file, '-v', '9', '-w', out, ...spans, '-t', 'maxlife=300'],
          packets,
        },
      ];
    },
  };
}
