/** Several who are told of the same connections. */
import type { TcpHandlers } from '../../../streams/tcp/events.ts';

type Handler = (...values: unknown[]) => void;

/** Each is told in turn, the first one first. */
export function handlersOfAll(...all: readonly (TcpHandlers | undefined)[]): TcpHandlers {
  const lists = new Map<string, Handler[]>();
  for (const handlers of all)
    for (const [name, handler] of Object.entries(handlers ?? {}) as [string, Handler | undefined][])
      if (handler !== undefined) lists.set(name, [...(lists.get(name) ?? []), handler]);
  const told = [...lists].map(([name, [first, ...others]]): readonly [string, Handler | undefined] => {
    if (others.length === 0) return [name, first];
    return [
      name,
      (...values) => {
        first?.(...values);
        for (const other of others) other(...values);
      },
    ];
  });
  return Object.fromEntries(told) as TcpHandlers;
}
