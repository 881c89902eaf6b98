/** Who is told what happens to a client's lease. */

/** Called with what happened; those that are told are told in order. */
export class Told<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(what: never) => void>>();

  /** Calls `f` from now on. Returns a function that ends it. */
  on<E extends keyof Events>(event: E, f: (what: Events[E]) => void): () => void {
    let set = this.#listeners.get(event);
    if (set === undefined) this.#listeners.set(event, (set = new Set()));
    // A function that is given twice is called twice.
    const own = (what: Events[E]): void => f(what);
    set.add(own as (what: never) => void);
    return () => void set.delete(own as (what: never) => void);
  }

  tell<E extends keyof Events>(event: E, what: Events[E]): void {
    for (const f of this.#listeners.get(event) ?? []) (f as (what: Events[E]) => void)(what);
  }
}
