/** Changes to the kernel's tables that this process has made in one namespace, and how each is taken back. */
import type { ChildProcess } from 'node:child_process';
import type { NativeBinding } from '../../../../native/binding.ts';
import type { Undo } from '../../host.ts';
import { refusalError } from '../netlink/socket.ts';
import type { Rtnetlink } from '../tables/rtnetlink.ts';
import { Journal, type UndoStep } from './journal.ts';
import { startUndoChild } from './keeper.ts';
import { type Home, takeBack } from './take-back.ts';

/** A change that is still there. */
interface Made {
  readonly id: number;
  readonly what: string;
  steps: readonly UndoStep[];
}

/** Hosts with changes: those are taken back when the process ends by itself. */
const all = new Set<Changes>();

function onExit(): void {
  for (const changes of all) changes.takeAllBack();
}

export class Changes {
  readonly #native: () => NativeBinding;
  readonly #rtnetlink: Rtnetlink;
  readonly #netnsFd: () => number;
  readonly #netns: string | undefined;
  readonly #made: Made[] = [];
  readonly #owed = new Set<Made>();
  #journal: Journal | undefined;
  #child: ChildProcess | undefined;

  /** @param netns file of the namespace; undefined: this process's own */
  constructor(native: () => NativeBinding, rtnetlink: Rtnetlink, netnsFd: () => number, netns: string | undefined) {
    this.#native = native;
    this.#rtnetlink = rtnetlink;
    this.#netnsFd = netnsFd;
    this.#netns = netns;
  }

  /**
   * Makes a change. What takes it back is written down first, so that no moment of dying leaves it behind.
   *
   * @param steps must do no harm when the change was not made
   * @param make throws when it was not made; gives better steps, where more is known afterwards
   */
  make(what: string, steps: readonly UndoStep[], make: () => readonly UndoStep[] | undefined): Undo {
    const journal = this.#open();
    const made: Made = { id: journal.add(what, steps), what, steps };
    try {
      const better = make();
      if (better !== undefined) {
        made.steps = better;
        journal.replace(made.id, what, better);
      }
    } catch (error) {
      journal.done(made.id);
      throw error;
    }
    this.#made.push(made);
    const undo = async (): Promise<void> => this.#takeBack(made);
    return { what, undo, keep: () => this.#forget(made), [Symbol.asyncDispose]: undo };
  }

  /** Takes all back, the newest first. What the kernel refuses stays in the journal. */
  takeAllBack(): void {
    let left = false;
    for (const made of this.#made.toReversed()) {
      try {
        this.#takeBack(made);
      } catch {
        left = true;
      }
    }
    if (!left) this.#close();
  }

  /** From now on it is nobody's to take back. */
  #forget(made: Made): void {
    const at = this.#made.indexOf(made);
    if (at < 0) return;
    this.#made.splice(at, 1);
    this.#journal?.done(made.id);
  }

  /** Tries steps that undo what was done in part. */
  revert(steps: readonly UndoStep[]): void {
    takeBack(this.#home(), steps);
  }

  #home(): Home {
    return { native: this.#native(), socket: this.#rtnetlink.socket, netnsFd: this.#netnsFd() };
  }

  #takeBack(made: Made): void {
    if (!this.#made.includes(made)) return;
    const { refused, owed } = takeBack(this.#home(), made.steps);
    if (refused !== undefined) throw refusalError(refused, `take back: ${made.what}`);
    if (owed.length > 0) this.#owe(made.what, owed);
    this.#forget(made);
    // What waited for this one.
    for (const debt of [...this.#owed]) {
      debt.steps = takeBack(this.#home(), debt.steps).owed;
      if (debt.steps.length > 0) continue;
      this.#owed.delete(debt);
      this.#journal?.done(debt.id);
    }
  }

  /** Steps that only work when older changes are taken back. */
  #owe(what: string, steps: readonly UndoStep[]): void {
    const name = `the rest of: ${what}`;
    this.#owed.add({ id: this.#open().add(name, steps), what: name, steps });
  }

  #open(): Journal {
    if (this.#journal !== undefined) return this.#journal;
    const cookie = this.#rtnetlink.socket.namespaceCookie();
    const journal = new Journal({
      ...(cookie === undefined ? {} : { cookie: cookie.toString() }),
      ...(this.#netns === undefined ? {} : { netns: this.#netns }),
    });
    this.#journal = journal;
    this.#child = startUndoChild(journal.path, this.#netnsFd());
    if (all.size === 0) process.on('exit', onExit);
    all.add(this);
    return journal;
  }

  #close(): void {
    this.#journal?.remove();
    this.#journal = undefined;
    // The child sees the end of its input, and no journal.
    this.#child?.stdin?.destroy();
    this.#child = undefined;
    this.#owed.clear();
    all.delete(this);
    if (all.size === 0) process.off('exit', onExit);
  }
}
