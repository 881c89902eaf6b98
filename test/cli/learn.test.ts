/** `pkw learn`: each lesson is done by its own solutions, and nothing else does it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LESSONS } from '../../src/shell/lessons/lessons.ts';
import { runCli } from '../support/run-cli.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'packetwright-learn-'));
});
afterAll(() => rmSync(home, { recursive: true }));

const typed = (words: readonly string[], lines: readonly string[], env: Record<string, string> = { PKW_HOME: home }) =>
  runCli(['learn', ...words], { stdin: new TextEncoder().encode(`${lines.join('\n')}\n`), env });

const stepsBegun = (out: string): number[] => [...out.matchAll(/^Step (\d+) of \d+: /gm)].map(([, n]) => Number(n));

describe.each(LESSONS.map((lesson) => [lesson.name, lesson] as const))('lesson %s', (name, lesson) => {
  it('is done by what its steps show', async () => {
    const { out: solutions } = await runCli(['learn', name, '--solutions']);
    const { status, out, err } = await typed([name, '--all-steps'], solutions.trimEnd().split('\n'));
    expect(stepsBegun(out)).toEqual(lesson.steps.map((_, i) => i + 1));
    expect(out).toContain(`That was the lesson "${lesson.title}"`);
    expect(out).not.toContain('Not yet.');
    expect([status, err.match(/Error/)]).toEqual([0, null]);
  });

  it('is not done by looking at things', async () => {
    const { status, out } = await typed([name, '--all-steps'], ['1', 'ls(IP)', 'x = 3', 'conf', 'IP()', 'Ether()/IP()']);
    expect([status, stepsBegun(out)]).toEqual([1, [1]]);
  });

  it('has small steps, with a hint and mistakes', () => {
    expect(lesson.steps.length).toBeGreaterThanOrEqual(6);
    expect(lesson.steps.length).toBeLessThanOrEqual(10);
    for (const { title, hint, text, mistakes } of lesson.steps)
      expect([title, hint.length > 20, text.length < 700, mistakes.length > 0]).toEqual([title, true, true, true]);
  });
});

describe('pkw learn', () => {
  it('lists the lessons, and how far one is', async () => {
    const all = await typed([], []);
    for (const { name, steps, title } of LESSONS)
      expect(all.out).toMatch(new RegExp(`^  ${name} +${steps.length} steps +${title.replace('?', '\\?')}$`, 'm'));
    await typed(['arp'], ['a = ARP(pdst="192.0.2.80"); a.show()', 'quit']);
    expect((await typed([], [])).out).toMatch(/^ {2}arp +step 2 of /m);
  });

  it('goes on where one stopped, with the names of the steps before', async () => {
    const { status, out } = await typed(['arp'], ['print(a.pdst)', 'quit']);
    expect([status, stepsBegun(out)]).toEqual([0, [2]]);
    expect(out).toContain('192.0.2.80\n');
    expect(stepsBegun((await typed(['arp', '--restart'], ['quit'])).out)).toEqual([1]);
  });

  it('keeps its state where only its user reads it', () => {
    const path = join(home, 'learn.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ version: 1, steps: { arp: 1 } });
  });

  it('goes on without its file, and says so', async () => {
    const bad = mkdtempSync(join(tmpdir(), 'packetwright-learn-'));
    try {
      writeFileSync(join(bad, 'learn.json'), '{"steps":');
      const { status, err } = await typed(['arp'], ['a = ARP(pdst="192.0.2.80"); a.show()', 'quit'], { PKW_HOME: bad });
      expect(status).toBe(0);
      expect(err).toMatch(/^.*learn\.json is damaged, .*: delete the file\n$/);
      expect(readFileSync(join(bad, 'learn.json'), 'utf8')).toBe('{"steps":');
    } finally {
      rmSync(bad, { recursive: true });
    }
  });

  it('answers its words', async () => {
    const lines = ['hint', 'back', 'show me', 'skip', 'wire', 'back', 'again', 'foo bar', 'skip'];
    const { status, out, err } = await typed(['arp', '--all-steps'], lines);
    expect(stepsBegun(out)).toEqual([1, 2, 1, 1, 2]);
    expect(out).toContain('This is the first step.\n');
    expect(out).toContain('Type:\n    a = ARP(pdst="192.0.2.80")\n    a.show()\n');
    expect(out).toContain('No frame was on the wire in this step.\n');
    expect(err).toContain('    foo bar\n');
    expect(err).toMatch(/the lesson stopped at step 2 of 8\n$/);
    expect(status).toBe(1);
  });

  it('knows no other lessons', async () => {
    expect(await typed(['apr'], [])).toEqual({
      status: 2,
      out: '',
      err: expect.stringMatching(/^pkw learn: there is no lesson 'apr'; did you mean 'arp'\? \(there are arp.*\)\n$/),
    });
    expect(await typed(['--restart'], [])).toMatchObject({ status: 2, err: expect.stringMatching(/^pkw learn: .*\n$/) });
  });
});
