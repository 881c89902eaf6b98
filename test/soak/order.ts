/** What the soak's parent and worker say to each other. */

/** What the worker is told. */
export interface Order {
  readonly seed: number;
  readonly firstBlock: number;
  readonly blocks: number;
  /** Mutations in a block. */
  readonly blockSize: number;
  /** In so many packets one is shown in every way. */
  readonly shownOf: number;
  /** Folders of captures. */
  readonly captures: readonly string[];
  readonly packetsOfCapture: number;
  /** Three 32-bit words: the block, the mutation in it, and 1 when it shall end. */
  readonly progress: SharedArrayBuffer;
}

/** A block is done. Heap in octets, after a collection. */
export interface Block {
  readonly kind: 'block';
  readonly done: number;
  readonly heap: number;
  readonly shapes: number;
  /** Inputs made of layers, and taken from captures. */
  readonly inputs: readonly [number, number];
}

/** It is over; with a problem, where it was. */
export interface Outcome {
  readonly kind: 'end';
  readonly block?: number;
  readonly mutation?: number;
  readonly problem?: string;
  readonly cause?: string;
}
