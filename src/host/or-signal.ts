/** Waiting for something that takes no signal itself. */

/**
 * What `work` gives, or the signal's reason as soon as that is aborted: the wait ends; what was waited for goes on, until its owner ends it.
 *
 * @throws the signal's reason
 */
export async function orSignal<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
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
