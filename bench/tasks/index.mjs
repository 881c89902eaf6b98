import { captureLive } from '../live/capture.mjs';
import { idle, latency } from '../live/latency.mjs';
import { pacing } from '../live/pacing.mjs';
import { roundTrip } from '../live/round-trip.mjs';
import { replay, send } from '../live/sending.mjs';
import { build } from './build.mjs';
import { decode, decodeProcess, decodeTask } from './decode.mjs';
import { startCli, startLibrary } from './start.mjs';
import { walk } from './walk.mjs';

/** Every task, in the order in which they run. */
export const tasks = [
  walk('walk', 'mix', {
    targets: [
      { of: 'ours', against: 'libpcap', atLeast: 1.3 },
      { of: 'ours', peakBelowMb: 200 },
    ],
  }),
  walk('walk-small', 'small'),
  decode('decode', 'mix', {
    dummies: true,
    what: decodeTask,
    targets: [
      { of: 'plan', against: 'libpcap', atLeast: 0.9 },
      { of: 'packets', against: 'libpcap', atLeast: 0.6 },
      { of: 'plan-400', against: 'plan', atLeast: 0.8 },
      { of: 'packets-400', against: 'packets', atLeast: 0.8 },
      { of: 'plan', peakBelowMb: 200 },
      { of: 'packets', peakBelowMb: 200 },
    ],
  }),
  decode('decode-small', 'small', { slow: false }),
  decodeProcess('process', 'mix', { targets: [{ of: 'plan', against: 'probe', atLeast: 0.7 }] }),
  build,
  startLibrary,
  startCli,
  roundTrip,
  send,
  replay,
  captureLive,
  latency,
  idle,
  ...pacing,
];
