/** What Tab offers. */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ShellSession } from '../../make-shell.ts';
import { FlagValue } from '../../packets/flag-value.ts';
import { ScapyPacket } from '../../packets/scapy-packet.ts';
import { namesIn } from '../../python/attributes.ts';
import type { Slot } from '../../../packet/spec/slot.ts';
import type { Completion } from '../terminal/reader.ts';
import { type Context, contextOf, type Open } from './context.ts';
import { knownValue, layerOf } from './known-value.ts';
import { signatureOf } from './signature.ts';

const KEYWORDS = [
  ...[
    'and',
    'as',
    'assert',
    'await',
    'break',
    'class',
    'const',
    'continue',
    'def',
    'del',
    'elif',
    'else',
    'except',
    'finally',
    'for',
    'from',
  ],
  ...[
    'global',
    'if',
    'import',
    'in',
    'is',
    'lambda',
    'let',
    'new',
    'not',
    'or',
    'pass',
    'raise',
    'return',
    'try',
    'while',
    'with',
    'yield',
  ],
];

/** Functions whose first text is the name of a file, and names of arguments that are. */
const TAKES_FILE =
  /^(?:rdpcap|wrpcap|wrpcapng|rderf|PcapReader|PcapWriter|PcapNgReader|RawPcapReader|open|load_session|save_session|export_session)$/;
const FILE_ARGUMENT = /^(?:offline|filename|fname|file)$/;
const TAKES_INTERFACE = /^get_if_(?:addr6?|hwaddr|raw_hwaddr)$/;
const INTERFACE_ARGUMENT = /^(?:iface|iff|interface|iface_hint|if1|if2)$/;

const NOTHING = (cursor: number): Completion => ({ from: cursor, words: [] });

export function complete(session: ShellSession, text: string, cursor: number): Completion | Promise<Completion> {
  const context = contextOf(text, cursor);
  if (context.comment) return NOTHING(cursor);
  if (context.string !== undefined) return inString(session, context, context.string);
  const { word, from, of } = context;
  if (of !== undefined) {
    const value = of === '' ? undefined : knownValue(session, of);
    return { from, words: value === undefined || value === null ? [] : beginning(namesOf(value), word) };
  }
  const call = context.open.at(-1);
  const arguments_ = call?.bracket === '(' && call.named === undefined && word !== '' ? namedArguments(session, call, word) : [];
  const names = word === '' ? namedArgumentsOf(session, call) : beginning(allNames(session), word);
  return { from, words: [...arguments_, ...names] };
}

/** Fields first: that is what is asked for inside a call. */
const namedArgumentsOf = (session: ShellSession, call: Open | undefined): string[] =>
  call?.bracket === '(' && call.named === undefined ? namedArguments(session, call, '') : [];

function namedArguments(session: ShellSession, call: Open, word: string): string[] {
  const value = knownValue(session, call.of);
  const names = value === undefined ? [] : (signatureOf(session, call.of, value)?.names ?? []);
  return names.filter((name) => name.startsWith(word) && !call.given.includes(name)).map((name) => `${name}=`);
}

const allNames = (session: ShellSession): Set<string> =>
  new Set([...session.names.keys(), ...session.runtime.builtins.keys(), ...KEYWORDS]);

/** Names with an underscore in front are offered when somebody types it. */
const beginning = (names: Iterable<string>, word: string): string[] =>
  [...names].filter((name) => name.startsWith(word) && (word.startsWith('_') || !name.startsWith('_'))).sort();

function namesOf(value: unknown): readonly string[] {
  const layer = layerOf(value);
  return layer === undefined ? namesIn(value) : [...namesIn(value), ...layer.layout.slots.map(({ name }) => name)];
}

function inString(
  session: ShellSession,
  { open, against }: Context,
  { text, start }: { text: string; start: number },
): Completion | Promise<Completion> {
  const cursor = start + text.length;
  const call = open.findLast(({ bracket, of }) => bracket === '(' && of !== '');
  if (call !== undefined) {
    if (FILE_ARGUMENT.test(call.named ?? '') || (call.named === undefined && call.place === 0 && TAKES_FILE.test(call.of)))
      return files(text, start);
    if (INTERFACE_ARGUMENT.test(call.named ?? '') || (call.named === undefined && TAKES_INTERFACE.test(call.of)))
      return interfaces(session, text, start);
    const layer = call.named === undefined ? undefined : layerOf(knownValue(session, call.of));
    if (layer !== undefined) return valuesOf(new ScapyPacket(session.place, layer), call.named as string, text, start);
  }
  if (against === undefined) return NOTHING(cursor);
  if (/^conf\.(?:logfile|histfile)$/.test(against)) return files(text, start);
  if (against === 'conf.iface') return interfaces(session, text, start);
  const [, owner, field] = /^(.*)\.([^.]+)$/s.exec(against) ?? [];
  const value = owner === undefined ? undefined : knownValue(session, owner);
  if (!(value instanceof ScapyPacket) || field === undefined) return NOTHING(cursor);
  const node = value.chain().find((one) => one.slot(field) !== undefined);
  return node === undefined ? NOTHING(cursor) : valuesOf(node, field, text, start);
}

/** Names that a field's numbers have, or its flags. */
function valuesOf(node: ScapyPacket, field: string, text: string, start: number): Completion {
  const slot = node.slot(field);
  if (slot === undefined) return NOTHING(start + text.length);
  const flags = flagNames(node, slot);
  if (flags !== undefined) {
    const separator = flags.separator;
    const from = separator === '' ? start + text.length : start + text.lastIndexOf(separator) + 1;
    const typed = separator === '' ? '' : text.slice(from - start);
    const before = separator === '' ? new Set(text) : new Set(text.split(separator));
    return { from, words: flags.names.filter((name) => name !== '' && name.startsWith(typed) && !before.has(name)) };
  }
  const names = slot.options.names;
  if (names === undefined) return NOTHING(start + text.length);
  return { from: start, words: Array.from(names.entries(), ([, name]) => name).filter((name) => name.startsWith(text)) };
}

function flagNames(node: ScapyPacket, slot: Slot): { names: readonly string[]; separator: string } | undefined {
  const value = new ScapyPacket(node.place, node.layer).value(slot);
  return value instanceof FlagValue ? { names: value.flags.$names, separator: value.flags.$separator } : undefined;
}

function files(text: string, start: number): Completion {
  const slash = text.lastIndexOf('/') + 1;
  const folder = text.slice(0, slash);
  const typed = text.slice(slash);
  try {
    const path = folder === '~/' || folder.startsWith('~/') ? join(homedir(), folder.slice(1)) : folder || '.';
    const words = readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(typed) && (typed.startsWith('.') || !name.startsWith('.')))
      .map((one) => (one.isDirectory() ? `${one.name}/` : one.name))
      .sort();
    return { from: start + slash, words };
  } catch {
    return NOTHING(start + text.length);
  }
}

async function interfaces(session: ShellSession, text: string, start: number): Promise<Completion> {
  try {
    const all = await (await session.host()).interfaces();
    return { from: start, words: all.map(({ name }) => name).filter((name) => name.startsWith(text)) };
  } catch {
    return NOTHING(start + text.length);
  }
}
