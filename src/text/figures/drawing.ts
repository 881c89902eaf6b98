/** A drawing as marks in places: what figures are made of, and what SVG, PostScript and PDF are written from. y grows downward; units are points. */

/** `mono` and `strong` have letters of one width, which every back end knows; `sans` and `title` are for words that stand alone. */
export type Letters = 'mono' | 'strong' | 'sans' | 'title';

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  /** Of the line that the letters stand on. */
  readonly y: number;
  readonly text: string;
  readonly letters: Letters;
  readonly size: number;
  readonly colour: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Degrees, counted against the clock; only SVG draws it. */
  readonly turn?: number;
}

export interface BoxMark {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly edge?: string;
  /** Radius of its corners; PostScript and PDF draw square ones. */
  readonly round?: number;
  readonly dashed?: boolean;
}

/** A step of a line: a straight one to a place, or a curve of Bézier to the last of three. */
export type Step = readonly [x: number, y: number] | readonly [x1: number, y1: number, x2: number, y2: number, x: number, y: number];

export interface LineMark {
  readonly kind: 'line';
  readonly from: readonly [x: number, y: number];
  readonly steps: readonly Step[];
  /** Of the line; of the area inside it when `filled`. */
  readonly colour: string;
  readonly width: number;
  readonly filled?: boolean;
  readonly dashed?: boolean;
}

export type Mark = TextMark | BoxMark | LineMark;

export interface Drawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** What is drawn later covers what was drawn before. */
  readonly marks: readonly Mark[];
}

/** Colours by `#rrggbb`. */
export const INK = '#1f2328';
export const FAINT = '#59636e';
export const RULE = '#d1d9e0';
export const PAPER = '#ffffff';

/** Pairs that differ from their neighbours: what lies behind text, and the same strong enough for a line. */
export const COLOURS: readonly { readonly pale: string; readonly strong: string }[] = [
  { pale: '#cfe8ff', strong: '#0969da' },
  { pale: '#ffe1b8', strong: '#bc4c00' },
  { pale: '#c8f0d0', strong: '#1a7f37' },
  { pale: '#ffd3e4', strong: '#bf3989' },
  { pale: '#f6ecae', strong: '#8a6d00' },
  { pale: '#e6dbff', strong: '#8250df' },
  { pale: '#c2efe9', strong: '#0f7b74' },
  { pale: '#ffd4cf', strong: '#cf222e' },
];

export const colourOf = (i: number): (typeof COLOURS)[number] => COLOURS[i % COLOURS.length] as (typeof COLOURS)[number];

/** The width of a letter of `mono` and `strong`, in parts of its size: Courier's. */
export const MONO = 0.6;
/** The same of other letters, rather too much: fonts differ. */
const SANS = 0.62;
/** Scripts whose letters are twice as wide: Unicode's East Asian Width W and F, by block. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e][\udc00-\udfff]/g;

/** Letters that a text has room for: wide ones count twice. */
export const lettersOf = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);

/** Width of a text in points. */
export const widthOf = (text: string, letters: Letters, size: number): number =>
  lettersOf(text) * size * (letters === 'mono' || letters === 'strong' ? MONO : SANS);

/** Numbers as the files have them: short, and the same everywhere. */
export const short = (x: number): string => String(Math.round(x * 100) / 100 || 0);

/** A head for an arrow that ends here, coming from the direction (dx, dy). */
export function arrowHead(x: number, y: number, dx: number, dy: number, colour: string, size = 4): LineMark {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const corner = (side: number): readonly [number, number] => [
    x - ux * size - side * uy * size * 0.5,
    y - uy * size + side * ux * size * 0.5,
  ];
  return { kind: 'line', from: [x, y], steps: [corner(1), corner(-1)], colour, width: 0, filled: true };
}
