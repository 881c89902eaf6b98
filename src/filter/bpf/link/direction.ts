/** `src`, `dst` and both, for whatever has two ends. */
import { and, type Condition, or } from '../conditions/intermediate.ts';
import type { Direction } from '../text/words.ts';
import type { Generator } from './generator.ts';

/** Source or destination or both, by what a direction says. */
export function inDirection(
  g: Generator,
  direction: Direction | undefined,
  at: number,
  source: () => Condition,
  destination: () => Condition,
): Condition {
  switch (direction) {
    case 'src':
      return source();
    case 'dst':
      return destination();
    case 'src and dst':
      return and(source(), destination());
    case undefined:
    case 'src or dst':
      return or(source(), destination());
    default:
      throw g.error(at, `'${direction}' is for 802.11 addresses only: 'wlan ${direction} 02:00:5e:00:53:01'`);
  }
}
