/** Decryption secrets: blocks by hand (draft-ietf-opsawg-pcapng §4.7), and one that editcap puts into a file. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../../test/support/require.ts';
import { MAX_SECRETS } from '../limits.ts';
import { openCapture } from '../node/captures.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-secrets-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const LOG = `CLIENT_RANDOM ${'01'.repeat(32)} ${'02'.repeat(48)}\n`;
const SECTION = Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex');

function secrets(type: number, content: Buffer): Buffer {
  const length = 20 + content.length + (-content.length & 3);
  const block = Buffer.alloc(length);
  for (const [i, value] of [10, length, type, content.length].entries()) block.writeUInt32LE(value, 4 * i);
  block.set(content, 16);
  block.writeUInt32LE(length, length - 4);
  return block;
}

describe('decryption secrets', () => {
  it('are listed as they come, with their section; key logs as text', async () => {
    const zigbee = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
    const octets = Buffer.concat([SECTION, secrets(0x544c534b, Buffer.from(LOG)), SECTION, secrets(0x5a4e574b, zigbee)]);
    const capture = await openCapture(octets);
    for await (const _ of capture.batches());
    expect(capture.secrets).toEqual([
      { type: 0x544c534b, octets: new Uint8Array(Buffer.from(LOG)), text: LOG, section: 0 },
      { type: 0x5a4e574b, octets: new Uint8Array(zigbee), section: 1 },
    ]);
  });

  it('are kept up to 16 MB; onBlock has all', async () => {
    const block = secrets(1, Buffer.alloc(MAX_SECRETS / 4));
    let seen = 0;
    const capture = await openCapture(Buffer.concat([SECTION, block, block, block, block, block, block]), {
      onBlock: ({ kind }) => {
        if (kind === 'secrets') seen++;
      },
    });
    for await (const _ of capture.batches());
    expect([capture.secrets.length, seen]).toEqual([4, 6]);
  });
});

describeIf(requireProgram('editcap'), 'decryption secrets that editcap put in', () => {
  it('are given', async () => {
    writeFileSync(join(scratch, 'log'), LOG);
    const fixture = '../../../test/fixtures/captures/the-tcpdump-group+tcpdump/tests/vxlan.pcap';
    const out = join(scratch, 'out.pcapng');
    spawnSync('editcap', ['--inject-secrets', `tls,${join(scratch, 'log')}`, join(import.meta.dirname, fixture), out]);
    const capture = await openCapture(out);
    for await (const _ of capture.batches());
    expect(capture.secrets).toMatchObject([{ type: 0x544c534b, text: LOG, section: 0 }]);
  });
});
