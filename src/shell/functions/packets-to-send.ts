/** What the user gives to be sent, as the library's packets; and what comes back, as the user's. */
import type { Packet } from '../../packet/laid/packet.ts';
import type { Template } from '../../packet/templates/template.ts';
import { TemplateObject } from '../../packet/templates/template.ts';
import type { ExchangeResult } from '../../exchange/result.ts';
import { iterable } from '../python/iterate.ts';
import { Tuple } from '../python/behaviour.ts';
import { QueryAnswer, ScapyList } from '../lists/scapy-list.ts';
import { maybePacket, packetOfValue } from '../packets/packet-of-value.ts';
import type { Place } from '../packets/place.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';

/** All packets of a value: a packet, a list, a generator, pairs (their questions). */
export async function packetsIn(place: Place, v: unknown): Promise<ScapyPacket[]> {
  const one = typeof v === 'string' || v instanceof Uint8Array ? undefined : maybePacket(place, v);
  if (one !== undefined) return [one];
  if (v instanceof QueryAnswer) return [v.query];
  if (v instanceof TemplateObject) return [...v].map((p) => ScapyPacket.of(place, p as unknown as Packet));
  if (typeof v === 'string' || v instanceof Uint8Array || typeof v !== 'object' || v === null) return [packetOfValue(place, v)];
  const out: ScapyPacket[] = [];
  for await (const item of iterable(v)) out.push(...(await packetsIn(place, item)));
  return out;
}

export const sendable = (packets: readonly ScapyPacket[]): (Packet | Template)[] => packets.map((p) => p.made());

/** Which fields somebody gave, by depth: what the host filled in is not shown as given. */
export function namesGiven(packets: readonly ScapyPacket[]): Set<string> {
  const names = new Set<string>();
  for (const p of packets)
    p.chain().forEach((node, i) => {
      for (const name of node.isRead ? node.fieldNames() : node.given.keys()) names.add(`${i} ${name}`);
    });
  return names;
}

/** A packet as it was sent: concrete, and with no more values than were given. */
export function sentPacket(place: Place, p: Packet, names: ReadonlySet<string>): ScapyPacket {
  const sent = ScapyPacket.of(place, p);
  sent.chain().forEach((node, i) => {
    for (const name of [...node.given.keys()]) if (!names.has(`${i} ${name}`)) node.given.delete(name);
  });
  const { sec, nsec = 0 } = p.meta;
  if (sec !== undefined) sent.told.sentTime = sec + nsec / 1e9;
  return sent;
}

/** The library's result behind `ans` and `unans`, for explain(). */
const results = new WeakMap<object, ExchangeResult>();
export const resultOf = (v: unknown): ExchangeResult | undefined => {
  if (typeof v !== 'object' || v === null) return undefined;
  return results.get(v) ?? (Array.isArray(v) ? results.get(v[0] as object) : undefined);
};

/** `(<Results: …>, <Unanswered: …>)` */
export function resultPair(place: Place, result: ExchangeResult, names: ReadonlySet<string>): Tuple<ScapyList> {
  const answered = new ScapyList(
    place,
    result.answered.map(([sent, received]) => new QueryAnswer(sentPacket(place, sent, names), ScapyPacket.of(place, received))),
    'Results',
    true,
  );
  const unanswered = new ScapyList(
    place,
    result.unanswered.map((p) => sentPacket(place, p, names)),
    'Unanswered',
  );
  // In TypeScript's words, too: const { answered } = await sr(p).
  const pair = Object.assign(new Tuple([answered, unanswered]), { answered, unanswered });
  for (const part of [pair, answered, unanswered]) results.set(part, result);
  return pair;
}
