// Doc comments and declarations as the pages of docs/reference/ have them.

/** @param {string} comment */
const bare = (comment) =>
  comment
    .replace(/^\/\*\*\s?/, '')
    .replace(/\s*\*\/$/, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .replace(/\{@link (?:[^}|]*\|\s*)?([^}]*)\}/g, '`$1`')
    .trim();

/** `<` outside of code would begin HTML. @param {string} text */
const escaped = (text) =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/</g, '&lt;').replace(/\*/g, '\\*')))
    .join('');

/**
 * A comment as Markdown: its tags as sentences.
 *
 * @param {string} comment
 */
export function textOf(comment) {
  const [about = '', ...tags] = bare(comment).split(/(?:^|\s+)@(?=(?:throws|param|returns|see|template|deprecated)\b)/);
  const lines = tags.map((tag) => {
    const [, kind = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(tag.trim()) ?? [];
    const said = escaped(rest.trim());
    if (kind === 'throws') return `- Throws ${said}`;
    if (kind === 'returns') return `- Gives ${said}`;
    if (kind === 'see') return `- See ${said}`;
    if (kind === 'deprecated') return `- Deprecated: ${said}`;
    const [, name, what] = /^\[?([\w.$]+)\]?\s*-?\s*([\s\S]*)$/.exec(said) ?? [undefined, said, ''];
    return `- \`${name}\`: ${what}`;
  });
  return [escaped(about.trim()), ...(lines.length > 0 ? ['', ...lines] : [])].join('\n').trim();
}

/** The first sentence of what {@link textOf} gives, on one line. @param {string} text */
export function firstSentence(text) {
  const line = text.split(/\n\s*\n?- /)[0]?.replace(/\s+/g, ' ') ?? '';
  return /^(?:`[^`]*`|[^`])*?[.!?](?=\s+[A-Z`]|$)/.exec(line)?.[0] ?? line;
}

/** @param {string} text */
export const cell = (text) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

const MOST_LINES = 120;

/**
 * A declaration without what only the compiler needs: the files that names are from, private members, what is internal. One that is too long to
 * be read ends with `// …`.
 *
 * @param {string} text
 */
export function blockOf(text) {
  const lines = text
    .replace(/(?:typeof )?import\((?:"[^"]*"|'[^']*')\)\.([\w$]+)/g, (whole, name) =>
      whole.startsWith('typeof') ? `typeof ${name}` : name,
    )
    .replace(/[ \t]*\/\*\*(?:(?!\*\/)[\s\S])*@internal(?:(?!\*\/)[\s\S])*\*\/\n[^\n]*\n/g, '')
    .replace(/^[ \t]*(?:#private|private [^\n]*);\n/gm, '')
    .replace(/<ArrayBufferLike>/g, '')
    .trim()
    .split('\n')
    .map((line) => (line.length > 400 ? `${line.slice(0, 300)} // …` : line));
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '// …'].join('\n') : lines.join('\n');
}
