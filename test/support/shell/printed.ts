/** Runs text of the shell's notation as a prompt or a script would, with Python's own meaning, and gives what it printed. */
import { type RewriteOptions, rewriteAll } from '../../../src/shell/notation/rewrite.ts';
import { makeRuntime } from '../../../src/shell/python/runtime.ts';

export async function printed(text: string, options: Omit<RewriteOptions, 'native'> = {}): Promise<string> {
  const { code } = await rewriteAll(text, options);
  let all = '';
  const py = makeRuntime({
    write: (written) => {
      all += written;
    },
  });
  // Not in strict mode, as a script: statements of TypeScript stand in `with`.
  await (new Function(`return ${code}`)() as (runtime: unknown) => Promise<void>)(py);
  return all;
}
