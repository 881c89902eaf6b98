import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { dissect, protocols } from '../protocols.ts';

const udp = '4500001c000100004011f6ccc0000201c00002020035003500087b70';

describe('link types', () => {
  const chain = (linkType: number, octets: string): string => chainOf(dissect(fromHex(octets), protocols.next('linktype', linkType)));
  const udp6 = '600000000008114020010db800000000000000000000000120010db8000000000000000000000002003500350008a3ff';

  it('without a header are told apart by the version', () => {
    for (const raw of [12, 14, 101, 228]) expect(chain(raw, udp)).toBe('IP/UDP');
    for (const raw of [12, 14, 101, 228, 229]) expect(chain(raw, udp6)).toBe('IPv6/UDP');
  });

  it('that we write are those of the registry', () => {
    expect(protocols.valueFor('linktype', IP)).toBe(101);
    expect(protocols.valueFor('linktype', IPv6)).toBe(229);
  });
});
