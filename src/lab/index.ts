/** `packetwright/lab`: a LAN in memory, for learning and for tests. Runs in a browser too. */
export { type Lab, type LabHostSpec, type LabSegmentSpec, type LabSpec, lab } from './lab.ts';
export type { LabCapture } from './lab-capture.ts';
export type { LabHost, LabServices } from './lab-host.ts';
