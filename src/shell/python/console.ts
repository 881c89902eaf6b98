/** TypeScript's `console` in a session: what it prints is the session's output, in order with what print() and the prompt print. */
import { createRequire } from 'node:module';
import type { Session } from './session.ts';

export function consoleOf({ write, writeError }: Pick<Session, 'write' | 'writeError'>): Console {
  const require = createRequire(import.meta.url);
  const { Console: OfNode } = require('node:console') as typeof import('node:console');
  const { Writable } = require('node:stream') as typeof import('node:stream');
  const to = (take: (text: string) => void) =>
    new Writable({
      decodeStrings: false,
      write: (text: unknown, _, done) => {
        take(String(text));
        done();
      },
    });
  return new OfNode({
    stdout: to((text) => write(text)),
    // Each note is a line already.
    stderr: to((text) => writeError(text.replace(/\n$/, ''))),
    colorMode: false,
  });
}
