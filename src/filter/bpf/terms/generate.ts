/** From the tree of a filter to what it means. */
import type { Generator } from '../link/generator.ts';
import { idTerm } from './id-terms.ts';
import { and, type Condition, not, or } from '../conditions/intermediate.ts';
import { relationTerm } from './load-terms.ts';
import { primitiveTerm } from './primitive-terms.ts';
import { protocolTerm } from './protocol-terms.ts';
import type { Expression } from '../text/syntax.ts';

/** Terms are taken in the order of the text: some move the headers for all that come later. */
export function generate(g: Generator, expression: Expression): Condition {
  switch (expression.kind) {
    case 'chain': {
      let condition = generate(g, expression.first);
      for (const { operator, of } of expression.rest) {
        const next = generate(g, of);
        condition = operator === 'and' ? and(condition, next) : or(condition, next);
      }
      return condition;
    }
    case 'not':
      return not(generate(g, expression.of));
    case 'id':
      return idTerm(g, expression);
    case 'protocol':
      return protocolTerm(g, expression.protocol, expression.at);
    case 'relation':
      return relationTerm(g, expression);
    case 'primitive':
      return primitiveTerm(g, expression);
  }
}
