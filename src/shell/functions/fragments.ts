/** fragment(), defragment(), defrag(): IPv4 datagrams in pieces, and put together. */
import type { Packet } from '../../packet/laid/packet.ts';
import { dissect } from '../../protocols/protocols.ts';
import { Defragmenter } from '../../streams/fragments/defragmenter.ts';
import { type Behaviour, CALL, REPR, Tuple, TYPE_NAME } from '../python/behaviour.ts';
import { functions } from '../python/callable.ts';
import { ScapyList } from '../lists/scapy-list.ts';
import { findLayer } from '../packets/find-layer.ts';
import { raw, ScapyPacket } from '../packets/scapy-packet.ts';
import { addPacketMethods, attribute } from '../packets/attributes.ts';
import type { Shell } from '../session.ts';
import { packetsIn } from './packets-to-send.ts';

/** More fragments (RFC 791 §3.1). */
const MF = 1;
/** Offsets count 8 octets. */
const UNIT = 8;

export function fragmentFunctions(shell: Shell): Record<string, unknown> {
  return {
    IPSession: ipSession,
    ...functions({
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
    } as never),
  };
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

/** `session=IPSession` of sniff(): fragments come as the datagram that they make. */
export const ipSession: Behaviour = {
  get [TYPE_NAME]() {
    return 'type';
  },
  [REPR]: () => "<class 'scapy.sessions.IPSession'>",
  // sniff(session=IPSession()) is written too.
  [CALL]: () => ipSession,
};

/** What becomes of packets one after another: itself, the datagram that it completes, or nothing yet. */
export function defragmenting(): (p: ScapyPacket) => ScapyPacket | undefined {
  const defragmenter = new Defragmenter();
  return (p) => {
    const given = dissect(p.octets(), p.layer, { registry: p.place.registry });
    const time = Number(attribute(p, 'time')) * 1000;
    const made = defragmenter.packet(given, time);
    return made === given ? p : made === undefined ? undefined : readAgain([p], made);
  };
}

interface Put {
  readonly whole: ScapyPacket[];
  readonly single: ScapyPacket[];
  readonly left: ScapyPacket[];
}

/** The first piece of an octet counts, as long as it takes. */
function put(packets: readonly ScapyPacket[]): Put {
  const defragmenter = new Defragmenter({ timeoutMs: Infinity, maxOctets: Infinity, maxDatagrams: Infinity, maxPerHost: Infinity });
  const single: ScapyPacket[] = [];
  const whole: ScapyPacket[] = [];
  const left = new Set<ScapyPacket>();
  packets.forEach((p) => {
    const given = dissect(p.octets(), p.layer, { registry: p.place.registry });
    const made = defragmenter.packet(given, 0);
    if (made === given) single.push(p);
    else if (made === undefined) left.add(p);
    else {
      const parts = (made.meta.madeOf ?? []).map((number) => packets[number - 1] as ScapyPacket);
      for (const part of parts) left.delete(part);
      whole.push(readAgain(parts, made));
    }
  });
  return { whole, single, left: [...left] };
}

/** With what the first fragment was told of when and how it came. */
function readAgain(parts: readonly ScapyPacket[], made: Packet): ScapyPacket {
  const first = parts.find((p) => Number(attribute(findLayer(p, 'IP') ?? p, 'frag')) === 0) ?? (parts[0] as ScapyPacket);
  const read = ScapyPacket.of(first.place, made);
  read.told = { ...first.told };
  return read;
}
