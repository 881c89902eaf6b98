/** https and http2 beside the kernel: curl at our servers, our clients at nginx; bodies are those that the other end has. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linuxHost, type LocalHost } from '../../../src/host/linux/linux-host.ts';
import { connectTls, stackAgent, stackHttpsAgent } from '../../../src/stack/node/agents.ts';
import { listenSockets } from '../../../src/stack/node/stack-server.ts';
import { connectSocket } from '../../../src/stack/node/stack-socket.ts';
import { type OpenStack, stackOn } from '../../../src/stack/open-stack.ts';
import { type Certificate, selfSigned } from '../../support/servers/certificate.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { inNamespace } from '../../support/programs/real-programs.ts';
import { describeIf, programPath } from '../../support/require.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';

const OURS = '10.77.0.50';
const THEIRS = '10.77.0.2';
const PAGE = randomBytes(1 << 20);
/** What gzip makes smaller. */
const TEXT = 'a line of text that is there many times\n'.repeat(20_000);

describeIf(requireLive('curl', 'nginx', 'openssl'), 'a stack’s web', () => {
  let net: TwoNamespaces, host: LocalHost, ours: OpenStack, folder: string, web: Running | undefined, own: Certificate;

  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-web-'));
    own = selfSigned(`IP:${OURS}`, `IP:${THEIRS}`);
    web = await nginx(net.b, folder, own);
    host = linuxHost({ netns: net.a });
    ours = await stackOn(host, { iface: 'va', address: `${OURS}/24` });
  }, 60_000);
  afterAll(async () => {
    await ours?.close();
    await host?.close();
    await web?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves curl with TLS, and with HTTP/2 with TLS and without', async () => {
    const secure = https.createServer(own, (_request, response) => response.end(PAGE));
    const both = http2.createSecureServer(own, (_request, response) => response.end(PAGE));
    const plain = http2.createServer((_request, response) => response.end(PAGE));
    listenSockets(ours, 443, (socket) => secure.emit('connection', socket));
    listenSockets(ours, 8443, (socket) => both.emit('connection', socket));
    listenSockets(ours, 8080, (socket) => plain.emit('connection', socket));
    const out = (name: string): string => join(folder, name);
    const said = await inNamespace(net.b, [
      `curl -sk -o ${out('tls')} -w %{http_version} https://${OURS}/`,
      `curl -sk --http2 -o ${out('h2')} -w %{http_version} https://${OURS}:8443/`,
      `curl -s --http2-prior-knowledge -o ${out('h2c')} -w %{http_version} http://${OURS}:8080/`,
    ]);
    expect(said.map(({ status, out: version }) => [status, version])).toEqual([
      [0, '1.1'],
      [0, '2'],
      [0, '2'],
    ]);
    for (const name of ['tls', 'h2', 'h2c']) expect([name, readFileSync(out(name)).equals(PAGE)]).toEqual([name, true]);
  }, 30_000);

  it('fetches from nginx as curl does: pages, chunks, gzip, with TLS and without, each kind on one connection', async () => {
    const plain = stackAgent(ours, { maxSockets: 1 });
    const secure = stackHttpsAgent(ours, { maxSockets: 1, ca: own.cert });
    const files = ['page', 'text.txt'];
    const urls = ['http', 'https'].flatMap((scheme) => files.map((file) => `${scheme}://${THEIRS}/${file}`));
    const bodies = await inNamespace(
      net.b,
      urls.map((url, i) => `curl -sk -o ${join(folder, `curl-${i}`)} ${url}`),
    );
    expect(bodies.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    for (const [i, url] of urls.entries()) {
      const agent = url.startsWith('https') ? secure : plain;
      expect([url, (await got(url, agent)).body.equals(readFileSync(join(folder, `curl-${i}`)))]).toEqual([url, true]);
    }
    // nginx sends what it packs in chunks.
    const packed = await got(`http://${THEIRS}/text.txt`, plain, { 'Accept-Encoding': 'gzip' });
    expect([packed.headers['content-encoding'], packed.headers['transfer-encoding']]).toEqual(['gzip', 'chunked']);
    expect(gunzipSync(packed.body).toString()).toBe(TEXT);
    plain.destroy();
    secure.destroy();
    const log = readFileSync(join(folder, 'connections'), 'utf8').trim().split('\n');
    const ofOurs = log.map((line) => line.split(' ')).filter(([from]) => from === OURS);
    // Five requests of ours, over two connections: nginx numbers them.
    expect([ofOurs.length, new Set(ofOurs.map(([, connection]) => connection)).size]).toEqual([5, 2]);
  }, 30_000);

  it('a hundred requests at once get a hundred answers from nginx', async () => {
    const socket = connectSocket(ours, THEIRS, 80);
    const ask = (i: number): string => `GET /small HTTP/1.1\r\nHost: b\r\n${i === 99 ? 'Connection: close\r\n' : ''}\r\n`;
    socket.write(Array.from({ length: 100 }, (_, i) => ask(i)).join(''));
    let text = '';
    for await (const part of socket) text += String(part);
    expect(text.match(/^small$/gm)).toHaveLength(100);
  }, 30_000);

  it('fetches from nginx with HTTP/2', async () => {
    const session = http2.connect(`https://${THEIRS}:8443`, {
      createConnection: () => connectTls(ours, THEIRS, 8443, { ca: own.cert, ALPNProtocols: ['h2'] }),
    });
    const bodies = await Promise.all(
      ['/page', '/text.txt', '/page'].map(
        (path) =>
          new Promise<Buffer>((resolve, reject) => {
            const parts: Buffer[] = [];
            session
              .request({ ':path': path })
              .on('data', (part: Buffer) => parts.push(part))
              .on('end', () => resolve(Buffer.concat(parts)))
              .on('error', reject);
          }),
      ),
    );
    expect([bodies[0]?.equals(PAGE), bodies[1]?.toString() === TEXT, bodies[2]?.equals(PAGE)]).toEqual([true, true, true]);
    await new Promise<void>((resolve) => session.close(resolve));
  }, 30_000);
});

function got(url: string, agent: http.Agent, headers: object = {}): Promise<{ headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { get } = url.startsWith('https') ? https : http;
    get(url, { agent, headers: { ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });
}

async function nginx(netns: string, folder: string, { key, cert }: Certificate): Promise<Running> {
  const root = join(folder, 'www');
  mkdirSync(root);
  writeFileSync(join(root, 'page'), PAGE);
  writeFileSync(join(root, 'text.txt'), TEXT);
  writeFileSync(join(root, 'small'), 'small\n');
  writeFileSync(join(folder, 'key.pem'), key);
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'connections'), '');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
  const tls = `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem; root ${root};`;
  const settings = join(folder, 'nginx.conf');
  writeFileSync(
    settings,
    `user root; daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr info; events {}
http { ${paths} log_format one '$remote_addr $connection'; access_log ${folder}/connections one;
types { text/plain txt; } gzip on; gzip_types text/plain;
server { listen ${THEIRS}:80; root ${root}; }
server { listen ${THEIRS}:443 ssl; ${tls} }
server { listen ${THEIRS}:8443 ssl http2; ${tls} access_log off; } }\n`,
  );
  const server = running(netns, [programPath('nginx') as string, '-p', folder, '-c', settings]);
  await server.says(/OS: /);
  return server;
}
