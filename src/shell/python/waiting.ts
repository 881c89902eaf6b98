/**
 * Functions of the notation are async, but what compares, prints or hashes values does so at once. When it meets a method of a class of the
 * session (`__eq__`, `__repr__` …), it stops with {@link Pending}; whoever began waits for that answer and begins anew, and this time the
 * answer is there. So what runs within {@link settle} must not change anything before its last such question.
 */

class Pending {
  readonly promise: Promise<unknown>;
  constructor(promise: Promise<unknown>) {
    this.promise = promise;
  }
}

interface Attempt {
  readonly answers: { value?: unknown; error?: unknown; failed: boolean }[];
  next: number;
}

let attempt: Attempt | undefined;

/** Whether a value must be awaited. */
export const waits = (value: unknown): value is Promise<unknown> =>
  value instanceof Promise || (typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function');

/** The value that `ask` gives or promises. Within {@link settle} only, when it may promise. */
export function awaited<T>(ask: () => T | Promise<T>): T {
  const mine = attempt;
  if (mine !== undefined && mine.next < mine.answers.length) {
    const answer = mine.answers[mine.next++]!;
    if (answer.failed) throw answer.error;
    return answer.value as T;
  }
  attempt = undefined;
  let value: T | Promise<T>;
  try {
    value = ask();
  } finally {
    attempt = mine;
  }
  if (!waits(value)) {
    if (mine !== undefined) {
      mine.answers.push({ value, failed: false });
      mine.next++;
    }
    return value as T;
  }
  if (mine === undefined) throw new Error('a method of a class of the session was asked where nothing can wait for it');
  throw new Pending(value);
}

/** What `work` gives; a promise of it when it had to wait for a method of the session's. */
export function settle<T>(work: () => T): T | Promise<T> {
  const outer = attempt;
  const mine: Attempt = { answers: [], next: 0 };
  attempt = mine;
  try {
    return work();
  } catch (stopped) {
    if (!(stopped instanceof Pending)) throw stopped;
    return again(work, mine, stopped);
  } finally {
    attempt = outer;
  }
}

async function again<T>(work: () => T, mine: Attempt, first: Pending): Promise<T> {
  for (let stopped = first; ; ) {
    try {
      mine.answers.push({ value: await stopped.promise, failed: false });
    } catch (error) {
      mine.answers.push({ error, failed: true });
    }
    mine.next = 0;
    attempt = mine;
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Pending)) throw error;
      stopped = error;
    } finally {
      attempt = undefined;
    }
  }
}
