/** The machine's own host, for calls that name none. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Host } from '../host/host.ts';

let own: Promise<Host> | undefined;

/**
 * This machine, opened when first asked for; its sockets do not keep the process alive.
 * @throws ERR_PLATFORM where live traffic is not possible
 */
export function defaultHost(): Promise<Host> {
  if (ofTurn !== undefined) return ofTurn();
  own ??= open().catch((error: unknown) => {
    own = undefined;
    throw error;
  });
  return own;
}

/** From now on it is another, for the whole process: a program that was started with a lab. */
export function defaultHostIs(host: Promise<Host>): void {
  own = host;
  host.catch(() => undefined);
}

let ofTurn: (() => Promise<Host>) | undefined;

/** While code of a shell runs that leaves from another host; undefined: no longer. */
export function defaultHostForNow(choose: (() => Promise<Host>) | undefined): void {
  ofTurn = choose;
}

async function open(): Promise<Host> {
  const { process } = globalThis as { process?: { platform?: string } };
  if (process?.platform !== 'linux')
    throw new PacketwrightError('ERR_PLATFORM', `live traffic needs Linux; this is ${process?.platform ?? 'a browser'}`, {
      platform: process?.platform ?? 'a browser',
      remedy: 'give a host: { host: lab(…).host(NAME) }',
    });
  const { linuxHost } = await import('../host/linux/linux-host.ts');
  return linuxHost();
}
