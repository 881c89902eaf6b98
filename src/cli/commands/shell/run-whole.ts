/** A text that runs as a whole: `pkw -c TEXT`, `pkw run FILE.py`. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { RunOptions, ShellSession } from '../../../shell/make-shell.ts';
import type { ErrorText } from '../../../shell/prompt/error-text.ts';
import type { CommandIo } from '../../command.ts';

/**
 * Gives the exit status: what `exit()` says, 130 when Ctrl-C ended it, and 0.
 *
 * @param where how an error's place is written before its words; undefined: nobody knows the place
 * @throws ERR_EXPRESSION, in one line, for what went wrong
 */
export async function runWhole(
  session: ShellSession,
  text: string,
  o: RunOptions,
  io: CommandIo,
  where: (place: ErrorText['place']) => string,
): Promise<number> {
  try {
    await session.run(text, o);
    return 0;
  } catch (error) {
    const { errorText, exitOf, isInterrupt } = await import('../../../shell/prompt/error-text.ts');
    const exit = exitOf(error);
    if (exit?.text !== undefined) io.warn(exit.text);
    if (exit !== undefined) return exit.status;
    if (io.signal.aborted && isInterrupt(error)) return 130;
    const { text: what, place } = errorText(error);
    throw new PacketwrightError('ERR_EXPRESSION', `${where(place)}${what}`);
  }
}
