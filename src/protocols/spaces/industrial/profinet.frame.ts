/** Frames of PROFINET, by their number. @see IEC 61158-6-10 §4.2 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { ProfinetDCP } from '../../industrial/profinet.ts';

export const profinetFrames = [
  // Identify, which frames are built with; Hello, Get and Set, and the answer to Identify.
  ...bindAll('profinet.frame', { 0xfefe: ProfinetDCP }),
  ...bindAll('profinet.frame', { 0xfefc: ProfinetDCP, 0xfefd: ProfinetDCP, 0xfeff: ProfinetDCP }),
];
