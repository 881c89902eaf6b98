/** `pkw nc` with Node's own sockets of the kernel at the other end. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { runCli } from '../../support/run-cli.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';

const THEIRS = '10.77.0.2';
/** Of one octet each in UTF-8: the support for commands keeps what they write as text. */
const TEXT = Buffer.from(randomBytes(150_000).toString('hex'));

describeIf(requireLive('nft'), 'pkw nc', () => {
  let net: TwoNamespaces, peer: Running, folder: string;
  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-nc-'));
    // Sends back all that came, when the other end has ended; at 8 it says nothing.
    peer = running(net.b, [
      process.execPath,
      '-e',
      `const net = require('net');
net.createServer({ allowHalfOpen: true }, (s) => { const all = []; s.on('data', (d) => all.push(d)); s.on('end', () => s.end(Buffer.concat(all))); }).listen(7, '${THEIRS}');
net.createServer((s) => s.on('error', () => {})).listen(8, '${THEIRS}', () => console.log('ready'));`,
    ]);
    await peer.says(/ready/);
  });
  afterAll(async () => {
    await peer?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const WAYS = [
    ['an address of its own', ['--address', '10.77.0.50/24', '--no-probe'], '10.77.0.50'],
    ['the kernel’s own', [], '10.77.0.1'],
  ] as const;
  const nc = (way: readonly string[], words: readonly string[], stdin?: Uint8Array) =>
    runCli(['nc', '--netns', net.a, '-i', 'va', ...way, ...words], stdin === undefined ? {} : { stdin });

  it.each(WAYS)('sends what comes in, ends its side, and writes what comes back, from %s', async (_what, way) => {
    const { status, out, err } = await nc(way, [THEIRS, '7'], TEXT);
    expect([status, err, out === TEXT.toString()]).toEqual([0, '', true]);
  });

  it.each(WAYS)(
    'listens at %s for the kernel of another host',
    async (_what, way, address) => {
      const file = join(folder, 'sent');
      writeFileSync(file, TEXT);
      const client = `const fs = require('fs'); const s = require('net').connect({ host: '${address}', port: 4000, allowHalfOpen: true }); const all = [];
s.on('data', (d) => all.push(d)); s.on('end', () => fs.writeFileSync('${folder}/got', Buffer.concat(all)));
s.on('connect', () => s.end(fs.readFileSync('${file}')));`;
      const listening = nc(way, ['-v', '-l', '4000'], Buffer.from('from us\n'));
      let ours: Awaited<typeof listening> | undefined;
      void listening.then((done) => (ours = done));
      // Refused until it listens.
      while (ours === undefined) {
        const asked = running(net.b, [process.execPath, '-e', client]);
        await asked.ends();
      }
      expect([ours.status, ours.out === TEXT.toString()]).toEqual([0, true]);
      expect(ours.err).toMatch(/^Connection from 10\.77\.0\.2 port \d+$/m);
      expect(readFileSync(join(folder, 'got'), 'utf8')).toBe('from us\n');
    },
    60_000,
  );

  it.each(WAYS)('tells of ports that are open and that are not, from %s', async (_what, way) => {
    const { status, err } = await nc(way, ['-zv', THEIRS, '7-9']);
    expect([status, err.split('\n').slice(1)]).toEqual([
      1,
      [
        `Connection to ${THEIRS} port 7 [tcp] succeeded`,
        `Connection to ${THEIRS} port 8 [tcp] succeeded`,
        `pkw nc: ${THEIRS} port 9 refuses connections: nothing listens there`,
        '',
      ],
    ]);
    expect(await nc(way, ['-z', THEIRS, '7'])).toMatchObject({ status: 0, err: '' });
  });

  it('ends what is silent, and says what is wrong with its words', async () => {
    const [, way] = WAYS[0];
    expect(await nc(way, ['-w', '0.3', THEIRS, '8'], new Uint8Array(1))).toMatchObject({
      ...{ status: 1, err: 'pkw nc: nothing came and nothing went for 0.3 s\n' },
    });
    for (const words of [[THEIRS], [THEIRS, 'http'], [THEIRS, '1-5'], ['-l'], [THEIRS, '0']])
      expect([words, (await nc(way, words)).status]).toEqual([words, 2]);
  });
});
