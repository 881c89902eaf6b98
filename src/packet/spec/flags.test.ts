import { describe, expect, it } from 'vitest';
import { Flags } from './flags.ts';

describe('Flags', () => {
  it('know their highest bit too', () => {
    const names = Array.from({ length: 32 }, (_, i) => `b${i}`);
    const flags = new Flags(0x8000_0001, names, '+');
    expect(flags.text).toBe('b0+b31');
    expect(flags.has('b31')).toBe(true);
    expect(flags.has('b0+b31')).toBe(true);
    expect(flags.has('b1+b31')).toBe(false);
    expect(new Flags(1, names, '+').has('b31')).toBe(false);
  });
});
