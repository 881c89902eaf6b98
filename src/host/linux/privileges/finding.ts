/** What an examination finds out about one ability. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Capability } from './process-rights.ts';

/** What is looked at. */
export type Check =
  | 'node'
  | 'platform'
  | 'addon'
  | 'packet-sockets'
  | 'rings'
  | 'tables'
  | 'table-changes'
  | 'tun'
  | 'nftables'
  | 'network-namespaces'
  | 'user-namespaces'
  | 'leftovers';

export interface Finding {
  readonly check: Check;
  /** `missing`: the remedy helps; `impossible`: not on this system, whatever rights the process has. */
  readonly state: 'ok' | 'missing' | 'impossible';
  /** One line: what it means. */
  readonly text: string;
  readonly remedy?: string;
  /** The capability that is missing. */
  readonly capability?: Capability;
}

export const ok = (check: Check, text: string): Finding => ({ check, state: 'ok', text });

export function missing(check: Check, text: string, remedy?: string): Finding {
  return { check, state: 'missing', text, ...(remedy === undefined ? {} : { remedy }) };
}

export function impossible(check: Check, text: string, remedy?: string): Finding {
  return { check, state: 'impossible', text, ...(remedy === undefined ? {} : { remedy }) };
}

/** What a refusal says. Errors that are none of ours are faults, and go on. */
export function refusedFinding(check: Check, error: unknown): Finding {
  if (!(error instanceof PacketwrightError)) throw error;
  const { code, message, details } = error;
  const { remedy, capability } = details;
  if (code !== 'ERR_PERMISSION') return impossible(check, message, remedy);
  return { ...missing(check, message, remedy), ...(capability === undefined ? {} : { capability: capability as Capability }) };
}
