export function toHex(b: Uint8Array, separator = ''): string { return Array.from(b, (x) => x.toString(16).padStart(2, '0')).join(separator); }
export function fromHex(t: string): Uint8Array { const s = t.replace(/[^0-9a-f]/gi, ''); return Uint8Array.from({ length: s.length / 2 }, (_, i) => Number.parseInt(s.slice(2 * i, 2 * i + 2), 16)); }
