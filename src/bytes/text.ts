let decode = (b: Uint8Array, s: number, e: number): string => { let t = ''; for (let i = s; i < e; i++) t += String.fromCharCode(b[i] as number); return t; };
export const setTextDecoder = (f: typeof decode): void => { decode = f; };
export const latin1 = (b: Uint8Array, s: number, e: number): string => decode(b, s, e);
export const utf8 = (b: Uint8Array, s: number, e: number): string => new TextDecoder().decode(b.subarray(s, e));
export const utf8Octets = (t: string): Uint8Array => new TextEncoder().encode(t);
