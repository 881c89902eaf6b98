/** JSON of captured packets: it parses, has no value that is not told, and comes back as the same octets. */
import { expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { packetFromJson } from '../../src/packet/from-json.ts';
import { openCapture } from '../../src/capture/node/captures.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { dissect, protocols } from '../../src/protocols/protocols.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import { filesBelow } from '../support/captured-frames.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';

/** So many packets of each file at most, taken all over it. */
const EACH = 60;

async function sample(path: string): Promise<Packet[]> {
  const out: Packet[] = [];
  try {
    for await (const p of (await openCapture(path)).packets()) {
      out.push(p);
      // Every other one goes, so that those kept are spread over the file.
      if (out.length === 2 * EACH) for (let i = 0; i < EACH; i++) out.splice(i + 1, 1);
    }
  } catch {
    // Damaged files are among them.
  }
  return out.slice(0, EACH);
}

/** One octet of the packet is another. */
function damaged(p: Packet, n: number): Packet {
  const octets = p.bytes.slice();
  if (octets.length > 0) octets[(n * 7919) % octets.length] = (n * 31) & 255;
  return dissect(octets, p.layers()[0] as AnyLayer);
}

describeIf(requireShared('corpus'), 'JSON of the corpus', () => {
  it('gives the same octets, also of damaged packets', { timeout: 600_000 }, async () => {
    let n = 0;
    for (const path of filesBelow(sharedPath('corpus'), /\.(pcap|cap|dmp|pcapng|ntar|gz)$/)) {
      for (const whole of await sample(path)) {
        for (const p of [whole, damaged(whole, ++n)]) {
          const json = p.json();
          expect(json.includes('[object '), `${path}: ${json}`).toBe(false);
          expect(toHex(packetFromJson(protocols, json).bytes), `${path}: ${json}`).toBe(toHex(p.bytes));
        }
      }
    }
    expect(n).toBeGreaterThan(5_000);
  });
});
