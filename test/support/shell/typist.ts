/** Somebody who types into a shell, and reads what it prints. */

export interface Typed {
  /** What was printed, without the notes. */
  readonly out: string;
  /** What is said beside it: the shell's own words, or scapy's warnings. */
  readonly notes: string;
  /** All in its order. */
  readonly shown: string;
}

export interface Typist {
  /** @param ctrlC pressed when this is to be read, where the document's author pressed it */
  type(text: string, ctrlC?: RegExp): Promise<Typed>;
  stop(): Promise<void>;
}

/** Where one types. */
export interface Desk {
  readonly netns: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}
