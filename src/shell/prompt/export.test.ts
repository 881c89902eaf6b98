/** A session that is exported as a program sends from where the session did. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openShell } from '../open-shell.ts';
import { exportFunctions, typescript } from './export.ts';
import { Transcript } from './transcript.ts';
import type { Builtin } from '../python/callable.ts';

const folder = mkdtempSync(join(tmpdir(), 'pkw-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const opening = (text: string): string | undefined => /^const shell = (.*)$/m.exec(text)?.[1];

it('opens the lab or the namespace of the session', () => {
  expect(opening(typescript([], { lab: true }))).toBe('await openShell({ lab: true });');
  expect(opening(typescript([], { lab: 'www', seed: 7 }))).toBe('await openShell({ lab: "www", seed: 7 });');
  expect(opening(typescript([], { netns: 'blue' }))).toBe('await openShell({ netns: "blue" });');
  expect(opening(typescript([], {}))).toBe('await openShell();');
});

it('has a lab of its own, and one host only', async () => {
  let text = '';
  const shell = await openShell({ lab: true, write: (t) => (text += t) });
  await shell.run('sr1(IP(dst="192.0.2.1")/ICMP(), verbose=0).src');
  await shell.close();
  expect(text).toBe("'192.0.2.1'\n");
  await expect(openShell({ lab: true, netns: 'blue' })).rejects.toThrow('host, lab and netns exclude each other');
});

it('leaves out what names the export, and refuses a program where none can open the network', async () => {
  const turns = ['x = 3', 'f = export_session', 'if x: export_session("a.md")'].map((input) => ({ input, output: '', failed: false }));
  expect(typescript(turns, {}).match(/^await shell\.run.*$/gm)).toEqual(['await shell.run("x = 3");']);

  const transcript = new Transcript(
    () => '',
    () => undefined,
  );
  transcript.input('x = 3');
  const write = (name: string): unknown =>
    (exportFunctions(transcript, undefined)['export_session'] as Builtin).run(join(folder, name) as never);
  await expect(write('a.ts')).rejects.toThrow("a program cannot open this session's network");
  await write('a.md');
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toContain('>>> x = 3');
});
