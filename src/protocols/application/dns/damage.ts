/** What is wrong with a DNS message as octets: what cannot be read, and what stands behind all that was counted. */
import { HEADER_OCTETS, nameEnd, nameTrouble, type NameTrouble } from './names.ts';
import { typeNotMet } from './rdata.ts';
import { QUESTION_OCTETS, RECORD_OCTETS, recordEnd } from './section.ts';

/**
 * Something wrong. `cut`: the message, or a record's data, ends too early, or a section has fewer records than the header says; `pointer`,
 * `label`, `long`: a name cannot be read; `extra`: a record has more data than its type; `behind`: octets after all records.
 */
export interface DnsIssue {
  readonly kind: NameTrouble | 'extra' | 'behind';
  /** Octets from the message's first one. */
  readonly offset: number;
  readonly text: string;
}

/** How far a message can be read. */
export interface DnsDamage {
  /** At most one: nothing is known of what stands behind it. */
  readonly issues: readonly DnsIssue[];
  /** Records of each section before it. */
  readonly whole: Readonly<Record<Section, number>>;
  /** Octets behind the last that could be read: that of a record's name, or of what stands between this and its data. */
  readonly behind: number;
}

type Section = 'qd' | 'an' | 'ns' | 'ar';
const SECTIONS = ['qd', 'an', 'ns', 'ar'] as const;

/** A message as DNS's view has it. */
interface Message extends Readonly<Record<Section, readonly object[]>> {
  readonly qdcount: number;
  readonly ancount: number;
  readonly nscount: number;
  readonly arcount: number;
}

const WORDS: Readonly<Record<DnsIssue['kind'], string>> = {
  cut: 'it ends too early',
  pointer: 'bad compression pointer',
  label: 'bad label type',
  long: 'name too long',
  extra: 'extra input data',
  behind: 'octets behind the last record',
};
const issue = (kind: DnsIssue['kind'], offset: number): DnsIssue => ({ kind, offset, text: `${WORDS[kind]}, at octet ${offset}` });

/** What is wrong with the message of these octets, which begin with its identifier. Never throws. */
export function messageDamage(message: Message, b: Uint8Array): DnsDamage {
  const whole = { qd: 0, an: 0, ns: 0, ar: 0 };
  let at = HEADER_OCTETS;
  const damage = (...issues: DnsIssue[]): DnsDamage => ({ issues, whole, behind: Math.max(0, b.length - at) });
  for (const section of SECTIONS) {
    const fixed = section === 'qd' ? QUESTION_OCTETS : RECORD_OCTETS;
    for (const record of message[section]) {
      const { type, rdata } = record as { readonly type?: number; readonly rdata?: unknown };
      const name = nameEnd(b, at, b.length, 0);
      const end = recordEnd(b, name, b.length, fixed);
      if (end < 0) return damage(issue('cut', at));
      if (type !== undefined && typeNotMet(type, rdata) !== undefined) {
        at = name + fixed;
        return damage(dataIssue(type, b, at, end));
      }
      whole[section]++;
      at = end;
    }
    if (whole[section] < message[`${section}count`]) {
      const name = nameEnd(b, at, b.length, 0);
      if (name < 0) return damage(issue(nameTrouble(b, at, b.length), at));
      at = name + fixed <= b.length ? name + fixed : name;
      return damage(issue('cut', at));
    }
  }
  return at < b.length ? damage(issue('behind', at)) : damage();
}

/** Octets before the names in a type's data, names, and octets behind them (RFC 1035 §3.3 and 3.4, RFC 2782, RFC 3596, RFC 6672). */
const SHAPES: Readonly<Record<number, readonly [before: number, names: number, behind: number]>> = {
  1: [4, 0, 0],
  2: [0, 1, 0],
  5: [0, 1, 0],
  6: [0, 2, 20],
  12: [0, 1, 0],
  14: [0, 2, 0],
  15: [2, 1, 0],
  17: [0, 2, 0],
  18: [2, 1, 0],
  21: [2, 1, 0],
  28: [16, 0, 0],
  33: [6, 1, 0],
  36: [2, 1, 0],
  39: [0, 1, 0],
};

/** Why data is not what its type has. Of types of another shape it is said to be cut. */
function dataIssue(type: number, b: Uint8Array, start: number, end: number): DnsIssue {
  const [before, names, behind] = SHAPES[type] ?? [Number.POSITIVE_INFINITY, 0, 0];
  let at = start + before;
  for (let i = 0; i < names && at < end; i++) {
    const next = nameEnd(b, at, end, 0);
    if (next < 0) return issue(nameTrouble(b, at, end), at);
    at = next;
  }
  return at + behind < end ? issue('extra', at + behind) : issue('cut', start);
}
