/** Keeps the kernel out of conversations that are ours. */
import { checkOptions } from '../bytes/known-options.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { GuardRequest, Host, Undo } from '../host/host.ts';
import { defaultHost } from './default-host.ts';

/**
 * Blocks what this machine's kernel would send for a port without a socket: resets (`tcp`) or port unreachables (`udp`), for exactly one
 * local port or tuple, and nothing else. The guard ends with the Undo, when the host is closed, and when the process ends for any reason.
 *
 * ```ts
 * const undo = await guard({ protocol: 'tcp', localPort: 4444 });
 * ```
 *
 * @param o.host default: this machine
 * @throws ERR_PERMISSION (CAP_NET_ADMIN is missing), ERR_PLATFORM (no nftables, no Linux, or a host without a packet filter) with the
 *   line to type instead, ERR_ADDRESS, ERR_RANGE, ERR_VALUE
 */
export async function guard(request: GuardRequest, o: { readonly host?: Host } = {}): Promise<Undo> {
  checkOptions('guard', o, { host: true });
  const host = o.host ?? (await ownHost(request));
  if (host.admin?.guard === undefined) throw new PacketwrightError('ERR_PLATFORM', `${host.name} has no packet filter`);
  return await host.admin.guard(request);
}

async function ownHost(request: GuardRequest): Promise<Host> {
  try {
    return await defaultHost();
  } catch (error) {
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_PLATFORM') throw error;
    const { guardLineFor } = await import('../host/linux/firewall/guard-line.ts');
    const line = guardLineFor(String(error.details['platform']), request);
    throw line === undefined ? error : new PacketwrightError(error.code, error.message, { ...error.details, remedy: `or type: ${line}` });
  }
}
