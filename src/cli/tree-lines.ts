/** `pkw read -V`, `-O` and `-x`: packets as trees, and their octets. */
import { hexdump } from '../bytes/hex.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { didYouMean, nearest } from '../bytes/nearest.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { type FrameRow, frameFields } from '../text/tshark/frame-fields.ts';
import type { PacketObject } from '../packet/object/packet-object.ts';
import { layerNamed, layersOfProtocol } from '../filter/layers-called.ts';
import type { PacketLines } from './packet-lines.ts';

const textOf = (name: string, row: FrameRow, p: PacketObject): string => frameFields[name]?.text(row, p) ?? '';

/** `Packet 3: 98 octets, 60 captured, Jul 16, 2026 18:13:41.110059000 UTC, interface 0 (eth0)`. */
function frameLine(row: FrameRow, p: PacketObject): string {
  const [wire, captured] = [textOf('frame.len', row, p), textOf('frame.cap_len', row, p)];
  const [id, name] = [textOf('frame.interface_id', row, p), textOf('frame.interface_name', row, p)];
  const parts = [
    `${wire} octets`,
    wire === captured ? '' : `${captured} captured`,
    textOf('frame.time', row, p),
    id === '' ? '' : `interface ${id}${name === '' ? '' : ` (${name})`}`,
  ];
  return `Packet ${row.number}: ${parts.filter((part) => part !== '').join(', ')}`;
}

/**
 * A tree a packet, with an empty line behind it.
 *
 * @param whole which layers are shown with their fields; undefined: all
 * @param octets each line's octets before it
 */
export const treeLines = (o: {
  readonly whole?: ((layer: string) => boolean) | undefined;
  readonly octets?: boolean | undefined;
}): PacketLines => ({
  head: '',
  meta: true,
  line: (p, row) => {
    const comments = textOf('frame.comment', row, p);
    const tree = p.tree({ ...(o.whole && { whole: o.whole }), octets: o.octets === true });
    return `${frameLine(row, p)}${comments === '' ? '' : `\n  comment: ${comments}`}\n${tree}\n`;
  },
});

/** The same lines, and behind each packet its octets in hexadecimal and ASCII. */
export const withHexdump = (lines: PacketLines): PacketLines => ({
  ...lines,
  line: (p, row) => {
    const line = lines.line(p, row);
    return `${line}${line.endsWith('\n') ? '' : '\n'}${hexdump(p.bytes)}\n`;
  },
});

/**
 * Which layers the words of `-O` mean: our names or Wireshark's, whatever their case.
 *
 * @throws ERR_USAGE for a word that no layer has, with the nearest that there is
 */
export function layersNamed(registry: Registry, words: readonly string[]): (layer: string) => boolean {
  const chosen = words.flatMap((word) => {
    const own = layerNamed(registry, word);
    const layers = [...(own === undefined ? [] : [own]), ...layersOfProtocol(registry, word)];
    if (layers.length > 0) return layers.map(({ layerName }) => layerName);
    const all = [...registry.layers.values()].flatMap((l) => [l.layerName, ...(l.spec.wireshark?.split(':') ?? [])]);
    const near = nearest(
      word.toLowerCase(),
      all.map((name) => name.toLowerCase()),
    );
    throw new PacketwrightError('ERR_USAGE', `-O ${word}: unknown protocol${didYouMean(near)}`, {
      value: word,
      near,
      remedy: 'pkw ls lists the layers',
    });
  });
  return (layer) => chosen.includes(layer);
}
