/** `pkw -c`, `pkw run` and text from a pipe: the shell without a terminal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packetwright-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const piped = (text: string, ...words: string[]) => runCli(words, { stdin: new TextEncoder().encode(text) });

describe('pkw -c', () => {
  it('prints as the prompt does', async () => {
    expect(await runCli(['-c', '6*7; None; "a"'])).toEqual({ status: 0, out: "42\n'a'\n", err: '' });
    expect(await runCli(['--lab', '-c', 'sr1(IP(dst="192.0.2.1")/ICMP(), verbose=0).src'])).toMatchObject({ out: "'192.0.2.1'\n" });
    expect(await runCli(['shell', '-c', 'raw(UDP(sport=1,dport=2))'])).toMatchObject({
      out: "b'\\x00\\x01\\x00\\x02\\x00\\x08\\xff\\xf4'\n",
    });
  });

  it('says in one line what is wrong, and where', async () => {
    expect(await runCli(['-c', '1 + foo'])).toEqual({
      status: 1,
      out: '',
      err: "pkw shell: column 5: NameError: name 'foo' is not defined\n",
    });
    expect(await runCli(['-c', '(1'])).toMatchObject({ status: 1, err: expect.stringMatching(/^pkw shell: column 3: .*\n$/) });
  });

  it('ends as exit() says', async () => {
    expect(await runCli(['-c', 'print(1); exit(3); print(2)'])).toEqual({ status: 3, out: '1\n', err: '' });
    expect(await runCli(['-c', 'exit("done")'])).toEqual({ status: 1, out: '', err: 'done\n' });
  });
});

describe('text from a pipe', () => {
  it('runs line by line, without prompts', async () => {
    const text = 'x = [\n1,\n2]\nx\nfor i in x:\n  print(i)\n\ndef f(a):\n  if a:\n    return 1\n  else:\n    return 2\nf(0)\n';
    expect(await piped(text)).toEqual({ status: 0, out: '[1, 2]\n1\n2\n2\n', err: '' });
  });

  it('goes on after an error, and has the status of the last statement', async () => {
    expect(await piped('foo\n1\n')).toEqual({ status: 0, out: '1\n', err: "NameError: name 'foo' is not defined (column 1)\n" });
    expect(await piped('1\nfoo\n')).toMatchObject({ status: 1, out: '1\n' });
    expect(await piped('exit(4)\n1\n')).toEqual({ status: 4, out: '', err: '' });
  });

  it('marks the place of an error of grammar', async () => {
    const { err } = await piped('1\nx = = 2\n');
    expect(err.split('\n').slice(0, 2)).toEqual(['    x = = 2', '        ^']);
  });

  it('reads what input() asks for from the lines that follow', async () => {
    expect(await piped('a = input("name? ")\nbob\na\n')).toMatchObject({ status: 0, out: expect.stringMatching(/'bob'\n$/) });
  });
});

describe('pkw run', () => {
  it('runs Python as a program, which sees its words', async () => {
    const path = file('a.py', 'if __name__ == "__main__":\n    print(IP(ttl=3).ttl, __name__)\n    5\n');
    expect(await runCli(['run', '-q', path, 'x', '-y', '--lab'])).toEqual({ status: 0, out: '3 __main__\n', err: '' });
    expect(await runCli(['run', '-y', path])).toMatchObject({ status: 2, err: expect.stringContaining("unknown option '-y'") });
  });

  it('names file, line and column of an error', async () => {
    const path = file('b.py', 'x = 1\ndef f():\n    return foo\nf()\n');
    expect(await runCli(['run', path])).toEqual({
      status: 1,
      out: '',
      err: `pkw run: ${path}:3:12: NameError: name 'foo' is not defined\n`,
    });
    const grammar = file('c.py', 'x = 1\ny = = 2\n');
    expect(await runCli(['run', grammar])).toMatchObject({ status: 1, err: expect.stringContaining(`${grammar}:2:5: `) });
  });

  it('takes no other endings', async () => {
    expect(await runCli(['run', 'x.rb'])).toMatchObject({ status: 2, err: expect.stringContaining('expected a name that ends in .py') });
  });
});
