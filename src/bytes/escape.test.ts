import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { escapeOctets, escapeText, pythonBytes, unescapeOctets, jsonText, printable } from './escape.ts';
import { PacketwrightError } from './errors.ts';
import { toHex } from './hex.ts';
import { seededRandom } from './random.ts';

describe('escapeText', () => {
  it('leaves nothing that a terminal acts on', () => {
    expect(escapeText('a\u001b[31mred\u0007\r\n\t\\ \u009b1m \u202eevil \u2028 \ufeffé 東')).toBe(
      'a\\x1b[31mred\\x07\\r\\n\\t\\\\ \\x9b1m \\u202eevil \\u2028 \\ufeffé 東',
    );
  });
});

describe('escapeOctets', () => {
  it('goes there and back for every octet', () => {
    const octets = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = escapeOctets(octets);
    expect(text).toMatch(/^[ -~]+$/);
    expect(unescapeOctets(text)).toEqual(octets);
    expect(unescapeOctets('\\x4g é\\q')).toEqual(Uint8Array.from(Buffer.from('\\x4g é\\q')));
  });
});

describeIf(requireScapy(), 'pythonBytes', () => {
  it('is what Python prints', () => {
    const random = seededRandom('repr');
    const samples = [
      ...Array.from({ length: 100 }, () => random.octets(random.below(30))),
      ...[`it's`, `"`, `'"`, '', '\\', '~\x7f'].map((text) => new TextEncoder().encode(text)),
    ];
    const theirs = askPython(
      'answer = [repr(bytes.fromhex(x)) for x in given]',
      samples.map((b) => toHex(b)),
    );
    expect(samples.map((b) => pythonBytes(b))).toEqual(theirs);
  });
});

describe('printable', () => {
  it('shows what a terminal would act on, and keeps the ends of lines and tabs', () => {
    expect(printable('a\tb\n\x00\r\x1b[31m\x7f\x85\x9b')).toBe('a\tb\n\\u0000\\u000d\\u001b[31m\\u007f\\u0085\\u009b');
    expect(printable('\u061c\u200f\u2028\u202e\u2066\ufeff\u{e0041}')).toBe('\\u061c\\u200f\\u2028\\u202e\\u2066\\ufeff\\udb40\\udc41');
  });

  it('leaves other text as it is, backslashes too', () => {
    for (const text of ['', 'eth0', 'C:\\new', 'ä 日本 😀', '\u00a0\u00ad']) expect(printable(text)).toBe(text);
  });

  it('makes JSON that is the same JSON', () => {
    for (const value of ['\x9b\u202e\x7f\u{e0041}', { '\x85': ['\t\n\\'] }]) expect(JSON.parse(jsonText(value))).toEqual(value);
  });

  it('is applied to every error', () => {
    const error = new PacketwrightError('ERR_FILE', 'a\x9b: \u202eno such file', { file: 'a\x9b', remedy: 'b\x9b' });
    expect([error.message, error.line, error.details['file']]).toEqual([
      'a\\u009b: \\u202eno such file',
      'a\\u009b: \\u202eno such file; b\\u009b',
      'a\x9b',
    ]);
  });
});
