/** What an examination finds out about one ability. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Capability } from './process-rights.ts';

/** The checks, each named by a stable word. */
export type RightsCheck =
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

/** The result of one check. */
export interface RightsFinding {
  readonly check: RightsCheck;
  /** `missing`: the remedy helps; `impossible`: not on this system, whatever rights the process has. */
  readonly state: 'ok' | 'missing' | 'impossible';
  /** One line: what it means. */
  readonly text: string;
  readonly remedy?: string;
  /** The capability that is missing. */
  readonly capability?: Capability;
}

export const ok = (check: RightsCheck, text: string): RightsFinding => ({ check, state: 'ok', text });

export function missing(check: RightsCheck, text: string, remedy?: string): RightsFinding {
  return { check, state: 'missing', text, ...(remedy === undefined ? {} : { remedy }) };
}

export const impossible = (check: RightsCheck, text: string): RightsFinding => ({ check, state: 'impossible', text });

/** What a refusal says. Errors that are none of ours are faults, and go on. */
export function refusedFinding(check: RightsCheck, error: unknown): RightsFinding {
  if (!(error instanceof PacketwrightError)) throw error;
  const { code, message, details } = error;
  const { remedy, capability } = details;
  // What nothing helps is not to be had here.
  if (code !== 'ERR_PERMISSION' && remedy === undefined) return impossible(check, message);
  return { ...missing(check, message, remedy), ...(capability === undefined ? {} : { capability: capability as Capability }) };
}
