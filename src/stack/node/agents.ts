/** What Node's HTTP clients and undici's `fetch` open their connections with, so that they go over a stack. */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { connectSocket, type StackSocket, type StreamStack } from './stack-socket.ts';

/** What an agent is told of a connection that it shall open. */
interface Wanted {
  readonly host?: string | null;
  readonly hostname?: string | null;
  readonly port?: number | string | null;
}

function opened(stack: StreamStack, { host, hostname, port }: Wanted, usualPort: number): StackSocket {
  return connectSocket(stack, withoutBrackets(host ?? hostname ?? 'localhost'), Number(port ?? usualPort), { noDelay: true });
}

/** An IPv6 address stands in brackets in URLs. */
const withoutBrackets = (host: string): string => (host.startsWith('[') ? host.slice(1, -1) : host);

/** An agent for `http.request`: `http.get(url, { agent: stackAgent(stack) })`. Connections are kept, unless `o` says otherwise. */
export function stackAgent(stack: StreamStack, o: http.AgentOptions = {}): http.Agent {
  return Object.assign(new http.Agent({ keepAlive: true, ...o }), {
    createConnection: (wanted: Wanted): Duplex => opened(stack, wanted, 80),
  });
}

/** An agent for `https.request`. Sessions are resumed, as with Node's own. `o` takes what `tls.connect` takes: `ca`, `rejectUnauthorized` … */
export function stackHttpsAgent(stack: StreamStack, o: https.AgentOptions = {}): https.Agent {
  const agent = new https.Agent({ keepAlive: true, ...o });
  const createTls = (agent as unknown as { createConnection(wanted: object): Duplex }).createConnection;
  return Object.assign(agent, {
    createConnection: (wanted: Wanted): Duplex => createTls.call(agent, { ...wanted, socket: opened(stack, wanted, 443) }),
  });
}

/** A connection with TLS: for `http2.connect(url, { createConnection: () => connectTls(stack, host, 443, { ALPNProtocols: ['h2'] }) })`. */
export function connectTls(stack: StreamStack, to: string, port: number, o: tls.ConnectionOptions = {}): tls.TLSSocket {
  const socket = connectSocket(stack, to, port, { noDelay: true });
  // The certificate must be for it; a name is asked for as well (RFC 6066 §3 wants no addresses there).
  return tls.connect({ host: to, ...(!isIpv4(to) && !isIpv6(to) && { servername: to }), ...o, socket });
}

/** What undici says of a connection that it wants. */
export interface UndiciConnect {
  readonly hostname: string;
  readonly port: string;
  readonly protocol: string;
  readonly servername?: string | null;
}

/**
 * For undici, and so for `fetch`: `fetch(url, { dispatcher: new Agent({ connect: stackConnector(stack) }) })`.
 *
 * @param o what `tls.connect` takes, for https
 */
export function stackConnector(
  stack: StreamStack,
  o: tls.ConnectionOptions = {},
): (wanted: UndiciConnect, done: (error: Error | null, socket: Duplex | null) => void) => void {
  return ({ hostname, port, protocol, servername }, done) => {
    const to = withoutBrackets(hostname);
    const isTls = protocol === 'https:';
    const socket: Duplex = isTls
      ? connectTls(stack, to, Number(port || 443), { ALPNProtocols: ['http/1.1'], ...o, ...(servername && { servername }) })
      : connectSocket(stack, to, Number(port || 80), { noDelay: true });
    const failed = (error: Error): void => done(error, null);
    socket.once('error', failed);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      socket.removeListener('error', failed);
      done(null, socket);
    });
  };
}
