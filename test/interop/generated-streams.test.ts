/**
 * Captures that a program makes which shares nothing with ours, with another seed than the benchmark's: late, doubled and overlapping segments and fragments, and the totals that a right
 * reader finds. PKW_GENERATED=FOLDER: those of a folder, of any size.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { sumOctets } from '../../src/bytes/checksum.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { defragment } from '../../src/streams/fragments/defragment.ts';
import { followTcp } from '../../src/streams/tcp/tcp-streams.ts';
import { describeIf, requireProgram } from '../support/require.ts';

const source = fileURLToPath(new URL('../../bench/peers/gen_streams.c', import.meta.url));
const given = process.env['PKW_GENERATED'];

interface Truth {
  readonly packets: number;
  readonly streams: number;
  readonly stream_bytes: number;
  readonly stream_sum: number;
  readonly datagrams_v4: number;
  readonly datagrams_v6: number;
  readonly payload_bytes: number;
}

describeIf(requireProgram('cc'), 'captures of another seed', () => {
  let folder: string;
  const read = (name: string): Truth => JSON.parse(readFileSync(join(folder, `${name}.truth.json`), 'utf8')) as Truth;
  const capture = (name: string) => openCapture<Packet>(join(folder, `${name}.pcap`));

  beforeAll(() => {
    folder = given ?? mkdtempSync(join(tmpdir(), 'generated-'));
    if (given !== undefined) return;
    const program = join(folder, 'gen_streams');
    execFileSync('cc', ['-O1', '-o', program, source]);
    execFileSync(program, [folder, 'http-streams', '40', '77']);
    execFileSync(program, [folder, 'frags', '4000', '78']);
  });
  afterAll(() => {
    if (given === undefined) rmSync(folder, { recursive: true });
  });

  it('streams have all their octets, once and in order', async () => {
    const truth = read('http-streams');
    let [octets, sum, closed, gaps] = [0, 0, 0, 0];
    await using source = await capture('http-streams');
    const { packets } = await followTcp(source, {
      data: (_c, _from, data) => {
        octets += data.length;
        for (let i = 0; i < data.length; i++) sum += data[i] as number;
      },
      gap: () => void gaps++,
      close: () => void closed++,
    });
    expect([packets, closed, octets, sum, gaps]).toEqual([truth.packets, truth.streams, truth.stream_bytes, truth.stream_sum, 0]);
  });

  it('datagrams are whole, with the right sums', async () => {
    const truth = read('frags');
    let [v4, v6, octets, wrong] = [0, 0, 0, 0];
    await using source = await capture('frags');
    for await (const p of defragment(source).packets()) {
      const is4 = p.get(IP) !== undefined;
      const b = p.bytes;
      const udp = is4 ? 34 : 54;
      const length = b.length - udp;
      octets += length - 8;
      if (is4) v4++;
      else v6++;
      // RFC 768: over a pseudo header of both addresses, the protocol and the length.
      if (sumOctets(b, is4 ? 26 : 22, b.length, 17 + length) !== 0xffff) wrong++;
    }
    expect([v4, v6, octets, wrong]).toEqual([truth.datagrams_v4, truth.datagrams_v6, truth.payload_bytes, 0]);
  });
});
