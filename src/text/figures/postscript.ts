/** Drawings as PostScript: one as an encapsulated file, several as pages. Level 2, with the fonts that every interpreter has. */
import { version } from '../../bytes/version.ts';
import { type Drawing, type Letters, type Mark, short, widthOf } from './drawing.ts';
import { latin, latinString, movedNames } from './latin-text.ts';

const FONT: Readonly<Record<Letters, string>> = { mono: 'FM', strong: 'FB', sans: 'FS', title: 'FT' };

/** Short names for what each mark does. Letters have WinAnsi's places, with the hyphen and quotes of a keyboard. */
const PROLOGUE = `%%BeginProlog
/pkwdict 24 dict def pkwdict begin
/E ISOLatin1Encoding 256 array copy def
E 39 /quotesingle put E 45 /hyphen put E 96 /grave put
${movedNames.map(([octet, name]) => `E ${octet} /${name} put`).join(' ')}
/N { findfont dup length dict begin { 1 index /FID ne { def } { pop pop } ifelse } forall /Encoding E def currentdict end definefont pop } bind def
/FM /Courier N /FB /Courier-Bold N /FS /Helvetica N /FT /Helvetica-Bold N
/C { setrgbcolor } bind def
/B { 4 2 roll moveto exch dup 0 rlineto exch 0 exch neg rlineto neg 0 rlineto closepath } bind def
end
%%EndProlog
`;

const rgb = (colour: string): string => [1, 3, 5].map((at) => short(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ');

/** Marks that stand on paper of this height; y grows upward there. */
function markPs(mark: Mark, height: number): string {
  const up = (y: number): string => short(height - y);
  if (mark.kind === 'text') {
    const { text, letters, size, anchor } = mark;
    const width = widthOf(latin(text), letters, size);
    const x = mark.x - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    return `${rgb(mark.colour)} C /${FONT[letters]} findfont ${short(size)} scalefont setfont ${short(x)} ${up(mark.y)} moveto ${latinString(text)} show`;
  }
  const dashes = (drawn: string): string => (mark.dashed ? `[3 2] 0 setdash ${drawn} [] 0 setdash` : drawn);
  if (mark.kind === 'line') {
    const steps = mark.steps.map(
      (step) => `${step.map((v, i) => (i % 2 === 0 ? short(v) : up(v))).join(' ')} ${step.length === 2 ? 'lineto' : 'curveto'}`,
    );
    const path = `newpath ${short(mark.from[0])} ${up(mark.from[1])} moveto ${steps.join(' ')}`;
    return `${rgb(mark.colour)} C ${mark.filled ? `${path} closepath fill` : dashes(`${short(mark.width)} setlinewidth ${path} stroke`)}`;
  }
  const { x, y, width, height: high, fill, edge } = mark;
  const box = `newpath ${short(x)} ${up(y)} ${short(width)} ${short(high)} B`;
  return [
    ...(fill === undefined ? [] : [`${rgb(fill)} C ${box} fill`]),
    ...(edge === undefined ? [] : [`${rgb(edge)} C ${dashes(`1 setlinewidth ${box} stroke`)}`]),
  ].join('\n');
}

const pagePs = ({ marks, height }: Drawing): string => marks.map((mark) => markPs(mark, height)).join('\n');
const boundsOf = ({ width, height }: Drawing): string => `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`;
const RESOURCES = '%%DocumentNeededResources: font Courier Courier-Bold Helvetica Helvetica-Bold';

/** One drawing, to be set into other documents. */
export function drawingEps(drawing: Drawing): string {
  return `%!PS-Adobe-3.0 EPSF-3.0
%%Creator: Packetwright ${version}
%%Title: ${latinString(drawing.title)}
%%BoundingBox: ${boundsOf(drawing)}
%%LanguageLevel: 2
${RESOURCES}
%%EndComments
${PROLOGUE}%%Page: 1 1
pkwdict begin gsave
${pagePs(drawing)}
grestore end
showpage
%%Trailer
%%EOF
`;
}

/** A page each, as large as its drawing. */
export function drawingsPs(drawings: readonly Drawing[], title: string): string {
  const pages = drawings.map(
    (drawing, i) => `%%Page: ${i + 1} ${i + 1}
%%PageBoundingBox: ${boundsOf(drawing)}
%%BeginPageSetup
<< /PageSize [${Math.ceil(drawing.width)} ${Math.ceil(drawing.height)}] >> setpagedevice
%%EndPageSetup
pkwdict begin gsave
${pagePs(drawing)}
grestore end
showpage
`,
  );
  const widest = Math.ceil(Math.max(1, ...drawings.map(({ width }) => width)));
  const highest = Math.ceil(Math.max(1, ...drawings.map(({ height }) => height)));
  return `%!PS-Adobe-3.0
%%Creator: Packetwright ${version}
%%Title: ${latinString(title)}
%%BoundingBox: 0 0 ${widest} ${highest}
%%Pages: ${drawings.length}
%%LanguageLevel: 2
${RESOURCES}
%%EndComments
${PROLOGUE}${pages.join('')}%%Trailer
%%EOF
`;
}
