/** IPFIX over TCP, on the loopback interface: what we send is an IPFIX file to tshark, and our collector reads it however it is cut. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { flowCollector } from '../../src/tools/flows/collector.ts';
import { inFolder } from '../support/flows/by-tuple.ts';
import { all, describeIf, requireAddon, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const CAPTURE = join(import.meta.dirname, '../fixtures/captures/zeek+zeek/testing/btest/Traces/tcp-syslog.pcap');
const FIELDS = ['cflow.srcport', 'cflow.dstport', 'cflow.packets', 'cflow.octets'];

async function octetsSent(...more: string[]): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const came = once(server, 'connection').then(([socket]) => buffer(socket));
  const { err } = await runCli(['flows', '-r', CAPTURE, '-v', '10', '-P', 'tcp', '-n', `127.0.0.1:${port}`, ...more]);
  expect(err).toMatch(/^\d+ flow records sent in \d+ messages\n/);
  server.close();
  return await came;
}

describeIf(all(requireAddon(), requireProgram('tshark')), 'IPFIX over TCP', () => {
  it('is to tshark what the file is that we write, but for its time', async () => {
    await inFolder(async (folder) => {
      const [sent, file] = [join(folder, 'sent.ipfix'), join(folder, 'file.ipfix')];
      writeFileSync(sent, await octetsSent());
      await runCli(['flows', '-r', CAPTURE, '-v', '10', '-w', file]);
      const read = (path: string): string => {
        const words = ['-n', '-r', path, '-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field])];
        return execFileSync('tshark', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      };
      expect(read(sent)).toMatch(/\d+,\d+\t/);
      expect(read(sent)).toBe(read(file));
      expect(readFileSync(sent).length).toBe(readFileSync(file).length);
    });
  });
});

describeIf(requireAddon(), 'a collector of IPFIX over TCP', () => {
  it('reads messages however they are cut; each connection has its own templates; what is no IPFIX is closed', {
    timeout: 20_000,
  }, async () => {
    const octets = await octetsSent();
    await using host = linuxHost();
    await using collector = await flowCollector({ host, port: 0, address: '127.0.0.1', transport: 'tcp' });
    const messages = collector.messages()[Symbol.asyncIterator]();
    const next = async () => (await messages.next()).value;
    const send = async (pieces: readonly Uint8Array[]): Promise<void> => {
      const socket = connect(collector.port, '127.0.0.1');
      socket.setNoDelay(true);
      // Each leaves before the next is written.
      for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
      socket.end();
      await once(socket.resume(), 'close');
    };
    // An octet each, and all at once.
    await send([...octets].map((octet) => Uint8Array.of(octet)));
    const one = await next();
    await send([octets]);
    const two = await next();
    expect(one.records.length).toBeGreaterThan(1);
    expect(two.records).toEqual(one.records);
    expect(one.datagram).toMatchObject({ from: '127.0.0.1' });
    // Data alone: the template of another connection does not count (RFC 7011 §8).
    const template = 16 + octets.readUInt16BE(18);
    const data = Buffer.concat([octets.subarray(0, 16), octets.subarray(template)]);
    data.writeUInt16BE(data.length, 2);
    await send([data]);
    expect((await next()).records).toMatchObject([{ kind: 'unknown' }]);
    await send([Buffer.from('GET / HTTP/1.1\r\n\r\n'), octets]);
    collector.close();
    expect(await messages.next()).toMatchObject({ done: true });
    expect(collector.stats).toMatchObject({ messages: 3, notFlows: 1, withoutTemplate: 1 });
  });

  it('pkw collect -P tcp prints what pkw flows -P tcp sends', { timeout: 20_000 }, async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const collecting = runCli(['collect', '-P', 'tcp', '-b', '127.0.0.1', '-p', String(port), '-c', '1']);
    let sent: Awaited<ReturnType<typeof runCli>>;
    do sent = await runCli(['flows', '-r', CAPTURE, '-v', '10', '-P', 'tcp', '-n', `127.0.0.1:${port}`]);
    while (sent.err.includes('ECONNREFUSED'));
    const { out, err } = await collecting;
    const records = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { values: { packetDeltaCount: number } });
    const packets = records.reduce((n, { values }) => n + values.packetDeltaCount, 0);
    expect(sent.err).toContain(`${records.length} flow records sent in 1 messages`);
    expect(sent.err).toContain(`${packets} packets`);
    expect(err).toContain(`listening on TCP port ${port}\n1 messages, ${records.length} records`);
  });

  it('says what is in the way', async () => {
    await using host = linuxHost();
    await using collector = await flowCollector({ host, port: 0, address: '127.0.0.1', transport: 'tcp' });
    await expect(flowCollector({ host, port: collector.port, address: '127.0.0.1', transport: 'tcp' })).rejects.toMatchObject({
      code: 'ERR_BUSY',
    });
    await expect(flowCollector({ host, transport: 'sctp' as never })).rejects.toMatchObject({ code: 'ERR_VALUE' });
  });
});
