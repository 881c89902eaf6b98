import { join } from 'node:path';
import { capture } from '../lib/captures.mjs';
import { paths } from '../lib/paths.mjs';

/** Requests of a few of the capture's pages; each stands in one packet, so that who reassembles nothing finds as many. */
const PATTERN = 'GET /[a-z]+/[0-9a-f]+/item7[0-9]7\\.html';

/** What both find. */
const MATCHES = '403';

/** A regular expression over mix.pcap: packets alone (ngrep), and streams that were put together. */
export const flowgrep = {
  name: 'flowgrep',
  title: 'a regular expression over mix.pcap',
  about: `Packets with a match of ${PATTERN} are printed and counted. ngrep searches packets, pkw flowgrep streams. Wall time of the whole process.`,
  clock: 'process',
  runs: 7,
  reference: 'ngrep',
  targets: [{ of: 'ours', against: 'ngrep', atLeast: 0.8 }],
  prepare() {
    const { file, truth } = capture('mix');
    const counted = (id, label, command) => ({
      id,
      label,
      packets: truth.packets,
      prints: MATCHES,
      tool: 'system',
      args: ['sh', '-c', `${command} | grep -c '^[TU] '`],
    });
    const pkw = `'${process.execPath}' '${join(paths.dist, 'cli/main.js')}'`;
    return [
      counted('ngrep', 'ngrep', `ngrep -q -I '${file}' '${PATTERN}'`),
      counted('ours', 'pkw flowgrep', `${pkw} flowgrep -q -r '${file}' '${PATTERN}'`),
    ];
  },
};
