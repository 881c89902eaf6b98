/** Where fields stand, which `tree()` and `at()` tell, against the places in tshark's PDML. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { firstLayer } from '../../src/capture/dissect-batch.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import { placesIn } from '../../src/packet/laid/position.ts';
import { wiresharkNames } from '../../src/packet/spec/inside.ts';
import { dissect, protocols } from '../../src/protocols/protocols.ts';
import { filesBelow, framesOf } from '../support/captured-frames.ts';
import { describeIf, requireProgram } from '../support/require.ts';

const captures = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
/** Some of each project's. A run of tshark each. */
const FILES = filesBelow(captures, /\.pcap$/).filter((path, i) => i % 12 === 0 && framesOf(path).length > 0);
const PACKETS = 25;

type Place = readonly [from: number, size: number];

/** Where each packet's fields stand; nothing of one that occurs twice. */
function placesOf(file: string): Map<string, Place | undefined>[] {
  const { stdout } = spawnSync('tshark', ['-n', '-r', file, '-c', String(PACKETS), '-T', 'pdml'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return stdout
    .split('<packet>')
    .slice(1)
    .map((text) => {
      const places = new Map<string, Place | undefined>();
      for (const [, name = '', size, pos] of text.matchAll(/<field name="([^"]+)"[^>]*? size="(\d+)" pos="(\d+)"/g))
        places.set(name, places.has(name) ? undefined : [Number(pos), Number(size)]);
      return places;
    });
}

/** Bits are told by the word that they stand in; words of text without the space behind them. */
const isSame = ([from, size]: Place, [theirFrom, theirSize]: Place, isBits: boolean, isText: boolean): boolean =>
  from === theirFrom && size === theirSize
    ? true
    : isBits
      ? from >= theirFrom && from + size <= theirFrom + theirSize
      : isText && from === theirFrom && size > theirSize && size <= theirSize + 2;

describeIf(requireProgram('tshark'), 'the places of fields', () => {
  it('are those of tshark', () => {
    let same = 0;
    const other: string[] = [];
    for (const file of FILES) {
      const theirs = placesOf(file);
      const frames = framesOf(file).slice(0, PACKETS);
      for (const [number, { linkType, bytes }] of frames.entries()) {
        const p = objectOf(dissect(bytes, firstLayer(protocols, linkType)));
        const places = p.layers().flatMap((_layer, depth) => placesIn(p.view(depth)));
        const names = places.flatMap(({ slot }) => wiresharkNames(slot.options));
        for (const { slot, bit, bits } of places)
          for (const name of wiresharkNames(slot.options)) {
            const found = theirs[number]?.get(name);
            // These stand in what tshark joined without the check sequences between.
            if (name.startsWith('dnp3.al.')) continue;
            // tshark gives no place for some: no octets at 0.
            if (found?.[0] === 0 && found[1] === 0) continue;
            if (found === undefined || names.indexOf(name) !== names.lastIndexOf(name)) continue;
            const place: Place = [bit >> 3, ((bit + bits + 7) >> 3) - (bit >> 3)];
            if (isSame(place, found, bit % 8 !== 0 || bits % 8 !== 0 || (slot.variable < 0 && slot.bits < 32), name.startsWith('http.')))
              same++;
            else other.push(`${name} ${place.join('+')}, not ${found.join('+')}: ${file.split('/').at(-1)} ${number + 1}`);
          }
      }
    }
    expect(other).toEqual([]);
    expect(same).toBeGreaterThan(500);
  });
});
