/** A program in TypeScript or JavaScript: as `node FILE`, with this package at hand and types blanked. */
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { defaultHostIs } from '../../../exchange/default-host.ts';
import { importModule } from '../../../shell/import-module.ts';
import type { Args, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { orSignal } from '../../../host/or-signal.ts';
import { registerHooks } from './module-hooks.ts';

/** @throws ERR_EXPRESSION with the file, line and column of what went wrong */
export async function runModule(path: string, args: readonly string[], options: Args['options'], io: CommandIo): Promise<number> {
  registerHooks();
  if (options.lab !== undefined || options.netns !== undefined) defaultHostIs(hostOf(options));
  process.argv.splice(1, process.argv.length - 1, path, ...args);
  try {
    await orSignal(importModule(pathToFileURL(path).href), io.signal);
    await orSignal(idle(), io.signal);
  } catch (error) {
    if (io.signal.aborted) return 0;
    throw new PacketwrightError('ERR_EXPRESSION', moduleErrorLine(error, path));
  }
  return Number(process.exitCode ?? 0);
}

/** Resolves when nothing keeps the process alive any more: timers and servers of the program go on until then. */
const idle = (): Promise<void> => new Promise((resolve) => void process.once('beforeExit', () => resolve()));

function moduleErrorLine(error: unknown, path: string): string {
  const { place, file } = error as { place?: { line: number; column: number }; file?: string };
  const text = error instanceof PacketwrightError ? error.line : error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (place !== undefined && file !== undefined) return `${shownPath(file)}:${place.line}:${place.column}: ${text}`;
  const at = placeInStack(error, path);
  return at === undefined ? `${shownPath(path)}: ${text}` : `${at}: ${text}`;
}

/** The innermost line of the user's own files; errors of grammar have a place before the stack, with a line and no column. */
function placeInStack(error: unknown, path: string): string | undefined {
  const { stack = '' } = error as Partial<Error>;
  for (const line of stack.split('\n')) {
    const [, url, at, column] = /(file:\/\/[^\s()]+?):(\d+)(?::(\d+))?\)?$/.exec(line) ?? [];
    if (url === undefined || /\/node_modules\/|\/dist\/(?:node|cli)\//.test(url)) continue;
    return `${shownPath(url)}:${at}${column === undefined ? '' : `:${column}`}`;
  }
  void path;
  return undefined;
}

function shownPath(path: string): string {
  const plain = path.startsWith('file:') ? fileURLToPath(path) : path;
  const near = relative(process.cwd(), plain);
  return near.startsWith('..') ? plain : near;
}
