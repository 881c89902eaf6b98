/** `packetwright/lab`: a LAN in memory, for learning and for tests. Runs in a browser too. */
export { type Arpinger, arping } from '../exchange/ping/arping.ts';
export { type Pinger, ping } from '../exchange/ping/ping.ts';
export { type SendOptions, type Sent, send, sendp } from '../exchange/send.ts';
export { sr, sr1, srp, srp1 } from '../exchange/send-receive.ts';
export { type Sniffer, sniff } from '../exchange/sniffing/sniff.ts';
export type { SniffOptions } from '../exchange/sniffing/sniff-options.ts';
export type { Attachment, AttachmentCounts } from './attachment.ts';
export { type Lab, type LabCardSpec, type LabHostSpec, type LabRouterSpec, type LabSegmentSpec, type LabSpec, lab } from './lab.ts';
export type { LabCapture } from './lab-capture.ts';
export type { LabHost } from './lab-host.ts';
export type { LabPage } from './http-pages.ts';
export type { LabDhcp, LabServices } from './services.ts';
export type { ConnectOptions, ListenSettings, StackListener } from '../stack/connections.ts';
export type { StackConnection } from '../stack/stack-connection.ts';
export type { BurstLoss, ImpairmentCounters, Impairments } from './impair/impairments.ts';
export type { Firewall, LabRule, LabVerdict } from './router/firewall.ts';
export type { Nat, NatLimits } from './router/nat.ts';
export type { ForwardCounters, Router } from './router/router.ts';
