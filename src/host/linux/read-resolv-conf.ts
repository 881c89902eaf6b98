/** The resolv.conf of a network namespace, where `ip netns exec` shows it to programs. */
import { readFileSync } from 'node:fs';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { ResolverConfig } from '../host.ts';
import { parseResolvConf } from '../resolv-conf.ts';

const SYSTEM = '/etc/resolv.conf';

/** Of a process its own file system counts; a named namespace may have a file of its own (ip-netns(8)). */
function placesOf(netns: string | number | undefined): string[] {
  if (netns === undefined) return [SYSTEM];
  if (typeof netns === 'number') return [`/proc/${netns}/root${SYSTEM}`];
  return [`/etc/netns/${netns.split('/').at(-1)}/resolv.conf`, SYSTEM];
}

/** Without a file it is this host that is asked, as resolv.conf(5) has it. @throws ERR_SYSTEM when it cannot be read */
export function readResolvConf(netns: string | number | undefined): ResolverConfig {
  for (const path of placesOf(netns)) {
    try {
      return parseResolvConf(readFileSync(path, 'utf8'));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT') throw new PacketwrightError('ERR_SYSTEM', `cannot read ${path} (${code})`, { path, cause });
    }
  }
  return parseResolvConf('');
}
