/** A reason as one line: what happened, and what helps. */
import type { Finding } from '../../exchange/explain/finding.ts';

export const findingText = ({ sentence, remedy }: Finding): string => `${sentence}. ${remedy.slice(0, 1).toUpperCase()}${remedy.slice(1)}`;
