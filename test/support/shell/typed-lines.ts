import { ShellSession } from '../../../src/shell/make-shell.ts';

/** What the prompt shows of the last of these lines. The machine is left alone. @throws the error of the first that has one */
export async function typedLines(...lines: string[]): Promise<string> {
  let text = '';
  const shell = new ShellSession({
    write: (t) => (text += t),
    note: () => undefined,
    host: () => Promise.reject(new Error('this machine is left alone')),
  });
  for (const line of lines) {
    text = '';
    await shell.run(line, { interactive: true });
  }
  return text.trimEnd();
}
