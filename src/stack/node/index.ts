/** `packetwright/stack/node`: connections of a stack as Node's streams, so that `node:http`, `node:tls` and `node:http2` run on them. */
export { connectSocket, listenSockets, StackSocket } from './stack-socket.ts';
