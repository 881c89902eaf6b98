// What the machine's own programs print, as totals.

/** tcpreplay rounds its seconds to hundredths; its rate is finer. */
export function replayed({ stdout }) {
  const packets = Number(/Actual: (\d+) packets/.exec(stdout)?.[1]);
  const rate = Number(/Rated: .*, ([\d.]+) pps/.exec(stdout)?.[1]);
  return { packets, seconds: packets / rate, reported_pps: rate };
}

/** tcpdump's three lines at its end. */
export function dumped({ stderr }) {
  const packets = Number(/(\d+) packets? captured/.exec(stderr)?.[1]);
  const dropped = Number(/(\d+) packets? dropped by kernel/.exec(stderr)?.[1]);
  return { packets, dropped };
}

/** Our own programs and the C ones: a line of JSON at the end. */
export function lastLine({ stdout }) {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } catch {
    return undefined;
  }
}

export const outputs = { replayed, dumped, lastLine };
