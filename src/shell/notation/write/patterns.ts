/** Writes `match` as a block with a name, which the first case that fits leaves. */
import type { Pattern, Statement } from '../read/tree.ts';
import type { Expressions } from './expressions.ts';

/** What writes statements, as far as a `case` needs it. */
interface Writer extends Expressions {
  statements(body: readonly Statement[]): undefined;
  maybeReached(what: () => void): unknown;
}

export function writeMatch(writer: Writer, node: Statement & { type: 'match' }): undefined {
  const { out } = writer;
  const subject = writer.fresh('v'),
    label = writer.fresh('l');
  out.text(`${label}: {const ${subject} = `);
  writer.expression(node.subject);
  out.text(';');
  for (const { pattern, guard, body } of node.cases) {
    out.text('if (');
    writeTest(writer, pattern, subject);
    if (guard !== undefined) {
      out.text(' && ');
      writer.condition(guard, true);
    }
    out.text(') {');
    writer.maybeReached(() => writer.statements(body));
    out.text(`break ${label};}`);
  }
  out.text('}');
}

/** Whether a value fits; what the pattern names is set on the way. `value` can be written twice. */
function writeTest(writer: Writer, pattern: Pattern, value: string): undefined {
  const { out } = writer;
  switch (pattern.type) {
    case 'value': {
      const by = pattern.value.type === 'plain' ? 'is' : '==';
      writer.maybe(() => {
        out.mark(pattern.at);
        out.text(`py.compare("${by}", ${value}, `);
        writer.expression(pattern.value);
        out.text(')');
      });
      return;
    }
    case 'kind':
      writer.await(() => {
        out.mark(pattern.at);
        out.text(`py.call(py.load("isinstance"), [${value}, `);
        writer.expression(pattern.value);
        out.text('])');
      });
      return;
    case 'capture':
      if (pattern.name === undefined) return out.text('true');
      return writeName(writer, pattern.name.id, pattern.at, value);
    case 'as':
      out.text('(');
      writeTest(writer, pattern.pattern, value);
      out.text(' && ');
      writeName(writer, pattern.name.id, pattern.name.at, value);
      return out.text(')');
    case 'either':
      out.text('(');
      for (const [index, one] of pattern.patterns.entries()) {
        if (index > 0) out.text(' || ');
        writeTest(writer, one, value);
      }
      return out.text(')');
    case 'sequence': {
      const { items, star } = pattern;
      out.text(`(Array.isArray(${value}) && ${value}.length ${star < 0 ? `=== ${items.length}` : `>= ${items.length - 1}`}`);
      for (const [index, item] of items.entries()) {
        out.text(' && ');
        if (star < 0 || index < star) writeTest(writer, item, `${value}[${index}]`);
        else if (index === star)
          writeTest(writer, item, `Array.from(${value}).slice(${star}, ${value}.length - ${items.length - star - 1})`);
        else writeTest(writer, item, `${value}[${value}.length - ${items.length - index}]`);
      }
      return out.text(')');
    }
  }
}

function writeName(writer: Writer, name: string, at: number, value: string): undefined {
  writer.out.text('(');
  writer.store(name, at, () => writer.out.text(value));
  writer.out.text(', true)');
}
