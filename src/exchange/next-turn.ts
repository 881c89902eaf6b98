/** Lets the event loop have a turn, so that what has come in is read. */

/** Resolves after timers and input had their chance: at once in Node, after a millisecond or four in a browser. */
export function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (f: () => void) => unknown };
  return new Promise((resolve) => {
    if (setImmediate === undefined) setTimeout(resolve, 0);
    else setImmediate(resolve);
  });
}
