/** undici's fetch on two stacks in memory. */
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { selfSigned } from '../../../test/support/servers/certificate.ts';
import { all, describeIf, requireModule, requireProgram } from '../../../test/support/require.ts';
import { type RealPair, realPair } from '../../../test/support/stack/real-pair.ts';
import { stackConnector } from './agents.ts';
import { listenSockets } from './stack-server.ts';

const PAGE = randomBytes(1 << 20);

describeIf(all(requireModule('undici'), requireProgram('openssl')), 'fetch', () => {
  let pair: RealPair;
  beforeAll(() => {
    pair = realPair();
  });
  afterAll(() => pair.close());

  it('a page, gzip, and what was posted', async () => {
    const { Agent, fetch } = await undici();
    const server = http.createServer((request, response) => {
      if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(PAGE));
      else if (request.method === 'POST') request.pipe(response);
      else response.end(PAGE);
    });
    listenSockets(pair.b, 80, (socket) => server.emit('connection', socket));
    const dispatcher = new Agent({ connect: stackConnector(pair.a) });
    for (const [url, o] of [
      ['http://10.0.0.2/page', {}],
      ['http://b.test/gzip', {}],
      ['http://[fd00::2]/', { method: 'POST', body: PAGE }],
    ] as const) {
      const said = await fetch(url, { dispatcher, ...o });
      expect([url, Buffer.from(await said.arrayBuffer()).equals(PAGE)]).toEqual([url, true]);
    }
    await dispatcher.close();
  });

  it('over TLS', async () => {
    const { Agent, fetch } = await undici();
    const own = selfSigned('DNS:b.test');
    const server = https.createServer(own, (_request, response) => response.end(PAGE));
    listenSockets(pair.b, 443, (socket) => server.emit('connection', socket));
    const dispatcher = new Agent({ connect: stackConnector(pair.a, { ca: own.cert }) });
    const said = await fetch('https://b.test/page', { dispatcher });
    expect(Buffer.from(await said.arrayBuffer()).equals(PAGE)).toBe(true);
    await dispatcher.close();
    const strict = new Agent({ connect: stackConnector(pair.a) });
    await expect(fetch('https://b.test/page', { dispatcher: strict })).rejects.toMatchObject({
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    await strict.close();
  });
});

/** What is used of undici. */
interface Undici {
  readonly Agent: new (o: { connect: ReturnType<typeof stackConnector> }) => { close(): Promise<void> };
  fetch(url: string, o: object): Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
}

const undici = async (name = 'undici'): Promise<Undici> => (await import(name)) as Undici;
