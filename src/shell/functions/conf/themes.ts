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

export const themes = (): Record<string, unknown> => Object.fromEntries(NAMES.split(' ').map((name) => [name, new ThemeClass(name)]));
