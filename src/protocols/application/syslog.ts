/** Syslog: messages of programs. @see RFC 3164 (BSD); RFC 5424 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { utf8 } from '../../bytes/text.ts';
import { octetsFrom, text } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { type Field, type FieldOptions, field } from '../../packet/spec/field.ts';
import { orOctets } from '../../packet/spec/value-form.ts';

/** Digits of a priority at most; the last one that has a facility and a severity (RFC 5424 §6.2.1). */
const DIGITS = 3;
const MOST = 1023;

/** Where the priority at `at` ends, behind its `>`; -1: there is none. */
function priorityEnd(b: Uint8Array, at: number, limit: number): number {
  if (b[at] !== 0x3c) return -1;
  let q = at + 1;
  while (q < limit && q - at <= DIGITS + 1 && (b[q] as number) >= 0x30 && (b[q] as number) <= 0x39) q++;
  return q > at + 1 && q < limit && b[q] === 0x3e ? q + 1 : -1;
}

const number = (b: Uint8Array, at: number, end: number): number => Number(utf8(b, at + 1, end - 1));

/** `<34>`: read as the number, as octets where it has zeros in front; no octets where there is none, as in a message that was never relayed. */
const priority = (
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: number },
): Field<number | Uint8Array, number | Uint8Array> =>
  field(
    {
      form: 'variable',
      label: 'number in <>',
      holds: orOctets({ whole: [0, 9999] }),
      scalar: true,
      end: (b, at, limit) => Math.max(priorityEnd(b, at, limit), at),
      read: (b, at, end) => {
        if (end === at) return b.subarray(at, at);
        const n = number(b, at, end);
        return `<${n}>`.length === end - at ? n : b.subarray(at, end);
      },
      write: (w, v) => {
        if (!(v instanceof Uint8Array) && !(Number.isInteger(v) && Number(v) >= 0 && Number(v) <= 9999))
          throw new PacketwrightError('ERR_RANGE', `${String(v)} is no priority: give a number from 0 to ${MOST}`, { value: v });
        w.octets(v instanceof Uint8Array ? v : octetsFrom(`<${Number(v)}>`));
      },
    },
    o,
  );

/** The number of a priority; undefined where it is none that there is. */
function priorityOf(pri: number | Uint8Array): number | undefined {
  if (pri instanceof Uint8Array && pri.length === 0) return undefined;
  const n = pri instanceof Uint8Array ? number(pri, 0, pri.length) : pri;
  return n <= MOST ? n : undefined;
}

/** Version, time, host, program, process and kind of message, as RFC 5424 §6 has them; `-` where one is not known. */
const HEADER = /^(\d{1,2}) (\S+) (\S+) (\S+) (\S+) (\S+) /;
const part =
  (i: number) =>
  ({ msg }: { readonly msg: string }): string | undefined =>
    HEADER.exec(msg)?.[i];

/** One message of a program. What follows its priority is text; RFC 5424 says how it begins. @see RFC 5424 §6; RFC 3164 §4 */
export const Syslog = layer('Syslog', () => ({
  about: 'Syslog: a message of a program.',
  source: 'RFC 5424 §6; RFC 3164 §4',
  wireshark: 'syslog',
  greedy: true,
  fields: {
    pri: priority({ default: 13, about: 'facility × 8 + severity' }),
    msg: text({ encoding: 'utf8', about: 'what follows: time, host, program and message' }),
  },
  columns: {
    'syslog.facility': ({ pri }) => {
      const n = priorityOf(pri);
      return n === undefined ? undefined : n >> 3;
    },
    'syslog.level': ({ pri }) => {
      const n = priorityOf(pri);
      return n === undefined ? undefined : n & 7;
    },
    'syslog.msg': ({ msg }) => (HEADER.test(msg) ? undefined : msg),
    'syslog.version': part(1),
    'syslog.hostname': part(3),
    'syslog.appname': part(4),
    'syslog.procid': part(5),
    'syslog.msgid': part(6),
  },
  summary: ({ pri }) => `Syslog <${String(priorityOf(pri) ?? '')}>`,
}));
