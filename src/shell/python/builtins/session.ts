/** Built-in functions that belong to a session: print, input, dir, open, exit … */
import { namesIn } from '../attributes.ts';
import { type Builtin, functions } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { notImplementedError, PyError, systemExit, typeError } from '../errors.ts';
import { openFile } from '../files.ts';
import { linked } from '../linked.ts';
import type { Session } from '../session.ts';
import { namesOf } from '../types.ts';
import { settle } from '../waiting.ts';

const refused = (name: string, instead: string) => (): never => {
  throw notImplementedError(`${name}() is not here: ${instead}`);
};

function quit(code: unknown): never {
  throw new PyError(systemExit, code === null ? [] : [code]);
}

export function sessionFunctions(session: Session): Record<string, Builtin> {
  const print = async (values: unknown[], separator: unknown, end: unknown, file: unknown): Promise<null> => {
    const [between, last] = [separator === null ? ' ' : String(separator), end === null ? '\n' : String(end)];
    const text = await settle(() => values.map(linked.str).join(between) + last);
    if (file === null) session.write(text);
    else await linked.call(await settle(() => linked.get(file, 'write')), [text]);
    return null;
  };
  const names = (): Dict => new Dict(session.names);
  return functions({
    'print(*values, sep=None, end=None, file=None, flush=False)': print,
    "input(prompt='', /)": async (prompt: unknown) => session.input(await settle(() => linked.str(prompt))),
    "raw_input(prompt='', /)": async (prompt: unknown) => session.input(await settle(() => linked.str(prompt))),
    'dir(of=?, /)': (of: unknown) => (of === undefined ? [...session.names.keys()].sort() : namesIn(of)),
    'vars(of=?, /)': (of: unknown) => {
      if (of === undefined) return names();
      const own = typeof of === 'object' && of !== null ? namesOf(of) : undefined;
      if (own === undefined) throw typeError('vars() argument must have __dict__ attribute');
      return new Dict(own);
    },
    'globals()': names,
    'locals()': names,
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None)": openFile,
    'exit(code=None)': quit,
    'quit(code=None)': quit,
    'eval(source, *others)': refused('eval', 'write the expression itself, or int(x), float(x), json.loads(x) for values'),
    'exec(source, *others)': refused('exec', 'write the statements themselves, or run the file: pkw run FILE'),
    'compile(source, *others)': refused('compile', 'write the statements themselves'),
    'breakpoint()': refused('breakpoint', 'print() what you want to know'),
    '__import__(name, *others)': refused('__import__', 'write import NAME'),
  });
}
