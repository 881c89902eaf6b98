/** What there is: ls(), lsc(), explore(), rfc(), help(). */
import { Builtin, functions } from '../python/callable.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { protocols } from '../../protocols/protocols.ts';
import { valueError } from '../python/errors.ts';
import { repr } from '../python/text/repr.ts';
import { isLayer } from '../packets/is-layer.ts';
import { maybePacket } from '../packets/packet-of-value.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import type { Shell } from '../session.ts';
import { helpOf, summaryOf } from './help.ts';
import { rfcText } from './rfc.ts';

export function listingFunctions(shell: Shell): Record<string, unknown> {
  return functions({
    'ls(obj=None, case_sensitive=False, verbose=False)': (what: unknown, caseSensitive: unknown, verbose: unknown) => {
      shell.write(lsText(shell, what, caseSensitive === true, verbose === true));
      return null;
    },
    'lsc(cmd=None)': () => {
      shell.write(lscText(shell));
      return null;
    },
    'explore(layer=None)': (what: unknown) => {
      shell.write(exploreText(what));
      return null;
    },
    'rfc(cls, ret=False, legend=True)': (what: unknown, give: unknown, legend: unknown) => {
      const layer = isLayer(what) ? what : maybePacket(shell.place, what)?.layer;
      if (layer === undefined) throw valueError('rfc() takes a layer: rfc(TCP)');
      const text = rfcText(layer, { legend: legend !== false });
      if (give === true) return text;
      shell.write(`${text}\n`);
      return null;
    },
    'help(what=None)': (what: unknown) => {
      shell.write(helpOf(shell, what));
      return null;
    },
  } as never);
}

/** Fields as scapy lists them: name, kind, value where there is a packet, default. */
function lsText(shell: Shell, what: unknown, caseSensitive: boolean, verbose: boolean): string {
  const p = what === null || isLayer(what) || typeof what === 'string' ? undefined : maybePacket(shell.place, what);
  if (isLayer(what)) return fieldLines(new ScapyPacket(shell.place, what), false, verbose);
  if (p !== undefined)
    return p
      .chain()
      .map((node) => fieldLines(node, true, verbose))
      .join('--\n');
  const all = layersByName();
  if (what === null || what === undefined) return all.map(layerLine).join('');
  const text = String(what);
  const word = caseSensitive ? text : text.toLowerCase();
  const found = all.filter(({ layerName, title }) =>
    [layerName, title].some((name) => (caseSensitive ? name : name.toLowerCase()).includes(word)),
  );
  if (found.length > 0) return found.map(layerLine).join('');
  return `no layer is called like '${text}'${didYouMean(
    nearest(
      text,
      all.map((l) => l.layerName),
    ),
  )}\n`;
}

const layersByName = (): AnyLayer[] => protocols.soundLayers().toSorted((a, b) => (a.layerName < b.layerName ? -1 : 1));
const layerLine = (l: AnyLayer): string => `${l.layerName.padEnd(10)} : ${l.title}\n`;

function fieldLines(node: ScapyPacket, withValues: boolean, verbose: boolean): string {
  const bare = new ScapyPacket(node.place, node.layer);
  return node.layer.layout.slots
    .map((slot, i) => {
      const fallback = repr(defaultOf(bare, slot));
      const value = withValues ? ` ${repr(node.value(slot)).padEnd(15)}` : '';
      const names =
        verbose && slot.options.names !== undefined
          ? [...slot.options.names.entries()].map(([n, name]) => `\n               ${n}: ${name}`).join('')
          : '';
      return `${(node.fieldNames()[i] ?? slot.name).padEnd(10)} : ${kindText(slot).padEnd(35)} =${value} (${repr(fallback)})${names}\n`;
    })
    .join('');
}

const defaultOf = (bare: ScapyPacket, slot: Slot): unknown => (slot.options.fill === undefined ? bare.value(slot) : null);

/** Its kind as we call it, and its bits. */
const kindText = (slot: Slot): string =>
  `${slot.kind.label}${slot.bits > 0 && !slot.kind.label.includes('bit') ? ` (${slot.bits} bits)` : ''}`;

function lscText(shell: Shell): string {
  return [...shell.names]
    .filter(([, v]) => v instanceof Builtin)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name]) => {
      const about = summaryOf(name);
      return about === undefined ? [] : [`${name.padEnd(22)}: ${about}\n`];
    })
    .join('');
}

/** Layers by what they are about; with a word those of that group. */
function exploreText(what: unknown): string {
  const groups = new Map<string, AnyLayer[]>();
  for (const layer of layersByName()) {
    const group = groupOf(layer);
    groups.set(group, [...(groups.get(group) ?? []), layer]);
  }
  if (typeof what === 'string') {
    const found =
      [...groups].find(([name]) => name === what.toLowerCase()) ?? [...groups].find(([name]) => name.startsWith(what.toLowerCase()));
    if (found === undefined)
      return `no group is called '${what}'${didYouMean(nearest(what, groups.keys()))}: ${[...groups.keys()].join(', ')}\n`;
    return found[1].map(layerLine).join('');
  }
  return `${[...groups]
    .map(
      ([name, layers]) =>
        `${name.padEnd(14)}: ${layers.length} layers: ${layers
          .slice(0, 6)
          .map((l) => l.layerName)
          .join(' ')}${layers.length > 6 ? ' …' : ''}`,
    )
    .join('\n')}\nexplore("${[...groups.keys()][0] ?? ''}") lists a group, ls(NAME) a layer's fields, help(NAME) tells more.\n`;
}

/** Wireshark's name of the protocol that it belongs to, or its own. */
const groupOf = (layer: AnyLayer): string =>
  (layer.spec.wireshark ?? '').split(':')[0] || layer.layerName.toLowerCase().split('_')[0] || 'other';
