/** What the prompt prints of a value, and the short forms that it knows besides the notation. */
import type { ShellSession } from '../make-shell.ts';
import { isScapyPacket } from '../packets/is-scapy-packet.ts';
import { ScapyList } from '../lists/scapy-list.ts';
import { repr } from '../python/text/repr.ts';
import { settle } from '../python/waiting.ts';
import { packetColoured } from './colours.ts';

const same = (text: string): string => text;

/** Its repr with the end of the line; undefined for None. It becomes `_`. */
export async function printedValue(
  session: ShellSession,
  given: unknown,
): Promise<{ text: string; coloured: (text: string) => string } | undefined> {
  const value = await given;
  if (value === null || value === undefined) return undefined;
  session.names.set('_', value);
  const text = `${await settle(() => repr(value))}\n`;
  return { text, coloured: isScapyPacket(value) || value instanceof ScapyList ? packetColoured : same };
}

/** `sr1?` and `?sr1` ask for help. */
export function helpAsked(text: string): string | undefined {
  const [, behind, before] = /^\s*(?:([\p{L}_][\p{L}\p{N}_.[\]"']*)\?\??|\?\??([\p{L}_][\p{L}\p{N}_.[\]"']*))\s*$/u.exec(text) ?? [];
  const what = behind ?? before;
  return what === undefined ? undefined : `help(${what})`;
}
