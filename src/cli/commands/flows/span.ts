/** Spans of time as softflowd has them: `600`, `10m`, `1h30m`. */
import { PacketwrightError } from '../../../bytes/errors.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Milliseconds. @throws ERR_USAGE */
export function parseSpan(flag: string, text: string): number {
  let ms = 0;
  if (!/^(\d{1,9}[smhdwSMHDW]?)+$/.test(text))
    throw new PacketwrightError('ERR_USAGE', `${flag}: '${text}' is no span of time: expected seconds, or 10m, 1h30m`, { value: text });
  for (const [, n, unit] of text.matchAll(/(\d+)([a-z]?)/gi)) ms += Number(n) * (SECONDS[(unit as string).toLowerCase()] ?? 1) * 1000;
  return ms;
}
