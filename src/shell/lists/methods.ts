/** What lists do, in scapy's words: summary(), filter(), hexdump(), sessions() … What prints there prints here. */
import { hexdump } from '../../packet/display/dumps.ts';
import { halfDuplex } from '../../packet/packet-list.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { timeOfDay } from '../../packet/display/sprintf.ts';
import { shownPacket } from '../../packet/display/unresolved.ts';
import { Dict } from '../python/containers/dict.ts';
import { attribute, formatted } from '../packets/attributes.ts';
import { FieldOfLayer } from '../packets/field-of-layer.ts';
import { findLayer } from '../packets/find-layer.ts';
import { isAnswer } from '../packets/matching.ts';
import type { ScapyPacket } from '../packets/scapy-packet.ts';
import { summaryText } from '../packets/summary.ts';
import { truth } from '../python/operators.ts';
import { str } from '../python/text/repr.ts';
import { addListMethods, type Entry, QueryAnswer, ScapyList } from './scapy-list.ts';
import { Tuple } from '../python/behaviour.ts';
import { typeError } from '../python/errors.ts';

export const number = (i: number): string => String(i).padStart(4, '0');
export const packetOf = (item: Entry): ScapyPacket => (item instanceof QueryAnswer ? item.answer : item);

/** What a function of the user gives for an item: of a pair it gets both. */
export const given = (list: ScapyList, f: unknown, item: Entry): unknown =>
  list.place.call(f, item instanceof QueryAnswer ? [item.query, item.answer] : [item]);

export const lineOf = (item: Entry): string =>
  item instanceof QueryAnswer ? `${summaryText(item.query)} ==> ${summaryText(item.answer)}` : summaryText(item);

/** The items for which the function says yes; all where there is none. */
export async function kept(list: ScapyList, keep: unknown): Promise<{ item: Entry; i: number }[]> {
  const out: { item: Entry; i: number }[] = [];
  for (const [i, item] of list.items.entries())
    if (keep === null || keep === undefined || truth(await given(list, keep, item))) out.push({ item, i });
  return out;
}

async function lines(list: ScapyList, line: unknown, keep: unknown, numbered: boolean): Promise<null> {
  for (const { item, i } of await kept(list, keep)) {
    const text = line === null || line === undefined ? lineOf(item) : str(await given(list, line, item));
    list.place.write(`${numbered ? `${number(i)} ` : ''}${text}\n`);
  }
  return null;
}

/** Number, time and summary of each, and a dump of some of its octets. */
async function dumps(list: ScapyList, keep: unknown, octets: (p: ScapyPacket) => Uint8Array | undefined, all = false): Promise<null> {
  for (const { item, i } of await kept(list, keep)) {
    const p = packetOf(item);
    const found = octets(p);
    if (found === undefined && !all) continue;
    list.place.write(`${number(i)} ${timeOf(p)} ${lineOf(item)}\n`);
    if (found !== undefined) list.place.write(`${hexdump(found)}\n`);
  }
  return null;
}

function timeOf(p: ScapyPacket): string {
  const time = Number(attribute(p, 'time'));
  return timeOfDay(Math.floor(time), (((time % 1) + 1) % 1) * 1e9);
}

const load = (p: ScapyPacket, layer: string): Uint8Array | undefined => findLayer(p, layer)?.octets();

addListMethods({
  'summary(prn=None, lfilter=None)': (list) => (line: unknown, keep: unknown) => lines(list, line, keep, false),
  'nsummary(prn=None, lfilter=None)': (list) => (line: unknown, keep: unknown) => lines(list, line, keep, true),
  'show(prn=None)': (list) => (line: unknown) => lines(list, line, null, true),
  'display(prn=None)': (list) => (line: unknown) => lines(list, line, null, true),
  'filter(func)': (list) => async (keep: unknown) =>
    list.like(
      (await kept(list, keep)).map(({ item }) => item),
      `filtered ${list.listName}`,
    ),
  'hexdump(lfilter=None)': (list) => (keep: unknown) => dumps(list, keep, (p) => p.octets()),
  'hexraw(lfilter=None)': (list) => (keep: unknown) => dumps(list, keep, (p) => load(p, 'Raw'), true),
  'padding(lfilter=None)': (list) => (keep: unknown) => dumps(list, keep, (p) => load(p, 'Padding')),
  'nzpadding(lfilter=None)': (list) => (keep: unknown) =>
    dumps(list, keep, (p) => {
      const octets = load(p, 'Padding');
      return octets?.every((x) => x === octets[0]) === true ? undefined : octets;
    }),
  'rawhexdump()': (list) => () => {
    for (const item of list.items) list.place.write(`${hexdump(packetOf(item).octets())}\n`);
    return null;
  },
  'sessions(session_extractor=None)': (list) => async (by: unknown) => {
    const found = new Dict();
    for (const item of list.items) {
      const p = item instanceof QueryAnswer ? item.answer : item;
      const key = by === null || by === undefined ? sessionOf(p) : await list.place.call(by, [p]);
      const there = found.get(key);
      if (there instanceof ScapyList) there.items.push(item);
      else found.set(key, list.like([item]));
    }
    return found;
  },
  'getlayer(cls, nb=None, flt=None, name=None, stats=None)': (list) => (key: unknown, nth: unknown) =>
    list.like(
      list.items.map((item) => findLayer(packetOf(item), key, Number(nth ?? 1))).filter((x) => x !== undefined),
      `${list.listName} layer ${typeof key === 'string' ? key : (key as { layerName: string }).layerName}`,
    ),
  'sr(multi=False, lookahead=None)': (list) => () => questionsAndAnswers(list),
  'replace(*args)': (list) => (rules: readonly unknown[]) =>
    list.like(
      list.items.map((item) => replaced(packetOf(item), rulesIn(rules))),
      `Replaced ${list.listName}`,
    ),
  'sprintf(fmt)': (list) => (format: string) => list.items.map((item) => formatted(packetOf(item), format)),
});

/** `replace(IP.src, "192.0.2.1")`, `replace((IP.src, "192.0.2.1", "192.0.2.9"), …)`: of each rule its field, what it was, what it becomes. */
function rulesIn(rules: readonly unknown[]): { field: FieldOfLayer; old: unknown; to: unknown }[] {
  const all = rules[0] instanceof FieldOfLayer ? [rules] : (rules as readonly (readonly unknown[])[]);
  return all.map((rule) => {
    const [field, ...values] = Array.isArray(rule) ? (rule as unknown[]) : [rule];
    if (!(field instanceof FieldOfLayer) || values.length < 1 || values.length > 2)
      throw typeError('replace() takes a field and its new value, or (field, old, new): replace(IP.src, "192.0.2.1")');
    return { field, old: values.length === 2 ? values[0] : undefined, to: values.at(-1) };
  });
}

function replaced(p: ScapyPacket, rules: ReturnType<typeof rulesIn>): ScapyPacket {
  const copy = p.copy();
  for (const { field, old, to } of rules)
    for (const node of copy.chain())
      if (node.layer === field.layer && (old === undefined || str(node.value(field.slot)) === str(old))) node.setField(field.name, to);
  return copy;
}

/** scapy names sessions by addresses behind Ethernet only. */
function sessionOf(p: ScapyPacket): string {
  if (p.layer.layerName !== 'Ether') return 'Other';
  return halfDuplex(shownPacket(p.laid().laid) as unknown as Packet);
}

/** Pairs of packets of which one answers the other, and those that are left. */
function questionsAndAnswers(list: ScapyList): unknown {
  const left = [...list.items] as ScapyPacket[];
  const pairs: QueryAnswer[] = [];
  for (let i = 0; i < left.length; i++) {
    const query = left[i] as ScapyPacket;
    const j = left.findIndex((p, k) => k > i && isAnswer(p, query));
    if (j < 0) continue;
    pairs.push(new QueryAnswer(query, left[j] as ScapyPacket));
    left.splice(j, 1);
    left.splice(i--, 1);
  }
  return new Tuple([new ScapyList(list.place, pairs, 'Results', true), list.like(left)]);
}
