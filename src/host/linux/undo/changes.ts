/** Changes to the kernel's tables that this process has made in one namespace, and how each is taken back. */
import type { ChildProcess } from 'node:child_process';
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Undo } from '../../host.ts';
import { refusalError } from '../netlink/socket.ts';
import type { Rtnetlink } from '../tables/rtnetlink.ts';
import type { Home } from './find-home.ts';
import { Journal } from './journal.ts';
import { startUndoChild } from './keeper.ts';
import type { UndoStep } from './read-journal.ts';
import { takeBack } from './take-back.ts';

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
   * @throws what `make` throws; ERR_SYSTEM, ERR_PERMISSION when it cannot be written down: it was not made then, or is taken back
   */
  make(what: string, steps: readonly UndoStep[], make: () => readonly UndoStep[] | undefined): Undo {
    const journal = this.#open();
    const made: Made = { id: journal.add(what, steps), what, steps };
    let better: readonly UndoStep[] | undefined;
    try {
      better = make();
    } catch (error) {
      this.#done(made);
      throw error;
    }
    if (better !== undefined) this.#better(journal, made, better);
    this.#made.push(made);
    const undo = async (): Promise<void> => this.#takeBack(made);
    return { what, undo, keep: () => this.#keep(made), [Symbol.asyncDispose]: undo };
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

  /** What cannot be written down must not stay. */
  #better(journal: Journal, made: Made, steps: readonly UndoStep[]): void {
    made.steps = steps;
    try {
      journal.replace(made.id, made.what, steps);
    } catch (error) {
      const { refused, owed } = takeBack(this.#home(), steps);
      if (refused.length + owed.length === 0) this.#done(made);
      throw error;
    }
  }

  /** From now on it is nobody's to take back. @throws ERR_SYSTEM, ERR_PERMISSION: that cannot be written down, so it will be taken back */
  #keep(made: Made): void {
    if (!this.#made.includes(made)) return;
    this.#journal?.done(made.id);
    this.#made.splice(this.#made.indexOf(made), 1);
  }

  /** It is not there any more. A journal that cannot be written to says so later: taking it back once more does no harm. */
  #done({ id }: { readonly id: number }): void {
    try {
      this.#journal?.done(id);
    } catch (error) {
      if (!(error instanceof PacketwrightError)) throw error;
    }
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
    const { first, owed } = takeBack(this.#home(), made.steps);
    if (first !== undefined) throw refusalError(first, `undo: ${made.what}`);
    if (owed.length > 0) this.#owe(made.what, owed);
    this.#made.splice(this.#made.indexOf(made), 1);
    this.#done(made);
    // What waited for this one.
    for (const debt of [...this.#owed]) {
      debt.steps = takeBack(this.#home(), debt.steps).owed;
      if (debt.steps.length > 0) continue;
      this.#owed.delete(debt);
      this.#done(debt);
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
