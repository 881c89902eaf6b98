import { expect, it } from 'vitest';
import { ShellSession } from '../make-shell.ts';

it('draws a packet in text without the controls of a terminal', async () => {
  let text = '';
  const shell = new ShellSession({
    write: (t) => (text += t),
    note: () => undefined,
    host: () => Promise.reject(new Error('this machine is left alone')),
  });
  await shell.run('(IP(src="192.0.2.1", dst="192.0.2.2")/ICMP()).canvas_dump()');
  expect(text).toContain('45 00 00 1c 00 01 00 00 40 01');
  // Whoever prints shows controls as text.
  expect([...text].filter((c) => c < ' ' && c !== '\n')).toEqual([]);
});
