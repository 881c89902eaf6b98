/** Drawings as PDF 1.4, a page each, as large as its drawing. Its fonts are those that every reader has, its text can be copied. */
import { version } from '../../bytes/version.ts';
import { type Drawing, type Letters, type Mark, short, widthOf } from './drawing.ts';
import { latin, latinString } from './latin-text.ts';

const FONTS: Readonly<Record<Letters, string>> = {
  mono: 'Courier',
  strong: 'Courier-Bold',
  sans: 'Helvetica',
  title: 'Helvetica-Bold',
};
const LETTERS = Object.keys(FONTS) as Letters[];
/** Objects before the first page: catalogue, pages, information, and the fonts. */
const FIRST_FONT = 4;

const rgb = (colour: string): string => [1, 3, 5].map((at) => short(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ');

function markPdf(mark: Mark, height: number): string {
  const up = (y: number): string => short(height - y);
  if (mark.kind === 'text') {
    const { text, letters, size, anchor } = mark;
    const width = widthOf(latin(text), letters, size);
    const x = mark.x - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    return `BT ${rgb(mark.colour)} rg /F${LETTERS.indexOf(letters)} ${short(size)} Tf ${short(x)} ${up(mark.y)} Td ${latinString(text)} Tj ET`;
  }
  const dashes = (drawn: string): string => (mark.dashed ? `[3 2] 0 d ${drawn} [] 0 d` : drawn);
  if (mark.kind === 'line') {
    const steps = mark.steps.map(
      (step) => `${step.map((v, i) => (i % 2 === 0 ? short(v) : up(v))).join(' ')} ${step.length === 2 ? 'l' : 'c'}`,
    );
    const path = `${short(mark.from[0])} ${up(mark.from[1])} m ${steps.join(' ')}`;
    return mark.filled ? `${rgb(mark.colour)} rg ${path} h f` : `${rgb(mark.colour)} RG ${short(mark.width)} w ${dashes(`${path} S`)}`;
  }
  const { x, y, width, height: high, fill, edge } = mark;
  const box = `${short(x)} ${up(y + high)} ${short(width)} ${short(high)} re`;
  return [
    ...(fill === undefined ? [] : [`${rgb(fill)} rg ${box} f`]),
    ...(edge === undefined ? [] : [`${rgb(edge)} RG 1 w ${dashes(`${box} S`)}`]),
  ].join('\n');
}

/** The file: objects, the table of where each begins, and where that table begins. ASCII throughout, so characters are octets. */
export function drawingsPdf(drawings: readonly Drawing[], title: string): Uint8Array {
  const pageAt = (i: number): number => FIRST_FONT + LETTERS.length + 2 * i;
  const fonts = LETTERS.map((_, i) => `/F${i} ${FIRST_FONT + i} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${drawings.map((_, i) => `${pageAt(i)} 0 R`).join(' ')}] /Count ${drawings.length} >>`,
    `<< /Title ${latinString(title)} /Producer ${latinString(`Packetwright ${version}`)} >>`,
    ...LETTERS.map((letters) => `<< /Type /Font /Subtype /Type1 /BaseFont /${FONTS[letters]} /Encoding /WinAnsiEncoding >>`),
    ...drawings.flatMap(({ marks, width, height }, i) => {
      const content = `${marks.map((mark) => markPdf(mark, height)).join('\n')}\n`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${Math.ceil(width)} ${Math.ceil(height)}] /Resources << /Font << ${fonts} >> >> /Contents ${pageAt(i) + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}endstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const starts = objects.map((object, i) => {
    const start = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = file.length;
  const entries = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Uint8Array.from(file, (letter) => letter.charCodeAt(0));
}
