import { captureLive } from '../live/capture.mjs';
import { idle, latency } from '../live/latency.mjs';
import { pacing } from '../live/pacing.mjs';
import { probes, sweeping } from '../live/probes.mjs';
import { roundTrip } from '../live/round-trip.mjs';
import { replay, send } from '../live/sending.mjs';
import { stackLines, stackMany, stackMemory, stackRequests, stackTransfer } from '../live/stack.mjs';
import { build } from './build.mjs';
import { decode, decodeProcess, decodeTask } from './decode.mjs';
import { flows } from './flows.mjs';
import { flowgrep } from './flowgrep.mjs';
import { packets } from './packets.mjs';
import { shellComplete, shellPaste, shellStart } from './shell.mjs';
import { specs } from './specs.mjs';
import { defragmentation, reassembly, streamFiles } from './streams.mjs';
import { startCli, startLibrary } from './start.mjs';
import { types } from './types.mjs';
import { walk } from './walk.mjs';

/** Memory that reading and decoding may take: it does not grow with the capture. */
const lean = (...ids) => ids.map((of) => ({ of, peakBelowMb: 90 }));
const walking = [{ of: 'ours', against: 'libpcap', atLeast: 1.4 }, ...lean('ours')];
const streaming = [{ of: 'stream', against: 'dissected', atLeast: 0.5 }, ...lean('dissected', 'stream')];

/** Every task, in the order in which they run. */
export const tasks = [
  walk('walk', 'mix', { targets: walking }),
  walk('walk-small', 'small', { targets: walking }),
  packets('packets', 'mix', { targets: streaming }),
  packets('packets-small', 'small', { targets: streaming }),
  decode('decode', 'mix', {
    dummies: true,
    what: decodeTask,
    targets: [
      { of: 'plan', against: 'libpcap', atLeast: 0.9 },
      { of: 'packets', against: 'libpcap', atLeast: 0.6 },
      { of: 'plan-400', against: 'plan', atLeast: 0.8 },
      { of: 'packets-400', against: 'packets', atLeast: 0.8 },
      ...lean('plan', 'packets'),
    ],
  }),
  decode('decode-small', 'small', { slow: false, targets: lean('plan', 'packets') }),
  decodeProcess('process', 'mix', { targets: [{ of: 'plan', against: 'probe', atLeast: 0.7 }] }),
  flows('flows', 'mix', { targets: [{ of: 'ours', against: 'nfpcapd', atLeast: 1.5 }] }),
  flows('flows-small', 'small', {
    targets: [
      { of: 'ours', against: 'nfpcapd', atLeast: 4 },
      { of: 'ours', peakBelowMb: 400 },
    ],
  }),
  reassembly,
  defragmentation,
  streamFiles,
  flowgrep,
  build,
  specs,
  startLibrary,
  startCli,
  shellStart,
  shellPaste,
  shellComplete,
  types,
  roundTrip,
  probes,
  sweeping,
  send,
  replay,
  captureLive,
  latency,
  idle,
  ...pacing,
  stackTransfer,
  stackMemory,
  stackRequests,
  stackMany,
  ...stackLines,
];
