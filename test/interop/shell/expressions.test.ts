/** Lines of scapy's notation, run once through Debian's scapy and once through the shell: what is printed is the same. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeIf, requireScapy } from '../../support/require.ts';
import { entriesIn, type Outcome, typedIntoScapy, typedIntoShell } from './both-sides.ts';
import { differences } from './differences.ts';

const FILES = ['packets', 'protocols', 'lists-and-python'];

describeIf(requireScapy(), 'expressions beside scapy', () => {
  const listed = new Map<string, string>(differences.map(({ entry, why }) => [entry, why]));
  const met = new Set<string>();

  it.each(FILES)('%s', async (name) => {
    const entries = entriesIn(fileURLToPath(new URL(`expressions/${name}.py`, import.meta.url)));
    const theirs = typedIntoScapy(entries);
    const ours = await typedIntoShell(entries);
    const different = entries.flatMap((entry, i) => {
      const [a, b] = [theirs[i] as Outcome, ours[i] as Outcome];
      if (a.text === b.text && a.error === b.error) return [];
      if (listed.has(entry)) {
        met.add(entry);
        return [];
      }
      return [{ entry, scapy: shown(a), ours: shown(b) }];
    });
    expect(different).toEqual([]);
    expect(entries.length).toBeGreaterThan(100);
  });

  it('lists no difference that is gone', () => {
    expect([...listed.keys()].filter((entry) => !met.has(entry))).toEqual([]);
  });
});

const shown = ({ text, error, said }: Outcome): string => text + (error === undefined ? '' : `${error}: ${said}`);
