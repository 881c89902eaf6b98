/** Waiting for something that takes no signal itself. */

/**
 * What `work` gives, or the signal's reason as soon as that is aborted: the wait ends, and with the command what was waited for.
 *
 * @throws the signal's reason
 */
export async function orSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
