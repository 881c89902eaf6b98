/** A signal that stops a running operation: any `AbortSignal`. */

/**
 * The part of `AbortSignal` that is used, by its shape: a program for whatever runtime has that class, but maybe neither Node's types nor the
 * DOM's, which name it.
 */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
