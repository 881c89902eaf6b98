/** help(): what a function, a layer, a packet or a field is. */
import { Builtin } from '../python/callable.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { isLayer } from '../packets/is-layer.ts';
import { FieldOfLayer } from '../packets/field-of-layer.ts';
import { repr } from '../python/text/repr.ts';
import { maybePacket } from '../packets/packet-of-value.ts';
import type { Shell } from '../session.ts';
import { ABOUT, type About } from './about.ts';

export const summaryOf = (name: string): string | undefined => ABOUT[name]?.about;

/** What is said of a function, a few lines. */
function aboutText({ usage, about, example, typescript, layer }: About): string {
  const lines = [usage, `  ${about[0]?.toUpperCase() ?? ''}${about.slice(1)}.`];
  if (layer !== undefined)
    lines.push(
      layer === 3 ? '  Layer 3: the packet begins with IP or IPv6.' : '  Layer 2: the packet begins with the link header, such as Ether().',
    );
  if (example !== undefined) lines.push(`  Example:    ${example}`);
  if (typescript !== undefined) lines.push(`  TypeScript: ${typescript}`);
  return `${lines.join('\n')}\n`;
}

const layerText = (l: AnyLayer): string => {
  const { about, source } = l.spec;
  const fields = l.layout.slots.map(({ name, options }) => `  ${name.padEnd(12)}${options.about ?? ''}`.trimEnd());
  return `${[
    `${l.layerName}(${l.layout.slots
      .slice(0, 4)
      .map(({ name }) => `${name}=…`)
      .join(', ')}${l.layout.slots.length > 4 ? ', …' : ''})`,
    `  ${about ?? l.title}${source === undefined ? '' : `  [${source}]`}`,
    ...fields,
    `  ls(${l.layerName}) lists kinds and defaults, rfc(${l.layerName}) draws the header.`,
  ].join('\n')}\n`;
};

const fieldText = ({ layer, slot, name, initial }: FieldOfLayer): string =>
  `${layer.layerName}.${name}: ${slot.kind.label}, ${slot.bits > 0 ? `${slot.bits} bits, ` : ''}default ${repr(initial)}\n${
    slot.options.about === undefined ? '' : `  ${slot.options.about}\n`
  }  ls(${layer.layerName}) lists all fields.\n`;

export function helpOf(shell: Shell, what: unknown): string {
  if (what === null || what === undefined)
    return [
      'Make packets:  p = IP(dst="192.0.2.1")/ICMP()    p.show()   p[IP].ttl = 3   raw(p)',
      'Send them:     sr1(p)   ans, unans = sr(p)   send(p)   sendp(Ether()/p)',
      'Listen:        sniff(count=10)   sniff(filter="tcp port 80", prn=lambda p: p.summary())',
      'Files:         rdpcap("f.pcap")   wrpcap("f.pcap", packets)',
      'Look around:   ls()   ls(TCP)   lsc()   explore()   rfc(TCP)   help(sr1)   conf',
      'TypeScript works at the same prompt:  const p = packet(IP({ dst: "192.0.2.1" }), ICMP())',
      '',
    ].join('\n');
  if (isLayer(what)) return layerText(what);
  if (what instanceof FieldOfLayer) return fieldText(what);
  if (what === shell.conf) return `conf has the settings of this session: conf.verb = 0 sets one.\n${repr(what)}\n`;
  const name = what instanceof Builtin ? what.name : typeof what === 'string' ? what : undefined;
  if (name !== undefined) {
    const about = ABOUT[name];
    if (about !== undefined) return aboutText(about);
    const layer = shell.names.get(name);
    if (isLayer(layer)) return layerText(layer);
    if (what instanceof Builtin) return `${what.text}\n`;
  }
  const p = maybePacket(shell.place, what);
  if (p !== undefined && typeof what !== 'string')
    return p
      .chain()
      .map((node) => layerText(node.layer))
      .join('\n');
  const found = [...shell.names].find(([, v]) => v === what)?.[0];
  return found !== undefined && ABOUT[found] !== undefined
    ? aboutText(ABOUT[found] as About)
    : `nothing is known of ${typeof what === 'string' ? what : repr(what)}: help() tells what there is\n`;
}
