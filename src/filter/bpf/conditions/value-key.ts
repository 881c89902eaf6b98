/** Texts that are equal when two values are: what is known of one is known of the other. */
import type { Position, Register, Value } from './intermediate.ts';

export function valueKey(value: Value): string {
  switch (value.kind) {
    case 'constant':
      return `#${value.value}`;
    case 'load':
      return `[${positionKey(value.at)}:${value.size}]`;
    case 'headerLength':
      return `ihl${value.at}`;
    case 'length':
      return 'len';
    case 'fact':
      return `fact${value.number}`;
    case 'register':
      return registerKey(value.register);
    case 'negate':
      return `-(${valueKey(value.of)})`;
    case 'binary':
      return `(${valueKey(value.left)}${value.operator}${valueKey(value.right)})`;
  }
}

const positionKey = ({ base, offset }: Position): string => (base === undefined ? `${offset}` : `${valueKey(base)}+${offset}`);

/** Part of the key of every value that reads the register. */
export const registerKey = ({ name }: Register): string => `<${name}>`;
