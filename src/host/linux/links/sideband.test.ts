import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { TP_STATUS_VLAN_TPID_VALID, TP_STATUS_VLAN_VALID } from './constants.ts';
import { restoreHeaders } from './sideband.ts';
import { SlabBatch } from './slab-batch.ts';

const IP = '4500001d000100004011f6cbc0000201c0000202000100020009d57878';

/** What is given for a cooked packet (LINKTYPE_LINUX_SLL) out of which the kernel took tag 10. */
function restored(octets: string, protocol: number): string {
  const data = new Uint8Array(64 + octets.length / 2);
  data.set(fromHex(octets), 64);
  const batch = new SlabBatch(data, 1, () => undefined);
  batch.offset[0] = 64;
  batch.captured[0] = batch.wire[0] = octets.length / 2;
  restoreHeaders(batch, 0, 113, {
    status: TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID,
    tci: 10,
    tpid: 0x88a8,
    protocol,
    ifindex: 2,
    hardware: 1,
    packetType: 0,
    addressLength: 6,
    addresses: new Uint8Array(8),
    addressAt: 0,
  });
  return toHex(data.subarray((batch.offset[0] as number) + 14));
}

// The octets as Linux 6.18 gives them to a cooked socket for frames with one tag, two and three.
describe('a tag that the kernel took out of a cooked packet', () => {
  it('stands before the packet, with the type that the kernel tells', () => {
    expect(restored(IP, 0x0800)).toBe(`88a8000a0800${IP}`);
    // Its length is 0x0800, as if a type stood there.
    const long = `45000800${IP.slice(8)}${'00'.repeat(0x800 - IP.length / 2)}`;
    expect(restored(long, 0x0800)).toBe(`88a8000a0800${long}`);
    expect(restored('6000000000003b40', 0x86dd)).toBe('88a8000a86dd6000000000003b40');
  });

  it('says that another follows it where one does: the kernel tells the innermost type', () => {
    expect(restored(`00140800${IP}`, 0x0800)).toBe(`88a8000a810000140800${IP}`);
    // Its priority looks like version 4.
    expect(restored(`40140800${IP}`, 0x0800)).toBe(`88a8000a810040140800${IP}`);
    expect(restored(`0014810000150800${IP}`, 0x0800)).toBe(`88a8000a81000014810000150800${IP}`);
    expect(restored('600788b5010203', 0x88b5)).toBe('88a8000a8100600788b5010203');
  });

  it('of two octets is none', () => expect(restored('0014', 0x0800)).toBe('88a8000a08000014'));
});
