/** The prompt on the process's own terminal: keys as they come, and the terminal as it was at the end. */
import type { ReadStream } from 'node:tty';
import { prompt, type PromptOptions } from '../../../shell/prompt/prompt.ts';
import type { Args, CommandIo } from '../../command.ts';
import { openedWith, openSession } from './open-session.ts';

const PASTES_MARKED = '\x1b[?2004h';
const PASTES_PLAIN = '\x1b[?2004l';

/** @param open makes the session; default: as the options say */
export async function onTerminal(
  keyboard: ReadStream,
  options: Args['options'],
  io: CommandIo,
  log: string | undefined,
  open?: PromptOptions['open'],
): Promise<number> {
  const write = (octets: Uint8Array | string): void => void io.write(Buffer.from(octets));
  const begin = (): void => {
    keyboard.setRawMode(true);
    write(PASTES_MARKED);
  };
  const end = (): void => {
    write(PASTES_PLAIN);
    if (!keyboard.destroyed) keyboard.setRawMode(false);
  };
  const resized: (() => void)[] = [];
  const onResize = (): void => {
    for (const one of resized) one();
  };
  process.stdout.on('resize', onResize);
  // Whatever ends the process leaves the terminal usable.
  process.once('exit', end);
  begin();
  try {
    return await prompt({
      io: {
        write,
        get columns() {
          return io.columns || 80;
        },
        get rows() {
          return process.stdout.rows || 24;
        },
        colour: io.colour,
        onInput: (take, ended) => {
          keyboard.on('data', take).once('end', ended).once('error', ended);
        },
        onResize: (call) => resized.push(call),
        suspend: () => {
          end();
          process.once('SIGCONT', () => {
            begin();
            onResize();
          });
          process.kill(process.pid, 'SIGTSTP');
        },
      },
      env: io.env,
      open: open ?? ((o) => openSession(options, io, o)),
      opened: open === undefined ? await openedWith(options) : undefined,
      log,
      quiet: options.quiet ?? false,
      signal: io.signal,
    });
  } finally {
    process.off('exit', end);
    process.stdout.off('resize', onResize);
    end();
    keyboard.pause();
  }
}
