import { PacketwrightError } from './errors.ts';
const H = Array.from({ length: 256 }, (_, i) => (i < 16 ? '0' : '') + i.toString(16));
export function parseIpv4(t: string): number { const p = t.split('.').map(Number); if (p.length !== 4 || p.some((x) => !(x >= 0 && x <= 255))) throw new PacketwrightError('ERR_ADDRESS', `'${t}' is no IPv4 address`); return (((p[0] as number) << 24) | ((p[1] as number) << 16) | ((p[2] as number) << 8) | (p[3] as number)) >>> 0; }
export function formatIpv4(n: number): string { return `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`; }
export function readIpv4(b: Uint8Array, o: number): string { return `${b[o]}.${b[o + 1]}.${b[o + 2]}.${b[o + 3]}`; }
export function parseIpv6(_t: string, out: Uint8Array = new Uint8Array(16), _o = 0): Uint8Array { return out; }
export function readIpv6(b: Uint8Array, o: number): string { return Array.from({ length: 8 }, (_, i) => (((b[o + 2 * i] as number) << 8) | (b[o + 2 * i + 1] as number)).toString(16)).join(':'); }
export function parseMac(t: string, out: Uint8Array = new Uint8Array(6), o = 0): Uint8Array { t.split(':').forEach((x, i) => { out[o + i] = Number.parseInt(x, 16); }); return out; }
export function readMac(b: Uint8Array, o: number): string { return `${H[b[o] as number]}:${H[b[o + 1] as number]}:${H[b[o + 2] as number]}:${H[b[o + 3] as number]}:${H[b[o + 4] as number]}:${H[b[o + 5] as number]}`; }
