/** Our TFTP client at tftpd-hpa's server, beside tftp-hpa's client. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { tftpGet, tftpPut } from '../../src/exchange/clients/tftp/tftp.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { type UdpServer, udpServer } from '../support/programs/udp-server.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const SERVER = '10.77.0.2';

describeIf(requireLive('in.tftpd', 'tftp'), 'TFTP at in.tftpd', () => {
  let net: TwoNamespaces, host: LocalHost, server: UdpServer, folder: string;
  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'pkw-tftp-'));
    mkdirSync(join(folder, 'files'));
    for (const path of [folder, join(folder, 'files')]) chmodSync(path, 0o777);
    server = await udpServer(
      net.b,
      69,
      'in.tftpd',
      '-L',
      '-c',
      '-u',
      'root',
      '-p',
      '-4',
      '-a',
      `${SERVER}:69`,
      '-s',
      join(folder, 'files'),
    );
    host = linuxHost({ netns: net.a });
  });
  afterAll(async () => {
    await host.close();
    await server.stop();
    net.remove();
    rmSync(folder, { recursive: true });
  });
  const at = (name: string): string => join(folder, 'files', name);

  it.each<[size: number, blksize: number]>([
    [0, 512],
    [511, 512],
    [512, 512],
    [1428 * 3, 1428],
    [100_001, 8192],
    // 65,625 blocks: their numbers begin anew.
    [8 * 65_625, 8],
  ])('carries %i octets in blocks of %i both ways', async (size, blksize) => {
    const data = seededRandom(size).octets(size);
    writeFileSync(at('served'), data);
    const got = await tftpGet(SERVER, 'served', { host, blksize });
    expect(Buffer.compare(got.data, data)).toBe(0);
    expect(got).toMatchObject({ octets: size, blksize, windowsize: 1, tsize: size, resent: 0 });
    expect(got.port).not.toBe(69);
    if (blksize > 8) {
      run('ip', 'netns', 'exec', net.a, 'tftp', SERVER, '-m', 'octet', '-c', 'get', 'served', join(folder, 'theirs'));
      expect(Buffer.compare(readFileSync(join(folder, 'theirs')), got.data)).toBe(0);
      const put = await tftpPut(SERVER, `put-${size}`, data, { host, blksize });
      expect(put).toMatchObject({ octets: size, blksize });
      expect(Buffer.compare(readFileSync(at(`put-${size}`)), data)).toBe(0);
    }
  });

  it('carries text', async () => {
    writeFileSync(at('text'), 'one\ntwo\rthree\r\n');
    const { data, octets } = await tftpGet(SERVER, 'text', { host, mode: 'netascii' });
    expect([new TextDecoder().decode(data), octets]).toEqual(['one\ntwo\rthree\r\n', 19]);
  });

  it('says what the server says', async () => {
    await expect(tftpGet(SERVER, 'nowhere', { host })).rejects.toMatchObject({
      code: 'ERR_REFUSED',
      message: 'cannot read nowhere: 10.77.0.2 says: File not found (TFTP error 1)',
    });
  });

  it('pkw tftp gets and puts', async () => {
    writeFileSync(at('motd'), 'hello\n');
    const got = await runCli(['tftp', 'get', SERVER, 'motd', '-', '--netns', net.a]);
    expect(got).toMatchObject({ out: 'hello\n', err: '', status: 0 });
    const put = await runCli(['tftp', 'put', SERVER, 'new', at('motd'), '--netns', net.a, '--json']);
    expect(JSON.parse(put.out)).toMatchObject({ schema: 1, event: 'sent', file: 'new', octets: 6 });
    expect(readFileSync(at('new'), 'utf8')).toBe('hello\n');
  });
});
