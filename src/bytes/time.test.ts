import { expect, it } from 'vitest';
import { epochText, parseEpoch } from './time.ts';

it.each([
  // As tshark writes frame.time_epoch.
  [0, 0, '0.000000000'],
  [1_700_000_000, 5, '1700000000.000000005'],
  [5_000_000_000, 999_999_999, '5000000000.999999999'],
  [-1, 500_000_000, '-0.500000000'],
  [-1, 0, '-1.000000000'],
  [-2, 750_000_000, '-1.250000000'],
])('%i s and %i ns are %s, and back', (sec, nsec, text) => {
  expect(epochText(sec, nsec)).toBe(text);
  expect(parseEpoch(text)).toEqual({ sec, nsec });
});
