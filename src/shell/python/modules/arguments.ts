/** The modules `argparse` and `optparse`, as recipes use them. */
import type { Named } from '../../runtime.ts';
import { GET, REPR, UNKNOWN } from '../behaviour.ts';
import { type Builtin, functions } from '../callable.ts';
import { PyError, systemExit } from '../errors.ts';
import { linked } from '../linked.ts';
import { repr } from '../text/repr.ts';
import type { Session } from '../session.ts';
import { Tuple } from '../behaviour.ts';

/** What was given, by name. */
class Namespace {
  readonly values = new Map<string, unknown>();
  [GET](name: string): unknown {
    return this.values.has(name) ? this.values.get(name) : UNKNOWN;
  }
  [REPR](): string {
    return `Namespace(${[...this.values].map(([name, value]) => `${name}=${repr(value)}`).join(', ')})`;
  }
}

interface Argument {
  readonly flags: readonly string[];
  readonly dest: string;
  readonly named: Named;
}

const isFlag = (text: string): boolean => text.startsWith('-') && !/^-\d/.test(text) && text !== '-';

class Parser {
  readonly #session: Session;
  readonly #description: string;
  readonly #arguments: Argument[] = [];
  /** optparse gives what is left as a list beside. */
  readonly #pair: boolean;

  constructor(session: Session, description: string, pair: boolean) {
    this.#session = session;
    this.#description = description;
    this.#pair = pair;
  }

  #fail(text: string): never {
    this.#session.writeError(`${this.#usage()}\n${this.#program}: error: ${text}\n`);
    throw new PyError(systemExit, [2]);
  }

  get #program(): string {
    return (this.#session.argv[0] ?? '').split('/').at(-1) ?? '';
  }

  #usage(): string {
    const parts = this.#arguments.map(({ flags, dest, named }) => {
      if (flags.length === 0) return dest;
      const value = this.#takes(named) ? ` ${String(named['metavar'] ?? dest.toUpperCase())}` : '';
      return `[${flags[0]}${value}]`;
    });
    return ['usage:', this.#program, '[-h]', ...parts].join(' ');
  }

  #takes(named: Named): boolean {
    return !/^(store_true|store_false|store_const|count)$/.test(String(named['action'] ?? 'store'));
  }

  add(names: readonly string[], named: Named): null {
    const flags = names.filter((name) => name.startsWith('-'));
    const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0] ?? names[0] ?? '';
    const dest = String(named['dest'] ?? long.replace(/^-+/, '').replaceAll('-', '_'));
    this.#arguments.push({ flags, dest, named });
    return null;
  }

  help(): null {
    const lines = this.#arguments.map(({ flags, dest, named }) =>
      `  ${(flags.join(', ') || dest).padEnd(22)} ${String(named['help'] ?? '')}`.trimEnd(),
    );
    this.#session.write(`${[this.#usage(), '', this.#description, '', ...lines].join('\n')}\n`);
    return null;
  }

  async #value({ named, flags, dest }: Argument, text: string): Promise<unknown> {
    const type = named['type'];
    let value: unknown = text;
    if (typeof type === 'string') value = type === 'int' ? Number(text) : text;
    else if (type !== undefined && type !== null) {
      try {
        value = await linked.call(type, [text]);
      } catch {
        const name = (type as { name?: string }).name ?? 'value';
        return this.#fail(`argument ${flags.join('/') || dest}: invalid ${name} value: ${repr(text)}`);
      }
    }
    const choices = named['choices'] as readonly unknown[] | undefined;
    if (choices !== undefined && ![...choices].some((one) => linked.equal(one, value)))
      this.#fail(`argument ${flags.join('/') || dest}: invalid choice: ${repr(value)} (choose from ${[...choices].map(repr).join(', ')})`);
    return value;
  }

  async parse(given: readonly string[] | null): Promise<unknown> {
    const space = new Namespace();
    for (const { dest, named } of this.#arguments) {
      const action = String(named['action'] ?? 'store');
      space.values.set(dest, named['default'] ?? (action === 'store_true' ? false : action === 'store_false' ? true : null));
    }
    const left = [...(given ?? this.#session.argv.slice(1))];
    const loose: string[] = [];
    const seen = new Set<string>();
    while (left.length > 0) {
      const text = left.shift()!;
      if (text === '-h' || text === '--help') {
        this.help();
        throw new PyError(systemExit, [0]);
      }
      if (!isFlag(text)) loose.push(text);
      else await this.#flag(text, left, space, seen);
    }
    await this.#places(loose, space);
    for (const { flags, named } of this.#arguments)
      if (flags.length > 0 && named['required'] === true && !flags.some((flag) => seen.has(flag)))
        this.#fail(`the following arguments are required: ${flags.join('/')}`);
    return this.#pair ? new Tuple([space, loose]) : space;
  }

  async #flag(text: string, left: string[], space: Namespace, seen: Set<string>): Promise<void> {
    const [name = '', attached] = text.startsWith('--') ? text.split(/=(.*)/s) : [text];
    const found =
      this.#arguments.find(({ flags }) => flags.includes(name)) ?? this.#arguments.find(({ flags }) => flags.includes(text.slice(0, 2)));
    if (found === undefined) this.#fail(`unrecognized arguments: ${text}`);
    const { dest, named, flags } = found!;
    for (const flag of flags) seen.add(flag);
    const action = String(named['action'] ?? 'store');
    if (!this.#takes(named)) {
      const count = Number(space.values.get(dest) ?? 0) + 1;
      space.values.set(dest, action === 'count' ? count : action === 'store_const' ? named['const'] : action === 'store_true');
      return;
    }
    const inline = attached ?? (text.startsWith('--') || text.length === 2 ? undefined : text.slice(2));
    const many = /^[+*]$/.test(String(named['nargs'] ?? ''));
    if (many || typeof named['nargs'] === 'number') {
      const values: unknown[] = [];
      const most = many ? Number.POSITIVE_INFINITY : Number(named['nargs']);
      while (left.length > 0 && !isFlag(left[0]!) && values.length < most) values.push(await this.#value(found!, left.shift()!));
      space.values.set(dest, values);
      return;
    }
    const value = inline ?? (left.length > 0 && !isFlag(left[0]!) ? left.shift() : undefined);
    if (value === undefined) this.#fail(`argument ${flags.join('/')}: expected one argument`);
    const ready = await this.#value(found!, value!);
    const before = space.values.get(dest);
    space.values.set(dest, action === 'append' ? [...((before as unknown[] | null) ?? []), ready] : ready);
  }

  async #places(loose: string[], space: Namespace): Promise<void> {
    const places = this.#arguments.filter(({ flags }) => flags.length === 0);
    const missing: string[] = [];
    for (const [i, one] of places.entries()) {
      const count = String(one.named['nargs'] ?? '');
      const rest = places.length - i - 1;
      if (count === '*' || count === '+') {
        const taken = loose.splice(0, Math.max(0, loose.length - rest));
        if (count === '+' && taken.length === 0) missing.push(one.dest);
        space.values.set(one.dest, await Promise.all(taken.map((text) => this.#value(one, text))));
      } else if (loose.length > 0) space.values.set(one.dest, await this.#value(one, loose.shift()!));
      else if (count !== '?') missing.push(one.dest);
    }
    if (missing.length > 0) this.#fail(`the following arguments are required: ${missing.join(', ')}`);
    if (loose.length > 0 && !this.#pair) this.#fail(`unrecognized arguments: ${loose.join(' ')}`);
  }

  [GET](name: string): unknown {
    const group = () => this;
    const table: Record<string, Builtin> = functions({
      'add_argument(*flags, **kw)': (flags: string[], named: Named) => this.add(flags, named),
      'add_option(*flags, **kw)': (flags: string[], named: Named) => this.add(flags, named),
      'parse_args(args=None)': (given: string[] | null) => this.parse(given),
      'add_argument_group(*args, **kw)': group,
      'add_mutually_exclusive_group(*args, **kw)': group,
      'print_help()': () => this.help(),
      'print_usage()': () => {
        this.#session.write(`${this.#usage()}\n`);
        return null;
      },
      'error(message)': (text: string) => this.#fail(text),
    });
    return table[name] ?? UNKNOWN;
  }
}

export function argparse(session: Session): Record<string, unknown> {
  return functions({
    'ArgumentParser(prog=None, usage=None, description=None, **kw)': (_: unknown, __: unknown, text: unknown) =>
      new Parser(session, String(text ?? ''), false),
    'Namespace(**kw)': (named: Named) => {
      const space = new Namespace();
      for (const [name, value] of Object.entries(named)) space.values.set(name, value);
      return space;
    },
    'RawTextHelpFormatter(*args)': () => null,
    'RawDescriptionHelpFormatter(*args)': () => null,
    'ArgumentDefaultsHelpFormatter(*args)': () => null,
  });
}

export function optparse(session: Session): Record<string, unknown> {
  return functions({ 'OptionParser(usage=None, **kw)': (text: unknown) => new Parser(session, String(text ?? ''), true) });
}
