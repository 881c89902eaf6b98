/** Why an exchange has no answer. */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { shown } from '../../packet/spec/wants.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { addressFields } from '../address-fields.ts';
import type { ExchangeResult } from '../result.ts';
import { notesOf } from './run-notes.ts';
import { ofError } from './error-causes.ts';
import { type Finding, Findings } from './finding.ts';
import { lookersFor } from './lookers.ts';
import { resetAfterHandshake } from './reset-after.ts';
import { type Seen, SYN } from './seen.ts';
import { type Entry, seenOf, timelineOf } from './timeline.ts';
import { ofProbe, Strays, type Unanswered } from './unanswered.ts';

/** What `explain` takes besides results. */
export interface ExplainOptions {
  /** Of an exchange with `watch`: wait so long for what comes late, ms; they are listened for 2,000 ms. Default 0. */
  readonly waitMs?: number;
}

/**
 * Why packets of an exchange have no answer, or not the one that was hoped for: the surest and most basic cause first; nothing where all is
 * well. Several results, in their order, are one conversation: the SYN of the first, the request of the second. An error that an exchange
 * threw (no route, an interface that is down) is explained as well. With the exchange's option `watch`, more causes can be told.
 * `number` of a finding is the place of its packet among those that were sent and came.
 *
 * @throws ERR_VALUE for what is no result, and for an unknown option; an error that explains nothing
 */
export async function explain(
  what: ExchangeResult<any> | readonly ExchangeResult<any>[] | PacketwrightError,
  o: ExplainOptions = {},
): Promise<Finding[]> {
  checkOptions('explain', o, { waitMs: true });
  const findings = new Findings();
  if (what instanceof PacketwrightError) {
    const found = ofError(what);
    if (found === undefined) throw what;
    findings.add(found);
    return findings.sorted();
  }
  const results = (Array.isArray(what) ? what : [what]) as readonly ExchangeResult[];
  for (const result of results) checkResult(result);
  await late(results, o.waitMs ?? 0);
  const entries = timelineOf(results);
  const isOurs = madeBy(results);
  const lookers = lookersFor({ checksums: false, isCrafted: isOurs });
  for (const { seen } of entries) for (const looker of lookers) looker.see(seen, findings);
  for (const looker of lookers) looker.end?.(findings, entries.at(-1)?.seen.ms ?? Number.NaN);
  for (const result of results) await ofResult(result, entries, findings);
  resetAfterHandshake(results, entries, findings);
  silence(results, entries, findings);
  return findings.sorted();
}

/** Programs without types give anything: the answer alone, or a result that was not awaited. */
function checkResult(result: unknown): void {
  const { answered, unanswered, rejected, reasons, stats } = Object(result) as Partial<ExchangeResult>;
  const isResult = [answered, unanswered, rejected].every(Array.isArray) && reasons instanceof Map && stats !== undefined;
  if (isResult) return;
  const isPromise = typeof (result as { readonly then?: unknown } | undefined)?.then === 'function';
  throw new PacketwrightError('ERR_VALUE', `explain takes the result of sr or srp, not ${isPromise ? 'a promise' : shown(result)}`, {
    value: result,
    remedy: isPromise
      ? 'Wait for it: await explain(await sr(…))'
      : 'Give what sr, srp or srloop gave, several of them as an array, or the error that they threw',
  });
}

/** Waits for what comes late, where somebody listens for it: answers, and what a kernel says of one that came. */
async function late(results: readonly ExchangeResult[], waitMs: number): Promise<void> {
  const host = results.map((one) => notesOf(one)).find((notes) => notes?.heard !== undefined)?.host;
  if (host !== undefined && waitMs > 0) await host.clock.sleep(waitMs);
}

/** Whether a SYN is one of those that were sent here. */
function madeBy(results: readonly ExchangeResult[]): (seen: Seen) => boolean {
  const keys = new Set<string>();
  const keyOf = ({ network, tcp }: Seen): string =>
    network === undefined || tcp === undefined ? '' : `${network.src} ${tcp.sport} ${network.dst} ${tcp.dport} ${tcp.seq}`;
  for (const { answered, unanswered } of results)
    for (const sent of [...answered.map(([packet]) => packet), ...unanswered]) {
      const seen = seenOf(sent, 0);
      if (((seen.tcp?.flags ?? 0) & SYN) !== 0) keys.add(keyOf(seen));
    }
  return (seen) => keys.has(keyOf(seen));
}

async function ofResult(result: ExchangeResult, entries: readonly Entry[], findings: Findings): Promise<void> {
  const notes = notesOf(result);
  for (const { sent, received } of notes?.filtered ?? []) {
    if (!result.unanswered.includes(sent)) continue;
    const target = targetOf(sent);
    findings.add({
      code: 'filtered-by-you',
      sentence: `${target} answered, and the filter that was given refused it`,
      certainty: 'sure',
      at: { number: numberOf(received, entries), packet: received },
      about: target,
    });
  }
  const own = result.unanswered.length === 0 ? [] : await (notes?.host.interfaces() ?? []);
  for (const sent of result.unanswered) {
    const reason = result.reasons.get(sent);
    if (reason !== undefined) {
      const found = ofError(reason, { number: 0, packet: sent });
      if (found !== undefined) findings.add({ ...found, at: undefined });
    } else ofProbe(probeOf(sent, entries), own, findings);
  }
  const strays = new Strays(result.unanswered.filter((sent) => !result.reasons.has(sent)).map((sent) => probeOf(sent, entries)));
  for (const entry of entries) strays.look(entry, findings);
}

/** @see RFC 826 */
const WHO_HAS = 1;

/** What nobody has a word for: nothing came. */
function silence(results: readonly ExchangeResult[], entries: readonly Entry[], findings: Findings): void {
  const told = new Set(findings.sorted().flatMap(({ blames, packet }) => (blames && packet !== undefined ? addressesIn(packet) : [])));
  for (const { unanswered, reasons, stats } of results)
    for (const sent of unanswered) {
      const target = targetOf(sent);
      if (reasons.has(sent) || told.has(target)) continue;
      const probe = probeOf(sent, entries);
      // No port and no firewall is in the way of a question that all on the link hear.
      if (sent.get(ARP)?.op === WHO_HAS)
        findings.add({
          code: 'neighbour-silent',
          sentence: `nobody on the link answered who has ${target} in ${stats.seconds.toFixed(1)} s: no host has that address, or its host is down`,
          certainty: 'likely',
          at: probe.seen.at(),
          about: target,
        });
      else
        findings.add({
          code: 'nothing-came',
          sentence: `nothing came back from ${target} in ${stats.seconds.toFixed(1)} s: a firewall drops it, the host is down, or a packet was lost`,
          certainty: 'possible',
          at: probe.seen.at(),
          about: target,
        });
    }
}

function numberOf(packet: Packet, entries: readonly Entry[]): number {
  const there = entries.findIndex((entry) => entry.packet === packet);
  if (there >= 0) return there + 1;
  // Heard on the link, with its header.
  const tail = packet.bytes;
  const same = entries.findIndex(({ packet: one }) => endsWith(one.bytes, tail));
  return same + 1;
}

function endsWith(octets: Uint8Array, tail: Uint8Array): boolean {
  const from = octets.length - tail.length;
  return from >= 0 && tail.every((octet, i) => octets[from + i] === octet);
}

const probeOf = (sent: Packet, entries: readonly Entry[]): Unanswered => ({
  sent,
  seen: seenOf(sent, numberOf(sent, entries)),
  target: targetOf(sent),
});

/** Who was asked: the outermost destination. */
function targetOf(sent: Packet): string {
  const p = objectOf(sent).built();
  const layers = p.layers();
  for (let i = 0; i < layers.length; i++) {
    const slot = addressFields(layers[i] as AnyLayer).destinationAddress;
    if (slot !== undefined) return String((p.view(i) as unknown as Readonly<Record<string, unknown>>)[slot.name]);
  }
  return sent.summary();
}

/** The fields that say who sent a packet, and who or what is asked for. */
const ENDS = ['src', 'dst', 'psrc', 'pdst', 'tgt'] as const;

/** All addresses that a packet names, quoted ones as well. */
function addressesIn(packet: Packet): string[] {
  const p = objectOf(packet).built();
  return p.layers().flatMap((layer, i) => {
    const view = p.view(i) as unknown as Readonly<Record<string, unknown>>;
    return ENDS.filter((name) => layer.layout.byName.has(name)).map((name) => String(view[name]));
  });
}
