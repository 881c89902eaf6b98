/** Names to addresses, by the system's resolver: of this process, or started in another network namespace. */
import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { promisify } from 'node:util';
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { WaitOptions } from '../host.ts';
import { namespacePath, namespaceText } from './namespaces.ts';
import { PROGRAM_ENVIRONMENT, systemProgram } from './programs.ts';

const run = promisify(execFile);
/** getent(1): the name is not in the database. */
const NOT_FOUND = 2;

const DEFAULT_MS = 10_000;

const CHECK = 'check the name and the resolver, or give an address';

/** @throws ERR_RESOLVE; ERR_PLATFORM without the programs that ask in another namespace; the signal's reason */
export async function resolveName(name: string, netns: string | number | undefined, o: WaitOptions): Promise<string[]> {
  o.signal?.throwIfAborted();
  if (isIpv4(name) || isIpv6(name)) return [name];
  // getent would take it for an option.
  if (name === '' || name.startsWith('-')) throw new PacketwrightError('ERR_RESOLVE', `'${name}' is not a host name`, { name });
  const { timeoutMs = DEFAULT_MS } = o;
  if (netns !== undefined) return [...new Set(await inNamespace(name, netns, timeoutMs, o.signal))];
  const found = await within(
    lookup(name, { all: true, verbatim: true }).then(
      (answers) => answers.map(({ address }) => address),
      (cause: NodeJS.ErrnoException) => {
        throw new PacketwrightError('ERR_RESOLVE', `${name} has no address (${cause.code ?? cause.message})`, {
          name,
          remedy: CHECK,
          cause,
        });
      },
    ),
    timeoutMs,
    () =>
      new PacketwrightError('ERR_RESOLVE', `no answer within ${timeoutMs} ms to the look-up of ${name}`, {
        name,
        timeoutMs,
        remedy: CHECK,
      }),
    o.signal,
  );
  return [...new Set(found)];
}

/** getaddrinfo cannot be called off: what it says later is dropped. */
function within<T>(asked: Promise<T>, ms: number, late: () => Error, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    const abort = (): void => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    asked.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  });
}

/**
 * The system's resolver, run inside the namespace: `ip netns exec` gives it the namespace's own /etc/netns/NAME/resolv.conf
 * and hosts, and `nsenter` serves namespaces that have no name.
 */
async function inNamespace(name: string, netns: string | number, timeoutMs: number, signal: AbortSignal | undefined): Promise<string[]> {
  const path = namespacePath(netns);
  const named = typeof netns === 'string' && !netns.includes('/');
  const [program, ...words] = named ? [systemProgram('ip'), 'netns', 'exec', netns] : [systemProgram('nsenter'), `--net=${path}`];
  try {
    const { stdout } = await run(program as string, [...words, systemProgram('getent'), 'ahosts', name], {
      timeout: timeoutMs,
      env: PROGRAM_ENVIRONMENT,
      ...(signal === undefined ? {} : { signal }),
    });
    // One line a socket type: the same address thrice.
    return stdout
      .split('\n')
      .flatMap((line) => line.split(/\s+/, 1))
      .filter((address) => isIpv4(address) || isIpv6(address.split('%')[0] as string));
  } catch (cause) {
    signal?.throwIfAborted();
    const { code, killed } = cause as { code?: number | string; killed?: boolean };
    const why = code === NOT_FOUND ? 'not found' : killed === true ? `no answer within ${timeoutMs} ms` : `${program} failed`;
    throw new PacketwrightError('ERR_RESOLVE', `${name} has no address in ${namespaceText(netns)} (${why})`, {
      name,
      netns,
      remedy: CHECK,
      cause,
    });
  }
}
