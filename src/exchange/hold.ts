/** Links and clocks do not keep the process alive; somebody who waits for an answer does. */
let holders = 0;
// Made once, then only referenced and not: a timer made and cleared for each exchange would cost more than the packet.
let timer: { ref?(): unknown; unref?(): unknown } | undefined;

/** Keeps the process alive until {@link letGo} was called as often. */
export function hold(): void {
  if (holders++ > 0) return;
  if (timer === undefined) timer = setInterval(() => undefined, 0x7fff_ffff) as unknown as { ref?(): unknown; unref?(): unknown };
  else timer.ref?.();
}

export function letGo(): void {
  if (--holders === 0) timer?.unref?.();
}
