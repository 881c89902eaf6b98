/** Lines of text that end in CR LF, as HTTP, SIP, RTSP and SMTP have them. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { latin1 } from '../../bytes/text.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';
import { encodeText } from './shared/text-code.ts';

type LineOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

const LF = 0x0a,
  CR = 0x0d;

/** Where the line that begins at `at` ends, its ending too; -1 when it has no ending. */
export function lineEnd(b: Uint8Array, at: number, limit: number): number {
  // Not indexOf, which looks behind the limit, where much may be that is others'.
  for (let i = at; i < limit; i++) if (b[i] === LF) return i + 1;
  return -1;
}

/** The text of a line, without CR LF; with its ending where that is LF alone. */
export const lineText = (b: Uint8Array, at: number, end: number): string =>
  latin1(b, at, end - at >= 2 && b[end - 2] === CR ? end - 2 : end);

/**
 * A line of text (Latin-1) up to CR LF, which is not part of the value. A line that ends in LF alone keeps the LF (`'GET /\n'`), so it is
 * written the same way; a line without an ending is read as octets.
 */
export function line(o: LineOptions = {}): Field<string | Uint8Array, string | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'line of text',
      value: 'text',
      initial: '',
      end: (b, at, limit) => {
        const end = lineEnd(b, at, limit);
        return end < 0 ? limit : end;
      },
      read: (b, at, end) => (lineEnd(b, at, end) === end ? lineText(b, at, end) : b.subarray(at, end)),
      write: (w, v) => {
        if (v instanceof Uint8Array) {
          w.octets(v);
          return;
        }
        const text = String(v);
        const i = text.indexOf('\n');
        // A text with CR LF in it would be two lines; "x\r" and CR LF are read as that.
        if (i >= 0 && (i < text.length - 1 || text.endsWith('\r\n')))
          throw new PacketwrightError('ERR_VALUE', 'a line contains a line break', { value: v });
        w.octets(encodeText(i < 0 ? `${text}\r\n` : text, 'latin1'));
      },
      random: (r) => r.u32().toString(36),
    },
    o,
  );
}
