/** `packetwright/stack`: a TCP/IP host of our own, on an interface, in a lab or on any wire. Runs in a browser too; Node's streams are in `packetwright/stack/node`. */
export { LinkWire } from './link-wire.ts';
export type { OnLost, Probe } from './addressing/keeper.ts';
export type { ClaimedPort, ClaimPort, ConnectOptions, ListenSettings, StackListener } from './connections.ts';
export { type OnFrame, type OpenStack, stack, type StackOptions, stackOn } from './open-stack.ts';
export { Stack, type StackSpec } from './stack.ts';
export type { StackConnection } from './stack-connection.ts';
export type { TcpSettings } from './tcp/tcb.ts';
export type { Surroundings, Wire } from './wire.ts';
