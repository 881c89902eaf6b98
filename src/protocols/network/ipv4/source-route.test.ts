import { describe, expect, it } from 'vitest';
import { namedValue } from '../../../../test/support/named-value.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { columns } from '../../../filter/default-columns.ts';
import { batchOf } from '../../../../test/support/batch-of.ts';
import { FrameBuffer } from '../../../packet/in-bulk/frame-buffer.ts';
import { stamp } from '../../../packet/in-bulk/stamp.ts';
import { auto } from '../../../packet/spec/spec.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { UDP } from '../../transport/udp.ts';
import { fillChecksums } from '../fill-checksums.ts';
import { ICMP } from '../icmp/icmp.ts';
import { IPerror, UDPerror } from '../quoted.ts';
import { finalDestinationAt } from './source-route.ts';
import { IP } from './ipv4.ts';

// LSRR with 198.51.100.9 to visit. Checksums as tshark 4.0 and tcpdump 4.99 find them correct; Linux takes them.
const ends = { src: '192.0.2.1', dst: '192.0.2.2' };
const loose = { ...ends, options: [['LSRR', { pointer: 4, routers: ['198.51.100.9'] }]] } as const;
const udp = () => packet(IP(loose), UDP({ sport: 1000, dport: 5555 }), 'payload');
const tcp = () => packet(IP(loose), TCP({ sport: 1000, dport: 5555, flags: 'S' }));
const UDP_SUM = 0x3cc7,
  TCP_SUM = 0x8a09;
const UDP_OCTETS = '4700002b000100004011308cc0000201c0000202830704c633640900' + '03e815b3000f3cc77061796c6f6164';

describe('a source route', () => {
  it('gives checksums its final destination when built, alone and often', () => {
    for (let n = 0; n < 40; n++) expect(udp().get(UDP).chksum).toBe(UDP_SUM);
    expect(toHex(udp().bytes)).toBe(UDP_OCTETS);
    expect(tcp().get(TCP).chksum).toBe(TCP_SUM);
  });

  it('counts when a checksum is judged, and when it is computed again', () => {
    const p = dissect(fromHex(UDP_OCTETS), IP);
    p.set(IP, { ttl: 9 }).set(UDP, { dport: 5556 });
    expect(p.get(UDP)?.chksum).toBe(UDP_SUM - 1);
    expect(p.set(UDP, { dport: 5555, chksum: auto }).get(UDP)?.chksum).toBe(UDP_SUM);
  });

  it('counts where checksums are filled in', () => {
    const b = fromHex(UDP_OCTETS);
    b.fill(0, 34, 36);
    fillChecksums(b);
    expect(toHex(b)).toBe(UDP_OCTETS);
  });

  it('counts in a stamp, and a source address may vary in it', () => {
    const frames = new FrameBuffer(100, 1);
    stamp(udp(), [[IP, 'src']]).add(frames, 0xc0000207);
    const want = packet(IP({ ...loose, src: '192.0.2.7' }), UDP({ sport: 1000, dport: 5555 }), 'payload').bytes;
    expect(toHex(frames.data.subarray(0, want.length))).toBe(toHex(want));
  });

  it('is where ip.dst points to, as tshark has it; ip.cur_rt is the next stop', () => {
    expect(namedValue(udp(), IP, 'ip.dst')).toBe('198.51.100.9');
    expect(namedValue(udp(), IP, 'ip.addr')).toEqual(['192.0.2.1', '198.51.100.9']);
    expect(namedValue(udp(), IP, 'ip.cur_rt')).toBe('192.0.2.2');
    expect(namedValue(packet(IP(ends)), IP, 'ip.cur_rt')).toBeUndefined();
    const plan = columns(['ip.dst', 'ip.addr'], { first: IP });
    const out = plan.output();
    plan.run(batchOf([udp().bytes, packet(IP(ends)).bytes]), out);
    expect([...out.column('ip.dst').values].slice(0, 2)).toEqual([0xc6336409, 0xc0000202]);
    expect([...out.column('ip.addr').values].slice(0, 2)).toEqual([0xc0000201, 0xc0000201]);
  });

  it('is one in the quote of an error', () => {
    const error = dissect(packet(IP(ends), ICMP({ type: 3 }), udp().bytes).bytes, IP);
    expect(error.has(UDPerror)).toBe(true);
    expect(namedValue(error, IPerror, 'ip.dst')).toBe('198.51.100.9');
  });

  // Each row as tshark 4.0 shows ip.dst: type, length, pointer, addresses; where the destination stands.
  it.each([
    ['83 07 04 c6336401', 23],
    ['89 0b 04 c6336401 c6336402', 27],
    ['89 0b 08 c6336401 c6336402', 27],
    ['01 83 07 04 c6336401', 24],
    ['83 0b 0c c6336401 c6336402', 16],
    ['83 07 08 c6336401', 16],
    ['83 07 05 c6336401', 16],
    ['83 07 00 c6336401', 16],
    ['83 03 04 00', 16],
    ['00 83 07 04 c6336401', 16],
    ['07 07 04 c6336401', 16],
    ['83 0b 04 c6336401', 16],
    ['83', 16],
  ])('%s', (options, at) => {
    const b = new Uint8Array([...new Uint8Array(20), ...fromHex(options.replaceAll(' ', ''))]);
    expect(finalDestinationAt(b, 0, b.length)).toBe(at);
  });
});
