/** A stack on a spare address, beside the Linux kernel in another namespace: curl and wget at our server, our client at nginx, and octets through a bad line. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linuxHost, type LocalHost } from '../../../src/host/linux/linux-host.ts';
import { listenSockets } from '../../../src/stack/node/stack-server.ts';
import { connectSocket } from '../../../src/stack/node/stack-socket.ts';
import { type OpenStack, stackOn } from '../../../src/stack/open-stack.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { inNamespace } from '../../support/programs/real-programs.ts';
import { describeIf, programPath } from '../../support/require.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';

const OURS = '10.77.0.50';
const THEIRS = '10.77.0.2';
/** A page of a megabyte. */
const PAGE = randomBytes(1 << 20);

describeIf(requireLive('curl', 'wget', 'nginx'), 'a stack beside the kernel', () => {
  let net: TwoNamespaces, host: LocalHost, ours: OpenStack, folder: string, web: Running | undefined;

  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-stack-'));
    host = linuxHost({ netns: net.a });
    ours = await stackOn(host, { iface: 'va', address: `${OURS}/24` });
    web = await nginx(net.b, folder);
    const server = http.createServer((request, response) => {
      if (request.url === '/page') response.end(PAGE);
      else if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(PAGE));
      else if (request.url === '/chunked') {
        for (let i = 0; i < 16; i++) response.write(PAGE.subarray(i << 16, (i + 1) << 16));
        response.end();
      } else if (request.method === 'POST') request.pipe(response);
      else response.end(`hello ${request.url}\n`);
    });
    listenSockets(ours, 80, (socket) => server.emit('connection', socket));
  }, 60_000);
  afterAll(async () => {
    await ours?.close();
    await host?.close();
    await web?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes an address that nobody has, and no other', async () => {
    await expect(stackOn(host, { iface: 'va', address: `${THEIRS}/24` })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    await expect(stackOn(host, { iface: 'va', address: '10.77.0.1/24' })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
  });

  it('answers the kernel’s ping', async () => {
    const [ping] = await inNamespace(net.b, [`ping -c 3 -i 0.1 -W 2 ${OURS}`]);
    expect(ping?.out).toMatch(/3 received/);
  });

  it('serves curl and wget: a page, gzip, chunks, many on one connection, and takes what is posted', async () => {
    const post = join(folder, 'post');
    writeFileSync(post, PAGE);
    const out = (name: string): string => join(folder, name);
    const [many, ...rest] = await inNamespace(net.b, [
      `curl -s http://${OURS}/[1-100]`,
      `curl -s -o ${out('page')} http://${OURS}/page`,
      `curl -s --compressed -o ${out('gzip')} http://${OURS}/gzip`,
      `curl -s -o ${out('chunked')} http://${OURS}/chunked`,
      `curl -s -o ${out('posted')} --data-binary @${post} http://${OURS}/`,
      `wget -q -O ${out('wget')} http://${OURS}/page`,
    ]);
    expect([many?.status, many?.out]).toEqual([0, Array.from({ length: 100 }, (_, i) => `hello /${i + 1}\n`).join('')]);
    expect(rest.map(({ status, out: said }) => [status, said])).toEqual(rest.map(() => [0, '']));
    for (const name of ['page', 'gzip', 'chunked', 'posted', 'wget'])
      expect([name, readFileSync(out(name)).equals(PAGE)]).toEqual([name, true]);
  }, 30_000);

  it('fetches from nginx, several times on one connection, as Node’s own client', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    let opened = 0;
    Object.assign(agent, {
      createConnection: () => {
        opened++;
        return connectSocket(ours, THEIRS, 8080);
      },
    });
    for (let i = 0; i < 3; i++) expect((await fetched(agent)).equals(PAGE)).toBe(true);
    expect(opened).toBe(1);
    agent.destroy();
  }, 30_000);

  it('is refused where nothing listens, by the kernel’s reset', async () => {
    await expect(ours.connect(THEIRS, 9)).rejects.toMatchObject({ code: 'ERR_REFUSED' });
  });

  it('leaves the kernel on our side out of it: no reset left the interface', () => {
    // The address is nobody's there: no socket, and no reset for what it does not know.
    expect(
      run('ip', 'netns', 'exec', net.a, 'cat', '/proc/net/snmp')
        .match(/^Tcp: .*\nTcp: .*$/m)?.[0]
        .split(' ')
        .at(-2),
    ).toBe('0');
  });
});

function fetched(agent: http.Agent): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    http
      .get({ agent, host: THEIRS, port: 8080, path: '/page' }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve(Buffer.concat(parts)));
      })
      .on('error', reject);
  });
}

async function nginx(netns: string, folder: string): Promise<Running> {
  const root = join(folder, 'www');
  mkdirSync(root);
  writeFileSync(join(root, 'page'), PAGE);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
  const settings = join(folder, 'nginx.conf');
  writeFileSync(
    settings,
    `user root; daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr info; events {}
http { access_log off; ${paths} server { listen ${THEIRS}:8080; root ${root}; } }\n`,
  );
  const server = running(netns, [programPath('nginx') as string, '-p', folder, '-c', settings]);
  await server.says(/OS: /);
  return server;
}
