/** A machine as a graph in DOT, which Graphviz draws. */
import { type AnyMachine, stateOf } from './machine.ts';
import { arrowsOf } from './machine-edges.ts';

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** The machine as text in Graphviz's language: `dot -Tsvg`. */
export function machineDot(machine: AnyMachine): string {
  const lines = [`digraph ${quoted(machine.name)} {`, '  node [shape=box, style=rounded];'];
  for (const name of Object.keys(machine.states)) {
    const drawn = name === machine.start ? ' [style="rounded,bold"]' : stateOf(machine, name).end === true ? ' [peripheries=2]' : '';
    lines.push(`  ${quoted(name)}${drawn};`);
  }
  for (const { from, to, labels } of arrowsOf(machine))
    lines.push(`  ${quoted(from)} -> ${quoted(to)} [label=${quoted(labels.map(({ text }) => text).join('\n')).replaceAll('\n', '\\n')}];`);
  return `${lines.join('\n')}\n}\n`;
}
