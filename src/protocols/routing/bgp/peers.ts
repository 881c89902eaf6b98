/** What the OPENs of two speakers say of the UPDATEs between them. */
import type { LayerContext } from '../../../packet/spec/context.ts';
import type { Knowledge } from '../../../packet/spec/knowledge.ts';

/** What an OPEN said: the AS number of 4 octets is understood; families with several paths, as `1/1` for IPv4 unicast, sent and received. */
interface Speaker {
  readonly as4: boolean;
  readonly sends: readonly string[];
  readonly receives: readonly string[];
}

/** What both together mean for an UPDATE of one of them. */
export interface UpdateKnown {
  /** Undefined: an OPEN was not seen. */
  readonly as4?: boolean;
  /** Routes of IPv4 unicast have path identifiers. */
  readonly paths?: boolean;
}

const TABLE = 'bgp.open';

interface Ends {
  readonly src: string;
  readonly dst: string;
}

function endsOf(at: LayerContext): Ends | undefined {
  const tcp = at.below('TCP')?.fields;
  for (let below = at.parent; below !== undefined; below = below.parent) {
    const { src, dst } = below.layer.layerName === 'IP' || below.layer.layerName === 'IPv6' ? below.fields : {};
    if (typeof src === 'string' && typeof dst === 'string')
      return { src: `${src} ${tcp?.['sport'] ?? ''}`, dst: `${dst} ${tcp?.['dport'] ?? ''}` };
  }
  return undefined;
}

/** Puts down what an OPEN says. */
export function learnOpen(parameters: unknown, at: LayerContext, session: Knowledge): void {
  const ends = endsOf(at);
  if (ends === undefined) return;
  const found = (name: string): unknown[] =>
    (parameters as readonly (readonly [unknown, unknown])[])
      .filter(([parameter, value]) => parameter === 'Capabilities' && Array.isArray(value))
      .flatMap(([, value]) => value as readonly (readonly unknown[])[])
      .filter(([capability]) => capability === name)
      .map(([, value]) => value);
  const families = found('AddPath').flatMap((v) =>
    Array.isArray(v) ? (v as readonly { afi: number; safi: number; send_receive: number }[]) : [],
  );
  const of = (bit: number): string[] =>
    families.filter((f) => f.send_receive <= 3 && (f.send_receive & bit) !== 0).map((f) => `${f.afi}/${f.safi}`);
  const speaker: Speaker = { as4: found('FourOctetAS').length > 0, sends: of(2), receives: of(1) };
  session.remember(TABLE, `${ends.src} > ${ends.dst}`, speaker);
}

/** What is known of an UPDATE: each pair of OPENs has one object, so that what is made of it is made once. */
const meanings: readonly UpdateKnown[] = [
  { as4: false, paths: false },
  { as4: true, paths: false },
  { as4: false, paths: true },
  { as4: true, paths: true },
];

/** What the OPENs before an UPDATE say of it; undefined where they were not both seen. */
export function knownOfUpdate(at: LayerContext, session: Knowledge): UpdateKnown | undefined {
  const ends = endsOf(at);
  if (ends === undefined) return undefined;
  const sender = session.recall(TABLE, `${ends.src} > ${ends.dst}`) as Speaker | undefined;
  const receiver = session.recall(TABLE, `${ends.dst} > ${ends.src}`) as Speaker | undefined;
  if (sender === undefined || receiver === undefined) return undefined;
  // RFC 6793 §4.1: of 4 octets only where both can; RFC 7911 §4: where one sends what the other receives.
  const as4 = sender.as4 && receiver.as4;
  const paths = sender.sends.includes('1/1') && receiver.receives.includes('1/1');
  return meanings[(as4 ? 1 : 0) + (paths ? 2 : 0)];
}
