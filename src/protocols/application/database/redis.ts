/** Redis Serialization Protocol (RESP): values, and commands as lines. @see Redis documentation, "Redis serialization protocol specification" */
import { when } from '../../../packet/fields/conditional.ts';
import { records } from '../../../packet/fields/lists.ts';
import { fixedText, octetsFrom } from '../../../packet/fields/octets.ts';
import { line, textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { type Field, field } from '../../../packet/spec/field.ts';
import { beginsWord, COMMAND, firstLine, lineSize } from '../line-protocol.ts';

const SOURCE = 'Redis documentation, "Redis serialization protocol specification"';
/** The first octets of values: those of version 2, then those of version 3. */
const TYPES = '+-:$*_#,(!=%~>|';
/** Values whose line is a length, and whose octets follow it. */
const BULK = '$!=';
const CRLF = 2;

/** The number that a line says; -1 (there is no value) where it says none. */
const numberOf = (text: unknown): number => (/^\d{1,9}$/.test(String(text)) ? Number(text) : -1);

/** As many octets as the line before says, and the line end behind them. */
const bulk = (): Field<Uint8Array, Uint8Array | string> =>
  field({
    form: 'variable',
    label: 'octets of which the line before says how many',
    value: 'octets',
    end: (_b, at, _limit, { self }) => at + numberOf(self['line']) + CRLF,
    read: (b, at, end) => b.subarray(at, end),
    write: (w, v) => {
      if (v !== undefined) w.octets(octetsFrom(v));
    },
  });

/** One value: of an array or a map only its head, for its items follow as values of their own. */
export const RESPValue = layer('RESPValue', () => ({
  about: 'A value: its type, its line, and for strings by length their octets.',
  source: SOURCE,
  fields: {
    type: fixedText(1, { default: '+' }),
    line: line({ about: 'the value, or how many octets or items it has' }),
    data: when((self) => BULK.includes(self['type']) && numberOf(self['line']) >= 0, bulk()),
  },
  begins: (b, start) => TYPES.includes(String.fromCharCode(b[start] as number)),
}));

/** Values as clients send them (arrays of strings) and servers answer. Items of arrays stand behind them, in order. */
export const RESP = layer('RESP', () => ({
  title: 'Redis',
  about: 'Redis Serialization Protocol: values, the items of arrays behind them.',
  source: SOURCE,
  wireshark: 'resp',
  fields: { values: records(() => RESPValue, { rest: true }) },
  begins: (b, start, end) => {
    const c = String.fromCharCode(b[start] as number);
    const next = b[start + 1] as number;
    if (end - start < 3 || !TYPES.includes(c)) return false;
    // A number, or a minus, behind what is counted; text behind + and -.
    return '+-_#,(|'.includes(c) || (next >= 0x30 && next <= 0x39) || next === 0x2d || next === 0x3f;
  },
  summary: ({ values: [first] }) =>
    `RESP ${first === undefined || first instanceof Uint8Array ? '' : `${first.type}${String(first.line)}`}`,
}));

/** Commands as lines, which people type. */
export const RESPInline = layer('RESPInline', () => ({
  title: 'Redis inline command',
  about: 'Commands of Redis as lines of text.',
  source: SOURCE,
  wireshark: 'resp',
  fields: { lines: textLines(COMMAND, { about: '[command, arguments]' }) },
  begins: (b, start, end) => beginsWord(b, start, end, 3, 20),
  messageSize: lineSize,
  summary: (redis) => `RESP '${firstLine(redis, COMMAND)}'`,
}));
