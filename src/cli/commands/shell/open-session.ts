/** The session of `pkw`, `pkw -c` and `pkw run`, as the options say. Nothing of the shell is loaded before. */
import type { ShellOptions, ShellSession } from '../../../shell/make-shell.ts';
import type { CommandIo, CommonOptions } from '../../command.ts';
import type { OpenedWith } from '../../../shell/prompt/export.ts';
import { hostOf, namespaceOf } from '../../command-host.ts';

/** Where a session's words go, if not to the command's own output. */
export type SessionOptions = Partial<Pick<ShellOptions, 'write' | 'writeError' | 'image' | 'note' | 'input' | 'show' | 'names' | 'argv'>>;

/** A session that Ctrl-C reaches: what runs ends with what it has. To be closed. */
export async function openSession(options: CommonOptions, io: CommandIo, more: SessionOptions = {}): Promise<ShellSession> {
  const { ShellSession: Session } = await import('../../../shell/make-shell.ts');
  const session = new Session({
    host: () => hostOf(options),
    write: (text) => void io.write(text),
    note: (text) => io.warn(text),
    ...(io.writeError !== undefined && { writeError: io.writeError }),
    ...more,
  });
  if (options.seed !== undefined) await session.run(`import random\nrandom.seed(${options.seed})\ndel random`, { python: true });
  io.signal.addEventListener('abort', () => session.interrupt());
  return session;
}

/** What a program opens that is to send from where this session does. */
export async function openedWith({ lab, netns, seed }: CommonOptions): Promise<OpenedWith> {
  return {
    ...(lab !== undefined && { lab }),
    ...(netns !== undefined && { netns: await namespaceOf(netns) }),
    ...(seed !== undefined && { seed }),
  };
}
