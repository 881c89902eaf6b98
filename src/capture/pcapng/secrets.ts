/**
 * Decryption secrets, as who asks for them gets them.
 * @see draft-ietf-opsawg-pcapng §4.7
 */

import { utf8 } from '../../bytes/text.ts';
import type { CaptureSecrets } from '../walker.ts';

/** Types that are lines of text: TLS (NSS' key log), SSH, WireGuard. */
const KEY_LOGS: ReadonlySet<number> = new Set([0x544c534b, 0x5353484b, 0x57474b4c]);

/** @param octets are kept, not copied */
export function secretsOf(type: number, octets: Uint8Array, section: number): CaptureSecrets {
  return { type, octets, ...(KEY_LOGS.has(type) ? { text: utf8(octets, 0, octets.length) } : {}), section };
}
