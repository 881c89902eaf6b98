/** Every capture that others made: datagrams put together of fragments, beside tshark's. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { dissectAt, firstLayer } from '../../src/capture/dissect-batch.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { Defragmenter } from '../../src/streams/fragments/defragmenter.ts';
import { capturesBelow } from '../support/packets/captures-below.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

/**
 * What tshark puts together and we do not: with its hop-by-hop options the payload of these two packets would have 65,536 octets, and RFC 8200 §4.5 wants the last fragment dropped. By frame.
 */
const TOO_LONG: Readonly<Record<string, readonly string[]>> = { 'ipv6-reassembly-state-leak.pcap': ['46', '92'] };

/** Frame and octets of each datagram; how many fragments there were. */
async function ours(path: string): Promise<{ readonly fragments: number; readonly datagrams: readonly string[] }> {
  const datagrams: string[] = [];
  const defragmenter = new Defragmenter();
  let frame = 0;
  try {
    await using capture = await openCapture(path);
    for await (const batch of capture.batches()) {
      for (let i = 0; i < batch.n; i++) {
        frame++;
        const first = firstLayer(protocols, capture.interfaces[batch.iface[i] as number]?.linkType ?? 1);
        const timeMs = (batch.sec[i] as number) * 1e3 + (batch.nsec[i] as number) / 1e6;
        const made = defragmenter.take(objectOf(dissectAt(batch, i, first)), timeMs);
        if (typeof made === 'object') datagrams.push(`${frame} ${Buffer.from(made.data.subarray(made.payload, made.end)).toString('hex')}`);
      }
    }
  } catch (error) {
    // Some are damaged on purpose: what came before counts.
    if (!(error instanceof PacketwrightError)) throw error;
  }
  return { fragments: defragmenter.stats.fragments, datagrams };
}

function theirs(path: string): string[] {
  const words = ['-n', '-r', path, '-Y', 'ip.reassembled.length || ipv6.reassembled.length', '-T', 'fields'];
  const fields = ['frame.number', 'ip.reassembled.data', 'ipv6.reassembled.data'].flatMap((name) => ['-e', name]);
  const run = execFileSync('tshark', [...words, ...fields], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  return run
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([frame, four, six]) => `${frame} ${four || six}`);
}

describeIf(all(requireShared(), requireProgram('tshark')), 'fragments of the corpus', () => {
  it('make the datagrams that tshark makes, octet by octet', async () => {
    const root = sharedPath('corpus');
    const names = capturesBelow(root);
    let captures = 0;
    let datagrams = 0;
    for (const name of names) {
      const made = await ours(join(root, name));
      if (made.fragments === 0) continue;
      captures++;
      datagrams += made.datagrams.length;
      const left = TOO_LONG[name.split('/').at(-1) as string] ?? [];
      expect(made.datagrams, name).toEqual(theirs(join(root, name)).filter((line) => !left.includes(line.split(' ')[0] as string)));
    }
    expect(captures).toBeGreaterThanOrEqual(15);
    expect(datagrams).toBeGreaterThanOrEqual(140);
  });
});
