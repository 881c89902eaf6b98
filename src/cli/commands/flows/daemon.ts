/** A command that goes on without its terminal: the same command once more, in a session of its own. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { PacketwrightError } from '../../../bytes/errors.ts';

/** Set in the process that goes on. */
const MARK = 'PKW_DAEMON';

/** Whether this process is the one that goes on. */
export const isDaemon = (): boolean => process.env[MARK] === '1';

/**
 * Starts it. Resolves when it says that all is open (see {@link daemonReady}), with its number.
 *
 * @param words of the command line behind the program's name
 * @throws ERR_SYSTEM with its own words, where it ended before
 */
export async function startDaemon(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...words], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, [MARK]: '1' },
  });
  let said = '';
  child.stderr?.on('data', (octets: Buffer) => {
    said += octets.toString();
  });
  return await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new PacketwrightError('ERR_SYSTEM', `cannot start the daemon: ${error.message}`)));
    child.once('message', () => {
      child.disconnect();
      child.stderr?.destroy();
      child.unref();
      resolve(child.pid as number);
    });
    child.once('close', () => {
      const [line = 'it ended without a word'] = said.trim().split('\n');
      reject(new PacketwrightError('ERR_SYSTEM', line.replace(/^pkw [a-z]+: /, '')));
    });
  });
}

/** In the process that goes on: all is open, nobody need wait. */
export function daemonReady(): void {
  if (isDaemon()) process.send?.('ready');
}

/** Writes the process's number to a file; returns what takes the file away, where the user that it has become by then may. @throws ERR_FILE */
export function pidFile(path: string | undefined): () => void {
  if (path === undefined) return () => undefined;
  try {
    writeFileSync(path, `${process.pid}\n`);
  } catch (error) {
    throw new PacketwrightError('ERR_FILE', `${path}: cannot be written: ${(error as NodeJS.ErrnoException).code}`, { file: path });
  }
  return () => {
    try {
      rmSync(path, { force: true });
    } catch {
      // Without root's rights in root's folder it stays, as other daemons' do: its process is gone.
    }
  };
}
