/** Node's own HTTP, HTTPS and HTTP/2 on two stacks in memory. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, selfSigned } from '../../../test/support/servers/certificate.ts';
import { describeIf, requireProgram } from '../../../test/support/require.ts';
import { type RealPair, realPair } from '../../../test/support/stack/real-pair.ts';
import { connectTls, stackAgent, stackHttpsAgent } from './agents.ts';
import { listenSockets } from './stack-server.ts';
import { connectSocket } from './stack-socket.ts';

const PAGE = randomBytes(1 << 20);

function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  if (request.url === '/page') response.end(PAGE);
  else if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(PAGE));
  else if (request.url === '/chunked') {
    for (let i = 0; i < 16; i++) response.write(PAGE.subarray(i << 16, (i + 1) << 16));
    response.end();
  } else if (request.method === 'POST') request.pipe(response);
  else response.end(`hello ${request.url}`);
}

interface Got {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

function got(request: http.ClientRequest): Promise<Got> {
  return new Promise((resolve, reject) => {
    request
      .on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
      })
      .on('error', reject)
      .end();
  });
}

let pair: RealPair;
beforeAll(() => {
  pair = realPair();
});
afterAll(() => pair.close());

describe('http', () => {
  let agent: http.Agent;
  let opened = 0;
  beforeAll(() => {
    const server = http.createServer(answer);
    listenSockets(pair.b, 80, (socket) => {
      opened++;
      server.emit('connection', socket);
    });
    agent = stackAgent(pair.a, { maxSockets: 1 });
  });
  afterAll(() => agent.destroy());

  it('fetches pages, chunks and gzip, all on one connection, by IPv4 and by name', async () => {
    for (const path of ['page', 'chunked']) {
      const { body } = await got(http.get(`http://10.0.0.2/${path}`, { agent }));
      expect([path, body.equals(PAGE)]).toEqual([path, true]);
    }
    const { headers, body } = await got(http.get('http://10.0.0.2/gzip', { agent }));
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).equals(PAGE)).toBe(true);
    expect(opened).toBe(1);
    expect((await got(http.get('http://b.test/name', { agent }))).body.toString()).toBe('hello /name');
    expect((await got(http.get('http://[fd00::2]/six', { agent }))).body.toString()).toBe('hello /six');
  });

  it('answers a hundred requests that come at once, in their order', async () => {
    const socket = connectSocket(pair.a, '10.0.0.2', 80);
    const paths = Array.from({ length: 100 }, (_, i) => `/${i}`);
    socket.write(paths.map((path, i) => `GET ${path} HTTP/1.1\r\nHost: b\r\n${i === 99 ? 'Connection: close\r\n' : ''}\r\n`).join(''));
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    await once(socket, 'end');
    expect(
      [
        ...Buffer.concat(parts)
          .toString()
          .matchAll(/hello (\/\d+)/g),
      ].map(([, path]) => path),
    ).toEqual(paths);
  });

  it('tells who hung up', async () => {
    listenSockets(pair.b, 81, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(got(http.get('http://10.0.0.2:81/', { agent }))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(got(http.get('http://10.0.0.2:82/', { agent }))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describeIf(requireProgram('openssl'), 'with TLS', () => {
  let own: Certificate;
  beforeAll(() => {
    own = selfSigned('DNS:b.test', 'IP:10.0.0.2');
  });

  it('https both ways, with a certificate that is checked', async () => {
    const server = https.createServer(own, answer);
    listenSockets(pair.b, 443, (socket) => server.emit('connection', socket));
    const agent = stackHttpsAgent(pair.a, { ca: own.cert });
    for (const url of ['https://10.0.0.2/page', 'https://b.test/chunked'])
      expect((await got(https.get(url, { agent }))).body.equals(PAGE)).toBe(true);
    const strict = stackHttpsAgent(pair.a);
    await expect(got(https.get('https://b.test/', { agent: strict }))).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    agent.destroy();
    strict.destroy();
  });

  it('http2 both ways, with TLS and without', async () => {
    const respond = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse): void => {
      if (request.url === '/page') response.end(PAGE);
      else request.pipe(response);
    };
    const plain = http2.createServer(respond);
    const secure = http2.createSecureServer(own, respond);
    listenSockets(pair.b, 8080, (socket) => plain.emit('connection', socket));
    listenSockets(pair.b, 8443, (socket) => secure.emit('connection', socket));
    for (const session of [
      http2.connect('http://10.0.0.2:8080', { createConnection: () => connectSocket(pair.a, '10.0.0.2', 8080) }),
      http2.connect('https://b.test:8443', {
        createConnection: () => connectTls(pair.a, 'b.test', 8443, { ca: own.cert, ALPNProtocols: ['h2'] }),
      }),
    ]) {
      const bodies = await Promise.all([asked(session, '/page'), asked(session, '/posted', PAGE), asked(session, '/page')]);
      expect(bodies.map((body) => body.equals(PAGE))).toEqual([true, true, true]);
      await new Promise<void>((resolve) => session.close(resolve));
    }
  });
});

function asked(session: http2.ClientHttp2Session, path: string, body?: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    session
      .request({ ':path': path, ':method': body === undefined ? 'GET' : 'POST' })
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => resolve(Buffer.concat(parts)))
      .on('error', reject)
      .end(body);
  });
}
