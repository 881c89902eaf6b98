/** Links and clocks do not keep the process alive; somebody who waits for an answer does. */
let holders = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Keeps the process alive until {@link letGo} was called as often. */
export function hold(): void {
  if (holders++ === 0) timer = setInterval(() => undefined, 0x7fff_ffff);
}

export function letGo(): void {
  if (--holders > 0) return;
  clearInterval(timer);
  timer = undefined;
}
