/** Packets that are larger than readers take: refused when written, in every way of writing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../test/support/require.ts';
import { openCapture, rdpcap, wrpcap } from './node/captures.ts';
import { openPcapWriter } from './node/write-capture.ts';
import { memorySink } from './octet-sink.ts';
import { PcapWriter } from './pcap/writer.ts';
import { PcapngWriter } from './pcapng/writer.ts';
import { packet } from '../protocols/protocols.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-large-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const MOST = 262_144;
const octets = (length: number) => ({ octets: new Uint8Array(length), sec: 1, nsec: 0 });
const tooLarge = { code: 'ERR_RANGE', message: expect.stringContaining(`at most ${MOST} octets a packet`) };

describe('a packet that is larger than readers take', () => {
  it('is refused by wrpcap and by the writers', async () => {
    await expect(wrpcap(join(scratch, 'a.pcap'), [packet(IP({ len: 0 }), new Uint8Array(300_000))])).rejects.toMatchObject(tooLarge);
    await expect(new PcapWriter(memorySink()).write(octets(MOST + 1))).rejects.toMatchObject(tooLarge);
    const ng = new PcapngWriter(memorySink());
    await ng.addInterface({ name: '', linkType: 1 });
    await expect(ng.write(octets(17 * 2 ** 20))).rejects.toMatchObject({ code: 'ERR_RANGE' });
  });

  it('is written where the header announces it, and read again', async () => {
    const path = join(scratch, 'b.pcap');
    expect(await wrpcap(path, [packet(new Uint8Array(300_000))], { snaplen: 400_000 })).toBe(1);
    const more = await openPcapWriter(path, { append: true });
    await more.write(octets(300_001));
    await more.close();
    expect((await rdpcap(path)).map((p) => p.bytes.length)).toEqual([300_000, 300_001]);
    const out = new PcapWriter(memorySink());
    for await (const batch of (await openCapture(path)).batches()) {
      await expect(out.writeBatch(batch)).rejects.toMatchObject(tooLarge);
      break;
    }
  });
});

describeIf(requireProgram('tcpdump'), 'the largest packet', () => {
  it('is what tcpdump takes', async () => {
    const path = join(scratch, 'c.pcap');
    const writer = await openPcapWriter(path);
    await writer.write(octets(MOST));
    await writer.close();
    expect(spawnSync('tcpdump', ['-nqr', path, '-w', join(scratch, 'd.pcap')]).status).toBe(0);
    expect(await rdpcap(join(scratch, 'd.pcap'))).toHaveLength(1);
  });
});
