/**
 * Names to addresses: the system's resolver for this process's own namespace. In another one that resolver would ask
 * through the wrong network, so there only what needs no asking is known: addresses, and the namespace's hosts file.
 */
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { isIpv4, isIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { WaitOptions } from '../host.ts';

const DEFAULT_MS = 10_000;

/** @throws ERR_RESOLVE; the signal's reason */
export async function resolveName(name: string, netns: string | number | undefined, o: WaitOptions): Promise<string[]> {
  o.signal?.throwIfAborted();
  if (isIpv4(name) || isIpv6(name)) return [name];
  if (netns !== undefined) return inNamespace(name, netns);
  const { timeoutMs = DEFAULT_MS } = o;
  const found = await within(
    lookup(name, { all: true, verbatim: true }).then(
      (answers) => answers.map(({ address }) => address),
      (cause: NodeJS.ErrnoException) => {
        throw new PacketwrightError('ERR_RESOLVE', `${name} has no address (${cause.code ?? cause.message})`, { name, cause });
      },
    ),
    timeoutMs,
    () => new PacketwrightError('ERR_RESOLVE', `no resolver said within ${timeoutMs} ms what address ${name} has`, { name, timeoutMs }),
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

/** `ip netns exec` puts /etc/netns/NAME/hosts in the place of /etc/hosts; so does this. */
function inNamespace(name: string, netns: string | number): string[] {
  const files = [...(typeof netns === 'string' && !netns.includes('/') ? [`/etc/netns/${netns}/hosts`] : []), '/etc/hosts'];
  for (const file of files) {
    const text = textOf(file);
    if (text === undefined) continue;
    const addresses = addressesIn(text, name);
    if (addresses.length > 0) return addresses;
    break;
  }
  throw new PacketwrightError('ERR_RESOLVE', `${name} is in no hosts file, and the resolver of this process cannot ask from inside network namespace ${netns}`, {
    name,
    netns,
    remedy: 'give the address',
  });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** hosts(5): an address and its names on a line, `#` begins a comment, letters' case does not count. */
export function addressesIn(hosts: string, name: string): string[] {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return hosts.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return address !== undefined && names.includes(wanted) && (isIpv4(address) || isIpv6(address)) ? [address] : [];
  });
}
