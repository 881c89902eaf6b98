/** scapy's themes of colours: here there are colours, or none. */
import { type Behaviour, CALL, GET, REPR, TYPE_NAME, UNKNOWN } from '../../python/behaviour.ts';

class Theme implements Behaviour {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  get [TYPE_NAME](): string {
    return this.name;
  }
  [REPR](): string {
    return `<${this.name}>`;
  }
}

class ThemeClass implements Behaviour {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  get [TYPE_NAME](): string {
    return 'type';
  }
  [REPR](): string {
    return `<class 'scapy.themes.${this.#name}'>`;
  }
  [GET](name: string): unknown {
    return name === '__name__' ? this.#name : UNKNOWN;
  }
  [CALL](): Theme {
    return new Theme(this.#name);
  }
}

const NAMES =
  'NoTheme BlackAndWhite DefaultTheme BrightTheme DarkTheme RastaTheme ColorOnBlackTheme AnsiColorTheme LatexTheme LatexTheme2 HTMLTheme HTMLTheme2';

/** As conf.theme takes them: `default`, without colours in our words, and scapy's. */
export const THEMES: readonly string[] = ['default', 'none', 'plain', 'nocolor', ...NAMES.split(' ')];

/** `black-and-white` is BlackAndWhite. */
export const plainTheme = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');

const KNOWN: ReadonlySet<string> = new Set(THEMES.map(plainTheme));
export const isTheme = (name: string): boolean => KNOWN.has(plainTheme(name));

export const themes = (): Record<string, unknown> => Object.fromEntries(NAMES.split(' ').map((name) => [name, new ThemeClass(name)]));
