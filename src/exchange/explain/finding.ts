/** What `explain` found: each cause once for each thing that it is about, the surest and most basic first. */
import type { Packet } from '../../packet/laid/packet.ts';
import { fieldPositions } from '../../packet/laid/position.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { CAUSE_ORDER, CAUSES, type CauseCode } from './causes.ts';

/** How sure a finding is: proven by the packets, hard to explain otherwise, or only a guess. */
export type Certainty = 'sure' | 'likely' | 'possible';

/** A reason, and the packet that shows it. */
export interface Finding {
  /** A key of the table in docs/explain.md. */
  readonly code: CauseCode;
  /** One sentence, with the values of this case. */
  readonly sentence: string;
  readonly certainty: Certainty;
  /** False: nothing is wrong; it explains what looks wrong. */
  readonly blames: boolean;
  /** What helps. */
  readonly remedy: string;
  /** Place of the packet in the capture, from 1; of an exchange, in the order of time. Undefined where no packet shows it. */
  readonly number: number | undefined;
  /** The packet that shows it, in octets of its own. */
  readonly packet: Packet | undefined;
  readonly layer: string | undefined;
  readonly field: string | undefined;
  /** The field's octets: the first one, and the one behind the last, from the packet's start. */
  readonly octets: { readonly start: number; readonly end: number } | undefined;
  /** How many packets show the same. */
  readonly times: number;
}

/** Where a finding is to be seen. */
export interface Evidence {
  readonly number: number;
  readonly packet: Packet;
  readonly layer?: AnyLayer | undefined;
  readonly field?: string | undefined;
}

export interface NewFinding {
  readonly code: CauseCode;
  readonly sentence: string;
  readonly certainty: Certainty;
  readonly at?: Evidence | undefined;
  /** What it is about: the same cause of the same thing is found once, and counted. */
  readonly about: string;
  /** Instead of the cause's own. */
  readonly remedy?: string | undefined;
}

/** So many are kept; what comes later is counted only where it is one of these. */
const MOST = 256;
const SURE: Readonly<Record<Certainty, number>> = { sure: 0, likely: 1, possible: 2 };

export class Findings {
  readonly #found = new Map<string, { readonly order: number; finding: Finding; times: number }>();

  add(o: NewFinding): void {
    const key = `${o.code} ${o.about}`;
    const there = this.#found.get(key);
    if (there !== undefined) there.times++;
    else if (this.#found.size < MOST) this.#found.set(key, { order: CAUSE_ORDER[o.code], finding: made(o), times: 1 });
  }

  has(code: CauseCode, about: string): boolean {
    return this.#found.has(`${code} ${about}`);
  }

  /** What blames comes before what only explains; then the surest, the most basic, the earliest. */
  sorted(): Finding[] {
    return [...this.#found.values()]
      .sort(
        (a, b) =>
          Number(b.finding.blames) - Number(a.finding.blames) ||
          SURE[a.finding.certainty] - SURE[b.finding.certainty] ||
          a.order - b.order ||
          (a.finding.number ?? 0) - (b.finding.number ?? 0),
      )
      .map(({ finding, times }) => ({ ...finding, times }));
  }
}

function made({ code, sentence, certainty, at, remedy }: NewFinding): Finding {
  const cause: { readonly remedy: string; readonly isNote?: true } = CAUSES[code];
  const layer = at?.layer?.layerName;
  return {
    code,
    sentence,
    certainty,
    blames: cause.isNote !== true,
    remedy: remedy ?? cause.remedy,
    number: at?.number,
    packet: at?.packet,
    layer,
    field: at?.field,
    octets: at === undefined ? undefined : octetsOf(at),
    times: 1,
  };
}

/** Where the field stands; without one, where the layer's fields do. */
function octetsOf({ packet, layer, field }: Evidence): Finding['octets'] {
  if (layer === undefined) return undefined;
  const p = objectOf(packet).built();
  const depth = p.depthOf(layer);
  const found = fieldPositions(p).filter((f) => f.depth === depth && (field === undefined || f.field === field));
  const first = found[0],
    last = found.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return { start: first.bit >> 3, end: (last.bit + last.bits + 7) >> 3 };
}
