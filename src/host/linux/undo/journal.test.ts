import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import { startOf, stateOf, thisProcess } from './owner.ts';

const step = (n: number) => ({ type: 25, flags: 1, body: Uint8Array.of(2, 24, 0, n) });

describe('a journal', () => {
  const made: Journal[] = [];
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-journal-'));
  });
  afterAll(() => {
    for (const journal of made) journal.remove();
    rmSync(folder, { recursive: true });
  });
  const journal = (): Journal => {
    made.push(new Journal({ cookie: '7', netns: '/run/netns/blue' }));
    return made.at(-1) as Journal;
  };

  it('gives back what is not done, the oldest first', () => {
    const j = journal();
    const first = j.add('one', [step(1)]);
    const second = j.add('two', [step(2)]);
    j.add('three', [step(3), step(4)]);
    j.replace(first, 'one', [step(9)]);
    j.done(second);
    expect(readJournal(j.path)).toEqual({
      head: { journal: 1, owner: thisProcess(), cookie: '7', netns: '/run/netns/blue' },
      entries: [
        { id: 1, what: 'one', steps: [step(9)] },
        { id: 3, what: 'three', steps: [step(3), step(4)] },
      ],
    });
  });

  it('is for its owner alone', () => {
    const { path } = journal();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  it('does not grow with what is done', () => {
    const j = journal();
    const kept = j.add('kept', [step(1)]);
    for (let i = 0; i < 20_000; i++) j.done(j.add('passing', [step(2)]));
    expect(readFileSync(j.path, 'utf8').split('\n').length).toBeLessThan(1100);
    expect(readJournal(j.path)?.entries).toEqual([{ id: kept, what: 'kept', steps: [step(1)] }]);
    expect(readdirSync(dirname(j.path)).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('is read up to a line that was cut', () => {
    const j = journal();
    j.add('whole', [step(1)]);
    appendFileSync(j.path, '{"id":2,"what":"cut","st');
    expect(readJournal(j.path)?.entries.map(({ what }) => what)).toEqual(['whole']);
  });

  it('is none when its first line says nothing of the kind', () => {
    const path = join(folder, 'other');
    for (const text of ['', '{}\n', 'hello\n', '{"journal":99}\n']) {
      writeFileSync(path, text);
      expect(readJournal(path)).toBeUndefined();
    }
  });
});

describe("a journal's owner", () => {
  it('runs while its number and its start time are those of a process', () => {
    const own = thisProcess();
    expect(own.started).toMatch(/^\d+$/);
    expect(stateOf(own)).toBe('running');
    expect(stateOf({ ...own, started: '1' })).toBe('ended');
    expect(stateOf({ ...own, boot: 'another' })).toBe('ended');
    expect(stateOf({ ...own, pidNamespace: 'pid:[1]' })).toBe('unknown');
    expect(startOf(2 ** 30)).toBeUndefined();
  });
});
