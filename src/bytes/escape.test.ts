import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { escapeOctets, escapeText, pythonBytes, unescapeOctets } from './escape.ts';
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
