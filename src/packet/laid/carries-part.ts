import { asked } from '../spec/asked.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Laid } from './laid.ts';

/** Whether layer `i` says that it carries only a part of what follows: a fragment. */
export const carriesPart = (p: Laid, { spec }: AnyLayer, i: number): boolean =>
  spec.partial !== undefined && asked(() => spec.partial?.(p.view(i) as never), false) === true;
