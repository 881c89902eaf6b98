/** Fingerprints of clients in the corpus' captures, and those that nDPI tells of the same captures. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packetAt } from '../../src/capture/dissect-batch.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { TLSClientHello } from '../../src/protocols/application/tls/handshake.ts';
import { columnOf } from '../support/column-of.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';

const FINGERPRINT = /\[JA4: ([tqd][0-9a-z]{2}[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12})\]/g;

/**
 * nDPI of that time tells the second character of a protocol, not its last ("ht" of http/1.1), and a name where there is none; JA4's own description
 * says otherwise. All else must be the same.
 */
const agreed = (text: string): string => text.replace(/^(...).(.{5}).(.*)$/, '$1$2$3');

async function ja4sIn(path: string): Promise<string[]> {
  const found: string[] = [];
  const capture = await openCapture(sharedPath('corpus', path));
  for await (const batch of capture.batches())
    for (let i = 0; i < batch.n; i++) {
      const p = packetAt(batch, i, capture.interfaces);
      const hello = p.get(TLSClientHello);
      // One that its segment cut short has another.
      if (hello !== undefined && hello.ext !== undefined && Array.isArray(hello.ext))
        found.push(String(columnOf(p, TLSClientHello, 'tls.handshake.ja4')));
    }
  return found;
}

describeIf(requireShared('corpus', 'expected', 'ndpi.jsonl'), 'JA4', () => {
  it('is what nDPI tells of each whole hello', async () => {
    let same = 0;
    const others: string[] = [];
    for (const line of readFileSync(sharedPath('corpus', 'expected', 'ndpi.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)) {
      const { capture, output } = JSON.parse(line) as { capture: string; output: string };
      const theirs = new Set([...output.matchAll(FINGERPRINT)].map(([, text]) => agreed(text as string)));
      if (theirs.size === 0) continue;
      for (const ours of await ja4sIn(capture))
        if (theirs.has(agreed(ours))) same++;
        else others.push(`${capture}: ${ours}, of ${[...theirs].join(' ')}`);
    }
    expect(others).toEqual([]);
    expect(same).toBeGreaterThan(50);
  });
});
