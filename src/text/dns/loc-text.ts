/** Where something is, as RFC 1876 §3 writes it: `52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m`. */
import type { RdataOf } from '../../protocols/application/dns/rdata.ts';

export function locText(d: RdataOf<'LOC'>): string {
  const place = [angle(d.latitude, 'N', 'S'), angle(d.longitude, 'E', 'W'), `${d.altitude.toFixed(2)}m`];
  return [...place, ...[d.size, d.horizontal, d.vertical].map(extent)].join(' ');
}

/** Degrees, minutes, and seconds with thousandths. */
function angle(degrees: number, positive: string, negative: string): string {
  const thousandths = Math.round(Math.abs(degrees) * 3_600_000);
  const seconds = Math.floor(thousandths / 1000);
  const words = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    `${seconds % 60}.${String(thousandths % 1000).padStart(3, '0')}`,
  ];
  return `${words.join(' ')} ${degrees < 0 ? negative : positive}`;
}

const extent = (metres: number): string => (metres >= 1 ? `${Math.floor(metres)}m` : `${metres.toFixed(2)}m`);
