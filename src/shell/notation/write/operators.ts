/** Writes operators, comparisons and what decides. */
import type { Expression } from '../read/tree.ts';
import { Names, quoted } from './names.ts';

export abstract class Operators extends Names {
  protected binary(node: Expression & { type: 'binary' }): undefined {
    const { out } = this;
    const chain: (Expression & { type: 'binary' })[] = [];
    let left: Expression = node;
    while (left.type === 'binary') {
      chain.push(left);
      left = left.left;
    }
    const written = (index: number): void => {
      const one = chain[index];
      if (one === undefined) {
        this.expression(left);
        return;
      }
      out.mark(one.at);
      this.maybe(() => {
        out.mark(one.at);
        out.text(`py.binary(${quoted(one.operator)}, `);
        written(index + 1);
        out.text(', ');
        this.expression(one.right);
        out.text(')');
      });
    };
    written(0);
  }

  protected unary(node: Expression & { type: 'unary' }): undefined {
    const { out } = this;
    if (node.operator === 'not') {
      out.text('!');
      return this.condition(node.value, true);
    }
    if (node.operator === '-' && node.value.type === 'int')
      return out.text(node.value.value === 0 ? '0' : `(-${node.value.value}${typeof node.value.value === 'bigint' ? 'n' : ''})`);
    if (node.operator === '-' && node.value.type === 'float' && !Number.isInteger(node.value.value) && Number.isFinite(node.value.value))
      return out.text(`(-${node.value.value})`);
    out.mark(node.at);
    this.maybe(() => {
      out.mark(node.at);
      out.text(`py.unary(${quoted(node.operator)}, `);
      this.expression(node.value);
      out.text(')');
    });
  }

  protected compare(node: Expression & { type: 'compare' }): undefined {
    const { out } = this;
    const many = node.rest.length > 1;
    if (many) out.text('(');
    let left: string | undefined;
    for (const [index, { operator, value, at }] of node.rest.entries()) {
      if (index > 0) out.text(' && ');
      const before = left;
      left = index < node.rest.length - 1 ? this.frame.temporary() : undefined;
      const next = left;
      out.mark(at);
      this.maybe(() => {
        out.mark(at);
        out.text(`py.compare(${quoted(operator)}, `);
        if (before === undefined) this.expression(node.left);
        else out.text(before);
        out.text(next === undefined ? ', ' : `, ${next} = `);
        this.expression(value);
        out.text(')');
      });
    }
    if (many) out.text(')');
  }

  protected logic(node: Expression & { type: 'logic' }): undefined {
    const { out } = this;
    const kept: string[] = [];
    for (const [index, value] of node.values.entries()) {
      if (index === node.values.length - 1) {
        this.expression(value);
        break;
      }
      const temporary = this.frame.temporary();
      out.text('(');
      if (node.operator === '??') {
        out.text(`(${temporary} = `);
        this.expression(value);
        out.text(`) != null ? ${temporary} : `);
        continue;
      }
      out.mark(value.at);
      this.maybe(() => {
        out.text(`py.truth(${temporary} = `);
        this.expression(value);
        out.text(')');
      });
      out.text(node.operator === 'or' ? ` ? ${temporary} : ` : ' ? ');
      if (node.operator === 'and') kept.push(temporary);
    }
    for (const temporary of kept.reverse()) out.text(` : ${temporary})`);
    if (node.operator !== 'and') out.text(')'.repeat(node.values.length - 1));
  }

  /** What decides: true or false. `tight`: something stands before it that binds. */
  condition(node: Expression, tight = false): undefined {
    const { out } = this;
    if (node.type === 'compare') return this.compare(node);
    if (node.type === 'unary' && node.operator === 'not') {
      out.text('!');
      return this.condition(node.value, true);
    }
    if (node.type === 'logic' && node.operator !== '??') {
      if (tight) out.text('(');
      for (const [index, value] of node.values.entries()) {
        if (index > 0) out.text(node.operator === 'and' ? ' && ' : ' || ');
        if (value.type === 'logic') out.text('(');
        this.condition(value);
        if (value.type === 'logic') out.text(')');
      }
      if (tight) out.text(')');
      return;
    }
    out.mark(node.at);
    this.maybe(() => {
      out.text('py.truth(');
      this.expression(node);
      out.text(')');
    });
  }
}
