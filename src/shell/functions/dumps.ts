/** hexdump() and its relatives: they print, and give the text when they are asked to. */
import { chexdump, hexdump, linehexdump } from '../../packet/display/dumps.ts';
import { hexdiff } from '../../packet/display/hexdiff.ts';
import { functions } from '../python/callable.ts';
import type { Shell } from '../session.ts';
import { octetsOf } from './values.ts';

export function dumpFunctions(shell: Shell): Record<string, unknown> {
  const printed = (text: string, dump: unknown): string | null => {
    if (dump === true || dump === 1) return text;
    shell.write(`${text}\n`);
    return null;
  };
  return functions({
    'hexdump(p, dump=False)': (v: unknown, dump: unknown) => printed(hexdump(octetsOf(shell, v)), dump),
    'linehexdump(p, onlyasc=0, onlyhex=0, dump=False)': (v: unknown, ascii: unknown, hex: unknown, dump: unknown) =>
      printed(
        linehexdump(octetsOf(shell, v), { onlyAscii: ascii === 1 || ascii === true, onlyHex: hex === 1 || hex === true } as never),
        dump,
      ),
    'chexdump(p, dump=False)': (v: unknown, dump: unknown) => printed(chexdump(octetsOf(shell, v)), dump),
    'hexstr(p, onlyasc=0, onlyhex=0)': (v: unknown, ascii: unknown, hex: unknown) =>
      linehexdump(octetsOf(shell, v), { onlyAscii: ascii === 1 || ascii === true, onlyHex: hex === 1 || hex === true } as never),
    'hexdiff(a, b, autojunk=False)': (a: unknown, b: unknown) => printed(hexdiff(octetsOf(shell, a), octetsOf(shell, b)), false),
    'import_hexcap(input_string=None)': (text: unknown) => importHexcap(String(text)),
  } as never);
}

/** Octets of a hexdump: an offset, up to 16 octets, and their characters, which do not count. */
function importHexcap(text: string): Uint8Array {
  const octets: number[] = [];
  for (const line of text.split('\n')) {
    const found = /^\s*(?:[0-9a-f]{3,8}:?\s+)?((?:[0-9a-f]{2}(?:\s{1,2}|$)){1,16})/i.exec(line);
    if (found !== null) for (const octet of (found[1] ?? '').trim().split(/\s+/)) octets.push(Number.parseInt(octet, 16));
  }
  return Uint8Array.from(octets);
}
