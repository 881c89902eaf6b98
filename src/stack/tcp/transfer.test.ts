/** Octets through bad lines, in virtual time: what arrives is what was sent, in order, once. */
import { describe, expect, it } from 'vitest';
import { stackPair } from '../../../test/support/stack/stack-pair.ts';
import { transfer } from '../../../test/support/stack/transfer.ts';
import type { Impairments } from '../../lab/impair/impairments.ts';

const LINES: Record<string, Impairments> = {
  'a good line': { delayMs: 1 },
  '1 % loss': { delayMs: 10, loss: 0.01 },
  '5 % loss': { delayMs: 10, loss: 0.05 },
  '20 % loss': { delayMs: 10, loss: 0.2 },
  'bursts of loss': { delayMs: 10, burst: { begin: 0.005, end: 0.2 } },
  'reordered frames': { delayMs: 10, reorder: 0.1, reorderMs: 5 },
  'frames twice': { delayMs: 10, duplicate: 0.1 },
  'damaged frames': { delayMs: 10, corrupt: 0.01 },
  '50 ms with jitter': { delayMs: 50, jitterMs: 20 },
  'a slow line': { delayMs: 20, rate: 10e6, queue: 20_000 },
  'all of it': { delayMs: 20, jitterMs: 10, loss: 0.03, reorder: 0.05, duplicate: 0.02, corrupt: 0.01 },
};

describe('a transfer both ways', () => {
  it.each(Object.entries(LINES))('over %s', (_name, line) => {
    for (const isV6 of [false, true]) {
      const pair = stackPair({ seed: 7, line });
      const done = transfer(pair, { up: 400_000, down: 300_000, isV6 });
      expect(done).toMatchObject({ isDone: true, up: 400_000, down: 300_000, wrongAt: -1, errors: [] });
    }
  });

  it.each([
    ['without selective acknowledgements', { selective: false }],
    ['without time stamps', { timestamps: false }],
    ['without any option', { selective: false, timestamps: false, windowScaling: false }],
    ['with NewReno', { congestion: 'new-reno' }],
    ['with a window of one segment', { receiveBuffer: 1460 }],
    ['with a window smaller than a segment', { receiveBuffer: 700 }],
    ['with numbers that wrap', { iss: 0xffff_ff00 }],
    ['with small segments', { mss: 100 }],
  ] as const)('%s, 3 %% lost', (_name, settings) => {
    const pair = stackPair({ seed: 9, line: { delayMs: 5, loss: 0.03, reorder: 0.02 } });
    const done = transfer(pair, { up: 100_000, down: 100_000, client: settings, server: settings });
    expect(done).toMatchObject({ isDone: true, up: 100_000, down: 100_000, wrongAt: -1, errors: [] });
  });
});
