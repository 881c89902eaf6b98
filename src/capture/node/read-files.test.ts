/** Writing to the file that is being read: nothing of it may be lost, by whichever name it is called. */
import { createReadStream, linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCapture, rdpcap, wrpcap } from './captures.ts';
import { openPcapngWriter, openPcapWriter } from './write-capture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-same-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const file = join(scratch, 's.pcap');
/** 3000 packets of 1000 octets, as pcap (draft-ietf-opsawg-pcap §4, §5): more than one read. */
const octets = Buffer.concat([
  Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex'),
  ...Array.from({ length: 3000 }, (_, i) => {
    const record = Buffer.alloc(1016, i);
    record.fill(0, 0, 8).writeUInt32LE(1000, 8);
    record.writeUInt32LE(1000, 12);
    return record;
  }),
]);
const other = { hard: join(scratch, 'hard.pcap'), soft: join(scratch, 'soft.pcap') };
beforeAll(() => {
  writeFileSync(file, octets);
  linkSync(file, other.hard);
  symlinkSync(file, other.soft);
});
const refused = { code: 'ERR_FILE', message: expect.stringContaining('a capture is being read from this file') };
const untouched = (): boolean => readFileSync(file).equals(octets);

describe('a file that is being read', () => {
  it('is not written by wrpcap, nor through its links, nor added to', async () => {
    for (const path of [file, other.hard, other.soft])
      for (const append of [false, true]) {
        const packets = (await openCapture(file)).packets();
        await expect(wrpcap(path, packets, { append })).rejects.toMatchObject(refused);
        expect([path, append, untouched()]).toEqual([path, append, true]);
      }
  });

  it('is not opened by the writers, until it is closed', async () => {
    const [first, second] = [await openCapture(file), await openCapture(other.hard)];
    await expect(openPcapWriter(file)).rejects.toMatchObject(refused);
    await first.close();
    await first.close();
    await expect(openPcapngWriter(other.soft)).rejects.toMatchObject(refused);
    await second.close();
    expect(untouched()).toBe(true);
    await (await openPcapWriter(join(scratch, 's.pcap'))).close();
    expect(readFileSync(file)).toHaveLength(24);
    writeFileSync(file, octets);
  });

  it('is known as a stream that is open', async () => {
    const stream = createReadStream(file);
    await once(stream, 'open');
    const packets = (await openCapture(stream)).packets();
    await expect(wrpcap(file, packets)).rejects.toMatchObject(refused);
    expect(untouched()).toBe(true);
  });

  it('can be written after it was read, and shorter than it was', async () => {
    const path = join(scratch, 'again.pcap');
    writeFileSync(path, octets);
    const packets = await rdpcap(path);
    expect(await wrpcap(path, packets.slice(0, 2))).toBe(2);
    expect(readFileSync(path)).toHaveLength(24 + 2 * 1016);
    // What was refused has closed what it was given.
    expect(await wrpcap(file, await rdpcap(file))).toBe(3000);
  });

  it('is none where it is a device', async () => {
    expect(await wrpcap('/dev/null', (await openCapture(file)).packets(), { format: 'pcap' })).toBe(3000);
  });
});
