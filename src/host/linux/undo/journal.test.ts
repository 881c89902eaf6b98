import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalFolders, openFolder, withFolder } from './folder.ts';
import { Journal, rewriteJournal, sealJournals } from './journal.ts';
import { startOf, stateOf, thisProcess } from './owner.ts';
import { type ReadJournal, readJournal } from './read-journal.ts';

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // The descriptor that read the folder.
    return undefined;
  }
}

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

  it('is read without a line that was cut, wherever that stands', () => {
    const j = journal();
    j.add('whole', [step(1)]);
    const cut = '{"id":2,"what":"cut","st';
    const forms = [
      'null',
      '7',
      '[]',
      '{"id":"3","steps":[]}',
      '{"id":4,"steps":[[25,1,"0"]]}',
      '{"id":5,"steps":{}}',
      '{"id":6,"steps":[[25,1,"00",{"netns":7}]]}',
    ];
    appendFileSync(j.path, `${[cut, ...forms].join('\n')}\n`);
    j.add('after', [step(2)]);
    appendFileSync(j.path, cut);
    expect(readJournal(j.path)?.entries.map(({ what }) => what)).toEqual(['whole', 'after']);
  });

  it('is none when its first line says nothing of the kind', () => {
    const path = join(folder, 'other');
    const { owner } = readJournal(journal().path)?.head ?? {};
    // Without an owner, or with half of one.
    const heads = [
      {},
      { journal: 99, owner },
      { journal: 1 },
      { journal: 1, owner: null },
      { journal: 1, owner: { pid: 1 } },
      { journal: 1, owner, cookie: 7 },
    ];
    for (const text of ['', 'hello\n', 'null\n', ...heads.map((head) => `${JSON.stringify(head)}\n`)]) {
      writeFileSync(path, text);
      expect(readJournal(path)).toBeUndefined();
    }
    writeFileSync(path, `${JSON.stringify({ journal: 1, owner })}\n`);
    expect(readJournal(path)).toEqual({ head: { journal: 1, owner }, entries: [] });
  });

  it('is no FIFO, link, folder, or file that others may write to', () => {
    const whole = journal().path;
    const path = join(folder, 'odd');
    const odd = [() => execFileSync('mkfifo', [path]), () => symlinkSync(whole, path), () => mkdirSync(path)];
    expect(readJournal(whole)).toBeDefined();
    for (const make of odd) {
      make();
      expect(readJournal(path)).toBeUndefined();
      rmSync(path, { recursive: true });
    }
    writeFileSync(path, readFileSync(whole), { mode: 0o600 });
    expect(readJournal(path)).toBeDefined();
    chmodSync(path, 0o622);
    expect(readJournal(path)).toBeUndefined();
    chmodSync(path, 0o600);
    if (process.getuid?.() !== 0) return;
    chownSync(path, 65534, 65534);
    expect(readJournal(path)).toBeUndefined();
  });

  it('that is sealed does not say what is written to its old descriptor, and goes on when it is asked to', () => {
    const j = journal();
    j.add('one', [step(1)]);
    const fd = openSync(j.path, 'a');
    sealJournals();
    writeSync(fd, '{"id":9,"what":"forged","steps":[[24,1,"00"]]}\n');
    closeSync(fd);
    expect(readJournal(j.path)?.entries.map(({ what }) => what)).toEqual(['one']);
    const descriptors = readdirSync('/proc/self/fd').map((n) => linkOf(`/proc/self/fd/${n}`));
    expect(descriptors.filter((path) => path?.startsWith(j.path))).toEqual([]);
    j.add('two', [step(2)]);
    expect(readJournal(j.path)?.entries.map(({ what }) => what)).toEqual(['one', 'two']);
  });

  it('of another thread is sealed too, and that thread writes to the new one', () => {
    const j = journal();
    j.add('one', [step(1)]);
    const journalOfOther = readJournal(j.path) as ReadJournal;
    const fd = openSync(j.path, 'a');
    withFolder(openFolder(dirname(j.path)), (opened) => rewriteJournal(opened, basename(j.path), journalOfOther));
    writeSync(fd, '{"id":9,"what":"forged","steps":[[24,1,"00"]]}\n');
    closeSync(fd);
    j.add('two', [step(2)]);
    expect(readJournal(j.path)?.entries.map(({ what }) => what)).toEqual(['one', 'two']);
  });
});

describe('the folder of journals', () => {
  it("is root's own, whatever the environment says, and everybody else's is named by it", () => {
    const folders = journalFolders({ XDG_RUNTIME_DIR: '/tmp/anybody', TMPDIR: '/tmp/anybody' });
    if (process.getuid?.() === 0) expect(folders).toEqual(['/run/packetwright']);
    else expect(folders[0]).toBe('/tmp/anybody/packetwright');
  });

  it('is opened when it is a folder, and its owner alone is this user', () => {
    const folder = mkdtempSync(join(tmpdir(), 'packetwright-folder-'));
    try {
      const path = join(folder, 'one');
      writeFileSync(path, '');
      symlinkSync(folder, join(folder, 'link'));
      mkdirSync(join(folder, 'open'), { mode: 0o777 });
      expect(() => openFolder(path)).toThrow(/it is a symbolic link, or not a folder \(ENOTDIR\)/);
      expect(() => openFolder(join(folder, 'link'))).toThrow(/it is a symbolic link/);
      expect(() => openFolder(join(folder, 'none'))).toThrow(/there is no such folder \(ENOENT\)/);
      openFolder(join(folder, 'open')).close();
      expect(statSync(join(folder, 'open')).mode & 0o777).toBe(0o700);
      if (process.getuid?.() !== 0) return;
      chownSync(join(folder, 'open'), 65534, 65534);
      expect(() => openFolder(join(folder, 'open'))).toThrow(/it belongs to user 65534/);
    } finally {
      rmSync(folder, { recursive: true });
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
