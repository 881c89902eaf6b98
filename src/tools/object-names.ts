/** What the content of an HTTP message is called as a file: the names of `tshark --export-objects http`, and safe on any system. */

/** Octets of a name: most file systems allow no more. */
const LONGEST = 255;

/** What tshark writes with a percent sign: characters that some system does not allow in names. Others than ASCII, too, are written so here. */
const NOT_ALLOWED = /[^ -~]|["*/:<>?\\|]/gu;

const escaped = (text: string): string =>
  text.replace(NOT_ALLOWED, (one) =>
    Array.from(new TextEncoder().encode(one), (octet) => `%${octet.toString(16).padStart(2, '0')}`).join(''),
  );

/** Name and extension: what follows the last dot. */
function parts(name: string): readonly [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
}

/** Of a name that is too long the end of what stands before its extension is left out; of an extension that is too long its own end. */
function shortened(stem: string, extension: string, number: string): string {
  const room = LONGEST - number.length;
  const kept = extension.slice(0, room);
  return `${stem.slice(0, room - kept.length)}${number}${kept}`;
}

/** The last part of a request's target, with its query. */
export function objectName(target: string): string {
  const trimmed = target.replace(/\/+$/, '');
  const last = trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
  // A folder's own names, and files that are hidden, are not taken from others.
  const name = escaped(last).replace(/^\./, '%2e');
  return shortened(...parts(name), '');
}

/** What the next one with that name is called. */
export function numberedObject(name: string, number: number): string {
  return shortened(...parts(name), `(${number})`);
}
