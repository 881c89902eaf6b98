/** What `pkw dhcp --apply` leaves for `--renew` and `--release`: the lease, and what was changed. */
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { LeaseChange } from '../../../exchange/clients/dhcp/apply-lease.ts';
import type { DhcpLease } from '../../../exchange/clients/dhcp/dhcp-lease.ts';
import type { Dhcp6Lease } from '../../../exchange/clients/dhcp6/dhcp6-lease.ts';

/** A file that was written, and what stood there; null: there was none. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string | null;
  readonly text: string;
  /** The first folder of its path that was not there. */
  readonly folder?: string;
}

export interface DhcpState {
  readonly schema: 1;
  readonly iface: string;
  readonly lease: DhcpLease | Dhcp6Lease;
  readonly changes: readonly LeaseChange[];
  /** The MTU before. */
  readonly mtu?: number;
  readonly resolver?: ChangedFile;
}

/** JSON has no Infinity: a lease for ever. Octets of options are left out. */
const forFile = (_: string, value: unknown): unknown => (value === Number.POSITIVE_INFINITY ? 'for ever' : value);
const fromFile = (_: string, value: unknown): unknown => (value === 'for ever' ? Number.POSITIVE_INFINITY : value);

export function readState(path: string): DhcpState | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PacketwrightError('ERR_SYSTEM', `cannot read ${path} (${(cause as NodeJS.ErrnoException).code})`, { path, cause });
  }
  try {
    const state = JSON.parse(text, fromFile) as DhcpState;
    if (state.schema === 1 && typeof state.iface === 'string' && Array.isArray(state.changes) && typeof state.lease === 'object')
      return state;
  } catch {
    // Said below.
  }
  throw new PacketwrightError('ERR_FILE', `${path} is no lease of pkw dhcp`, {
    path,
    remedy: 'remove it, or give another one: --lease-file',
  });
}

/** Written beside it and renamed: a reader sees the old one or the new one. */
export function writeState(path: string, state: DhcpState): void {
  mkdirSync(dirname(path), { recursive: true });
  const { options: _, ...lease } = state.lease as DhcpLease;
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, `${JSON.stringify({ ...state, lease: { ...lease, options: [] } }, forFile, 1)}\n`, { mode: 0o600 });
  renameSync(beside, path);
}

export const removeState = (path: string): void => rmSync(path, { force: true });

/** The resolver's file of a namespace: ip-netns(8). Undefined for one without a name. */
export function resolverPath(netns: string | undefined): string | undefined {
  if (netns === undefined) return '/etc/resolv.conf';
  return /^\d+$/.test(netns) || netns.includes('/') ? undefined : `/etc/netns/${netns}/resolv.conf`;
}

export function writeFileKeeping(path: string, text: string): ChangedFile {
  let before: string | null = null,
    folder: string | undefined;
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    folder = mkdirSync(dirname(path), { recursive: true });
  }
  writeFileSync(path, text);
  return { path, before, text, ...(folder !== undefined && { folder }) };
}

/** Whether it was as we left it; else it stays as it is. */
export function takeBackFile({ path, before, text, folder }: ChangedFile): boolean {
  let now: string | undefined;
  try {
    now = readFileSync(path, 'utf8');
  } catch {
    // Somebody removed it.
  }
  if (now !== text) return false;
  if (before !== null) writeFileSync(path, before);
  else {
    rmSync(path);
    if (folder !== undefined) removeFolders(dirname(path), folder);
  }
  return true;
}

/** Removes the folders from the inner one to the outer one, until one has something in it. */
function removeFolders(inner: string, outer: string): void {
  try {
    for (let at = inner; at.startsWith(outer); at = dirname(at)) rmdirSync(at);
  } catch {
    // Somebody else uses it, or has removed it.
  }
}
