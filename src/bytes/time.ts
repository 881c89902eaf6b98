/** Times since 1970 as text: seconds and nine digits. A time is whole seconds, of any sign, and the nanoseconds that follow them. */

/** `1700000000.123456789`; half a second before 1970 is `-0.500000000`. */
export function epochText(sec: number, nsec: number): string {
  if (sec >= 0 || nsec === 0) return `${sec}.${String(nsec).padStart(9, '0')}`;
  // Seconds before 1970: the fraction counts away from the whole seconds.
  return `${sec + 1 === 0 ? '-0' : sec + 1}.${String(1e9 - nsec).padStart(9, '0')}`;
}

/** The time of {@link epochText}'s text; digits behind the ninth are cut off. */
export function parseEpoch(text: string): { sec: number; nsec: number } {
  const [whole = '0', fraction = ''] = text.split('.');
  const sec = Number(whole);
  const nsec = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (!whole.startsWith('-')) return { sec, nsec };
  return nsec === 0 ? { sec: sec + 0, nsec } : { sec: sec - 1, nsec: 1e9 - nsec };
}
