/** Packets that somebody wrote on a command line, as in a program: `packet(IP({ dst: '192.0.2.1' }), ICMP())`. */
import { Script } from 'node:vm';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import type { Sendable } from '../../../exchange/options.ts';
import { packetsOf } from '../../../exchange/packets-of.ts';
import type { Part } from '../../../packet/laid/packet.ts';
import { CraftedLayer } from '../../../packet/spec/crafted.ts';

/** What an expression may name: every layer, and what makes values of fields. Loaded when there is an expression. */
async function namesInScope(): Promise<Readonly<Record<string, unknown>>> {
  const modules = await Promise.all([
    import('../../../protocols/layers.ts'),
    import('../../../protocols/protocols.ts'),
    import('../../../packet/templates/sets.ts'),
    import('../../../packet/templates/volatile.ts'),
    import('../../../packet/templates/random-pattern.ts'),
    import('../../../packet/templates/random-text.ts'),
    import('../../../packet/templates/random-values.ts'),
    import('../../../packet/templates/fuzz.ts'),
    import('../../../packet/fields/addresses.ts'),
    import('../../../packet/spec/spec.ts'),
    import('../../../bytes/hex.ts'),
  ]);
  return Object.assign(Object.create(null) as object, ...modules) as Record<string, unknown>;
}

/** As it stands in a stack. */
const FILE = 'expression';
/** Words of the language that an expression may use beside ours. */
const GLOBALS = ['Array', 'Uint8Array', 'Math', 'Number', 'String', 'BigInt', 'Object', 'Buffer', 'TextEncoder'];

/**
 * What can be sent of what the expression says: packets, templates, lists of both. A layer alone is a packet of its own.
 * @throws ERR_EXPRESSION where it is wrong, with the place
 */
export async function sendableOf(text: string): Promise<Sendable> {
  // In TypeScript a quotient of layers is no number, and a name that is set in a call is no field.
  if (/[/=]/.test(text)) {
    const { isScapysNotation, scapyValue } = await import('../../../shell/scapy-value.ts');
    if (isScapysNotation(text)) return scapyExpression(text, scapyValue);
  }
  const scope = await namesInScope();
  const value = evaluated(text, scope);
  const whole = value instanceof CraftedLayer ? (scope['packet'] as (part: Part) => unknown)(value as unknown as Part) : value;
  // What is no packet says so at once; packets are made when they are sent.
  if (typeof whole !== 'object' || whole === null) packetsOf(whole as Sendable).next();
  return whole as Sendable;
}

/** Errors of the shell as errors of an expression. */
async function scapyExpression(text: string, value: (text: string) => Promise<Sendable>): Promise<Sendable> {
  try {
    return await value(text);
  } catch (error) {
    throw new PacketwrightError('ERR_EXPRESSION', error instanceof Error ? error.message : String(error), {
      expression: text,
      cause: error,
    });
  }
}

function evaluated(text: string, scope: Readonly<Record<string, unknown>>): unknown {
  // Behind a line of its own, so that what is said of a place is said of the text.
  const script = compiled(text);
  try {
    return (script.runInThisContext() as (names: object) => unknown)(scope);
  } catch (error) {
    const place = placeIn(error, text);
    if (error instanceof PacketwrightError) {
      const { remedy, cause, ...details } = error.details;
      throw new PacketwrightError(error.code, `${error.message}${place}`, { ...details, ...(remedy !== undefined && { remedy }), cause });
    }
    if (error instanceof ReferenceError) {
      const name = /^(\S+) is not defined/.exec(error.message)?.[1] ?? '';
      const near = nearest(name, [...Object.keys(scope), ...GLOBALS]);
      throw new PacketwrightError('ERR_EXPRESSION', `nothing is called '${name}'${nameIn(text, name)}${didYouMean(near)}`, {
        name,
        near,
        remedy: 'pkw ls lists the layers',
      });
    }
    throw new PacketwrightError('ERR_EXPRESSION', `${error instanceof Error ? error.message : String(error)}${place}`, { cause: error });
  }
}

function compiled(text: string): Script {
  try {
    return new Script(`(function (names) { with (names) { return (\n${text}\n); } })`, { filename: FILE });
  } catch (error) {
    throw new PacketwrightError('ERR_EXPRESSION', syntaxWords(error, text), {
      expression: text,
      remedy: 'write it as in a program, in quotes of the shell: \'packet(IP({ dst: "192.0.2.1" }), ICMP())\'',
    });
  }
}

/** V8 shows the line, and marks the place below it. */
function syntaxWords(error: unknown, text: string): string {
  const { message, stack = '' } = error as Error;
  const [head = '', , marks = ''] = stack.split('\n');
  const line = Number(/:(\d+)$/.exec(head)?.[1] ?? 0) - 1;
  const lines = text.split('\n').length;
  // What is said of the line behind it is about brackets of ours.
  if (line < 1 || line > lines) return 'the expression ends too early: a bracket or a quote is not closed';
  return `${message}${where(line, marks.indexOf('^') + 1, lines)}`;
}

function placeIn(error: unknown, text: string): string {
  const [, line, column] = new RegExp(`\\b${FILE}:(\\d+):(\\d+)`).exec(error instanceof Error ? (error.stack ?? '') : '') ?? [];
  return line === undefined || line === '1' ? '' : where(Number(line) - 1, Number(column), text.split('\n').length);
}

/** Where the name stands first: of one that is not there, V8 tells the statement only. */
function nameIn(text: string, name: string): string {
  const before = text.slice(0, Math.max(0, text.search(new RegExp(`(?<![\\w$.])${name.replace(/\W/g, '\\$&')}(?![\\w$])`)))).split('\n');
  return where(before.length, (before.at(-1) ?? '').length + 1, text.split('\n').length);
}

const where = (line: number, column: number, lines: number): string => ` (at ${lines > 1 ? `line ${line}, ` : ''}character ${column})`;
