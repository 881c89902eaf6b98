import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Condition, describeIf } from '../../test/support/require.ts';
import { blocksOf, vendorOf } from './index.ts';

const script = fileURLToPath(new URL('../../scripts/registries.mjs', import.meta.url));
const { vendorInputs, vendorsTable } = (await import(pathToFileURL(script).href)) as {
  vendorInputs(): string | undefined;
  vendorsTable(): string;
};
const committed = readFileSync(new URL('./vendors-table.ts', import.meta.url), 'utf8');

function requireSameInputs(): Condition {
  const inputs = vendorInputs();
  return inputs !== undefined && committed.includes(`// From: ${inputs},`)
    ? { ok: true }
    : { ok: false, reason: `needs the inputs of vendors-table.ts, found ${inputs}` };
}

describeIf(requireSameInputs(), 'vendors-table.ts', () => {
  it('is what scripts/registries.mjs makes', () => {
    // Compared as a whole: a difference of a megabyte is no message.
    expect(vendorsTable() === committed).toBe(true);
  });

  it('gives back every block of its source', async () => {
    const { default: source } = (await import('oui-data', { with: { type: 'json' } })) as { default: Record<string, string> };
    const wrong = Object.entries(source).filter(([block, about]) => vendorOf(block) !== about.split('\n')[0]?.trim().replace(/\s+/g, ' '));
    expect(wrong).toEqual([]);
    expect(Object.keys(source).length).toBeGreaterThan(50_000);
  });
});

describe('vendorOf', () => {
  // IEEE's registry: MA-L b8-27-eb; MA-S 00-1b-c5-00-0 in a block of IEEE's own.
  it('knows blocks of 24, 28 and 36 bits by any spelling', () => {
    for (const mac of ['b8:27:eb:01:02:03', 'B8-27-EB-01-02-03', 'b827.eb01.0203', 'b827eb'])
      expect(vendorOf(mac)).toBe('Raspberry Pi Foundation');
    expect(vendorOf('00:1b:c5:00:01:02')).toBe('Converging Systems Inc.');
    expect(vendorOf('00:1b:c5')).toBe('IEEE Registration Authority');
  });

  it('has none for what is no block', () => {
    for (const mac of ['', 'b8:27', 'no address', 'ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01']) expect(vendorOf(mac)).toBeUndefined();
  });

  it('finds the blocks of a vendor', () => {
    expect(blocksOf('raspberry pi foundation')).toEqual(['b8:27:eb']);
    expect(blocksOf('Converging Systems Inc.')).toEqual(['00:1b:c5:00:0', '8c:1f:64:00:9']);
    expect(blocksOf('nobody')).toEqual([]);
  });
});
