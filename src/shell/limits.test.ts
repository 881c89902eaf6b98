/** What would take all memory is refused in one line, and at once; what programs write to sys.stderr is written as it stands. */
import { afterEach, describe, expect, it } from 'vitest';
import { ShellSession } from './make-shell.ts';

const open: ShellSession[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function session() {
  const said = { out: '', err: '' };
  const shell = new ShellSession({
    write: (text) => (said.out += text),
    writeError: (text) => (said.err += text),
    note: (text) => (said.err += `note: ${text}\n`),
  });
  open.push(shell);
  return { shell, said };
}

describe('what no memory holds', () => {
  it.each([
    ['list(IP(dst="0.0.0.0/0"))[0]', /^MemoryError: there would be 4,294,967,296 items, and a list holds at most 1,048,576; .*for x in/],
    ['len(list(range(10**9)))', /^MemoryError: there would be 1,000,000,000 items, and a list holds at most 16,777,216/],
    ['list(Net("0.0.0.0/0"))', /^MemoryError: there would be 4,294,967,296 items/],
    ['sorted(range(10**9))', /^MemoryError: there would be 1,000,000,000 items/],
    ['[0] * 10**10', /^MemoryError: there would be 10,000,000,000 items/],
    ['IP() * 10**10', /^MemoryError: there would be 10,000,000,000 items/],
    ['"a" * 10**10', /^MemoryError: the value would be larger than memory allows/],
    ['bytes(10**16)', /^MemoryError: the value would be larger than memory allows/],
  ])('%s', async (line, told) => {
    await expect(session().shell.run(line, { interactive: true })).rejects.toThrow(told);
  });

  it('can be caught, and the session goes on', async () => {
    const { shell, said } = session();
    await shell.run('try:\n    list(range(10**9))\nexcept MemoryError:\n    print("caught")\n');
    await shell.run('len(list(IP(dst="192.0.2.0/28"))), [] * 10**10, next(iter(range(10**9)))', { interactive: true });
    expect(said.out).toBe('caught\n(16, [], 0)\n');
  });
});

it('writes to sys.stderr what was written, and no more', async () => {
  const { shell, said } = session();
  await shell.run('import sys\nsys.stderr.write("a")\nsys.stderr.write("b\\n")\nprint("x", file=sys.stderr)\n');
  expect(said.err).toBe('ab\nx\n');
});
