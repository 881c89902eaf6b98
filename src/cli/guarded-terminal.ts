/**
 * The terminal that commands get: what they write as text may quote packets, files, the kernel and the command line, so no control in it
 * reaches the screen. Octets (a capture, colours of our own) are written as they are.
 */
import { printable } from '../bytes/escape.ts';
import type { CommandIo } from './command.ts';
import type { Terminal } from './terminal.ts';

export function guardedTerminal(terminal: Terminal): Terminal {
  // Getters of the others stay getters.
  return Object.assign(Object.create(terminal) as Terminal, {
    io: (o: { quiet: boolean; colour: boolean }): CommandIo => {
      const io = terminal.io(o);
      return Object.assign(Object.create(io) as CommandIo, {
        write: (data: string | Uint8Array) => io.write(typeof data === 'string' ? printable(data) : data),
        warn: (line: string) => io.warn(printable(line)),
        ...(io.writeError !== undefined && { writeError: (text: string) => io.writeError?.(printable(text)) }),
        progress: (text: string | undefined) => io.progress(text === undefined ? undefined : printable(text)),
      });
    },
    error: (line: string) => terminal.error(printable(line)),
  });
}
