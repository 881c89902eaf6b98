/** `packetwright/stack/node`: connections of a stack as Node's streams, so that `node:http`, `node:tls`, `node:http2` and undici's `fetch` run on them. */
export { connectTls, stackAgent, stackConnector, stackHttpsAgent, type UndiciConnect } from './agents.ts';
export type { SocketError } from './node-error.ts';
export { listenSockets, StackServer, type StackServerOptions } from './stack-server.ts';
export {
  connectSocket,
  type ConnectSocketOptions,
  type EndOfConnection,
  type SocketOptions,
  StackSocket,
  type StreamStack,
} from './stack-socket.ts';
