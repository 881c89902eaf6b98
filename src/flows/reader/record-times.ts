/** When a flow began and ended, from whichever elements its record has. */
import { epochText } from '../../bytes/time.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a header says of time: its own, and how long the exporter had run then. In ms. */
export interface HeaderTime {
  readonly sec: number;
  readonly nsec: number;
  readonly uptime: number | undefined;
}

const WRAP = 2 ** 32;
const NTP_1970 = 2_208_988_800;

const text = (sec: number, ns: number): string => epochText(sec + Math.floor(ns / 1e9), ((ns % 1e9) + 1e9) % 1e9);

/** Milliseconds since the exporter began, as time since 1970; they begin anew every 49.7 days. */
function ofUptime(at: number, { sec, nsec, uptime }: HeaderTime, initMs: number | undefined): string | undefined {
  if (initMs !== undefined) return ofMs(initMs + at);
  if (uptime === undefined) return undefined;
  let ago = uptime - at;
  // A flow may end a little after the time in the header; what lies half a round ahead is behind.
  if (ago < -WRAP / 2) ago += WRAP;
  if (ago > WRAP / 2) ago -= WRAP;
  const ms = sec * 1000 - ago;
  return text(Math.floor(ms / 1000), nsec + (ms - Math.floor(ms / 1000) * 1000) * 1e6);
}

const ofMs = (ms: number): string => text(Math.floor(ms / 1000), (ms - Math.floor(ms / 1000) * 1000) * 1e6);

function ofNtp(value: bigint): string {
  const sec = Number(value >> 32n) - NTP_1970;
  return text(sec, Math.round((Number(value & 0xffffffffn) / WRAP) * 1e9));
}

/** `Start` or `End` of a flow as seconds since 1970 with nine digits. */
export function timeOf(values: Values, edge: 'Start' | 'End', header: HeaderTime): string | undefined {
  const at = (unit: string): unknown => values[`flow${edge}${unit}`];
  const [seconds, millis, micros, nanos, uptime, delta] = [
    'Seconds',
    'Milliseconds',
    'Microseconds',
    'Nanoseconds',
    'SysUpTime',
    'DeltaMicroseconds',
  ].map(at);
  if (typeof nanos === 'bigint') return ofNtp(nanos);
  if (typeof micros === 'bigint') return ofNtp(micros);
  if (typeof millis === 'bigint' || typeof millis === 'number') return ofMs(Number(millis));
  if (typeof seconds === 'number') return text(seconds, 0);
  const init = values['systemInitTimeMilliseconds'];
  if (typeof uptime === 'number') return ofUptime(uptime, header, typeof init === 'bigint' ? Number(init) : undefined);
  if (typeof delta === 'number') return text(header.sec, -delta * 1000);
  return undefined;
}
