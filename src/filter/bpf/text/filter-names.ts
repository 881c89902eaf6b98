/** The names in a filter that only the host or its user can look up. */
import { parseExpression } from './parse-expression.ts';
import type { Expression } from './syntax.ts';

/** A name in a filter: of a host (its IP addresses), of a network, or of a host on the link (its MAC address). */
export interface FilterName {
  readonly name: string;
  readonly kind: 'host' | 'net' | 'ether';
}

/**
 * Names that `compile` will ask its `resolve` for, each once, in the order of the text. Services, protocols and EtherTypes are not among them.
 *
 * @throws PacketwrightError ERR_FILTER when the text is not a filter
 */
export function filterNames(text: string): FilterName[] {
  const found = new Map<string, FilterName>();
  const add = (name: string, kind: FilterName['kind']): void => void found.set(`${kind} ${name}`, { name, kind });
  const walk = (expression: Expression): void => {
    switch (expression.kind) {
      case 'chain':
        walk(expression.first);
        for (const { of } of expression.rest) walk(of);
        break;
      case 'not':
        walk(expression.of);
        break;
      case 'id': {
        const { id, qualifiers } = expression;
        if (id.kind !== 'name') break;
        const { type, protocol } = qualifiers;
        if (type === 'gateway') {
          add(id.name, 'ether');
          add(id.name, 'host');
        } else if (type === 'net') add(id.name, 'net');
        else if ((type === 'host' || type === undefined) && protocol !== 'decnet') add(id.name, protocol === 'link' ? 'ether' : 'host');
        break;
      }
      default:
    }
  };
  const expression = parseExpression(text);
  if (expression !== undefined) walk(expression);
  return [...found.values()];
}
