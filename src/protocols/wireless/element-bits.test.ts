import { describe, expect, it } from 'vitest';
import { fromHex } from '../../bytes/hex.ts';
import { dissect } from '../protocols.ts';
import { elementBits } from './element-bits.ts';
import { Dot11Beacon } from './management.ts';

/** What a column gives of a beacon's elements. */
function columnOf(name: string, elements: string): unknown {
  const beacon = dissect(fromHex(`000000000000000064003104${elements}`), Dot11Beacon).get(Dot11Beacon);
  const column = elementBits[name];
  const of = typeof column === 'object' && 'of' in column ? column.of : column;
  return (of as (self: unknown) => unknown)(beacon);
}

// Made up after IEEE 802.11-2020 §9.4.2; tshark 4.0 reads the same parts in aircrack-ng's test/n-02.cap.
const HT = '2d1aad0917ffffffff000000000000000000000000000000000000000000';
const OPERATION = '3d16010815000000000000000000000000000000000000000000'.slice(0, 48);
const RSN = '30140100000fac040100000fac040100000fac020c00';

describe('bits of elements', () => {
  it.each([
    ['wlan.ht.capabilities.ldpccoding', HT, [true]],
    ['wlan.ht.capabilities.sm', HT, [3]],
    ['wlan.ht.ampduparam.maxlength', HT, [3]],
    ['wlan.ht.mcsset.rxbitmask.24to31', HT, [0xff]],
    ['wlan.ht.mcsset.rxbitmask.53to76', HT, [0]],
    ['wlan.ht.info.chanwidth', OPERATION, [false]],
    ['wlan.ht.info.ht_protection', OPERATION, [1]],
    ['wlan.ht.mcsset.rxbitmask.0to7', `${HT}${OPERATION}`, [0xff, 0]],
    ['wlan.rsn.gcs.oui', RSN, [0x000fac]],
    ['wlan.rsn.pcs.type', RSN, [4]],
    ['wlan.rsn.capabilities.ptksa_replay_counter', RSN, [3]],
    ['wlan.rsn.capabilities.mfpr', RSN, [false]],
    ['wlan.extcap.b2', '7f0104', [true]],
    ['wlan.extcap.b3', '7f0104', [0]],
    ['wlan.extcap.b8', '7f0104', []],
    ['wlan.tim.bmapctl.offset', '050400010300', [1]],
    ['wlan.wfa.ie.wme.acp.aci', 'dd180050f2020101800003a4000027a4000042435e0062322f00', [0, 1, 2, 3]],
    ['wlan.wfa.ie.wme.acp.cw.max', 'dd180050f2020101800003a4000027a4000042435e0062322f00', [1023, 1023, 15, 7]],
    // An element that is cut has no bits.
    ['wlan.ht.capabilities.ldpccoding', '2d04ad0917ff', []],
  ])('%s of %s', (name, elements, value) => {
    expect(columnOf(name, elements)).toEqual(value);
  });
});
