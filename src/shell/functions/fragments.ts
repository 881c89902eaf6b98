/** fragment(), defragment(), defrag(): IPv4 datagrams in pieces, and put together. */
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { Tuple } from '../python/behaviour.ts';
import { type Builtin, functions } from '../python/callable.ts';
import { ScapyList } from '../lists/scapy-list.ts';
import { findLayer } from '../packets/find-layer.ts';
import { raw, ScapyPacket } from '../packets/scapy-packet.ts';
import { addPacketMethods, attribute, setAttribute } from '../packets/attributes.ts';
import type { Shell } from '../session.ts';
import { packetsIn } from './packets-to-send.ts';

/** More fragments (RFC 791 §3.1). */
const MF = 1;
/** Offsets count 8 octets. */
const UNIT = 8;

export function fragmentFunctions(shell: Shell): Record<string, Builtin> {
  return functions({
    'fragment(pkt, fragsize=1480)': async (v: unknown, size: number) =>
      (await packetsIn(shell.place, v)).flatMap((p) => fragments(p, size)),
    'defragment(plist)': async (v: unknown) => {
      const { whole, single } = put(await packetsIn(shell.place, v));
      return new ScapyList(shell.place, [...single, ...whole], 'Defragmented');
    },
    'defrag(plist)': async (v: unknown) => {
      const { whole, single, left } = put(await packetsIn(shell.place, v));
      return new Tuple([single, whole, left].map((items) => new ScapyList(shell.place, items)));
    },
  } as never);
}

addPacketMethods({ 'fragment(fragsize=1480)': (p) => (size: number) => fragments(p, size) });

/** Pieces whose data are at most so many octets, in whole units of 8. */
function fragments(p: ScapyPacket, size: number): ScapyPacket[] {
  const ip = findLayer(p, 'IP');
  if (ip === undefined) return [p];
  const data = ip.payload?.octets() ?? new Uint8Array(0);
  const proto = attribute(ip, 'proto');
  const most = Math.max(UNIT, Math.floor((size + 7) / UNIT) * UNIT);
  const count = Math.max(1, Math.ceil(data.length / most));
  return Array.from({ length: count }, (_, i) => {
    const piece = p.copy();
    const head = findLayer(piece, 'IP') as ScapyPacket;
    head.carry(raw(p.place, data.subarray(i * most, (i + 1) * most)));
    for (const name of ['len', 'chksum']) head.removeField(name);
    head.setField('proto', proto);
    const first = Number(attribute(ip, 'frag'));
    head.setField('frag', first + (i * most) / UNIT);
    if (i + 1 < count) head.setField('flags', Number(attribute(ip, 'flags')) | MF);
    return piece;
  });
}

interface Put {
  readonly whole: ScapyPacket[];
  readonly single: ScapyPacket[];
  readonly left: ScapyPacket[];
}

/** What belongs together has one id, protocol and pair of addresses (RFC 791 §2.3). The first piece of an octet counts. */
function put(packets: readonly ScapyPacket[]): Put {
  const single: ScapyPacket[] = [];
  const groups = new Map<string, { readonly p: ScapyPacket; readonly ip: ScapyPacket }[]>();
  for (const p of packets) {
    const ip = findLayer(p, 'IP');
    if (ip === undefined || (Number(attribute(ip, 'frag')) === 0 && (Number(attribute(ip, 'flags')) & MF) === 0)) {
      single.push(p);
      continue;
    }
    const key = ['id', 'src', 'dst', 'proto'].map((name) => String(attribute(ip, name))).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), { p, ip }]);
  }
  const whole: ScapyPacket[] = [];
  const left: ScapyPacket[] = [];
  for (const pieces of groups.values()) {
    const made = together(pieces);
    if (made === undefined) left.push(...pieces.map(({ p }) => p));
    else whole.push(made);
  }
  return { whole, single, left };
}

function together(pieces: readonly { readonly p: ScapyPacket; readonly ip: ScapyPacket }[]): ScapyPacket | undefined {
  const parts = pieces
    .map(({ p, ip }) => ({
      p,
      ip,
      at: Number(attribute(ip, 'frag')) * UNIT,
      more: (Number(attribute(ip, 'flags')) & MF) !== 0,
      data: dataOf(ip),
    }))
    .toSorted((a, b) => a.at - b.at);
  const [first] = parts;
  const last = parts.find(({ more }) => !more);
  if (first === undefined || last === undefined || first.at !== 0) return undefined;
  const data = new Uint8Array(last.at + last.data.length);
  let end = 0;
  for (const { at, data: octets } of parts) {
    if (at > end) return undefined;
    if (at + octets.length <= end) continue;
    data.set(octets.subarray(end - at, Math.max(end - at, Math.min(octets.length, data.length - at))), end);
    end = Math.min(data.length, at + octets.length);
  }
  if (end < data.length) return undefined;
  const copy = first.p.copy();
  const head = findLayer(copy, 'IP') as ScapyPacket;
  const proto = attribute(head, 'proto');
  head.carry(raw(copy.place, data));
  setAttribute(head, 'proto', proto);
  setAttribute(head, 'flags', Number(attribute(head, 'flags')) & ~MF);
  setAttribute(head, 'frag', 0);
  for (const name of ['len', 'chksum']) head.removeField(name);
  // Read again, so that what it carries is found.
  const octets = head.octets();
  const read = ScapyPacket.ofOctets(copy.place, IP as unknown as AnyLayer, octets);
  if (head.under === undefined) {
    read.told = { ...first.p.told };
    return read;
  }
  head.under.carry(read);
  return copy;
}

/** What the header says is there: padding of the frame does not count. */
function dataOf(ip: ScapyPacket): Uint8Array {
  const octets = ip.payload?.octets() ?? new Uint8Array(0);
  const len = attribute(ip, 'len');
  const ihl = attribute(ip, 'ihl');
  return typeof len === 'number' && typeof ihl === 'number' ? octets.subarray(0, Math.max(0, len - 4 * ihl)) : octets;
}
