import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { namedValue } from '../../../../test/support/named-value.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from './tcp.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const ends = 'c0000201c0000202';

layerSuite('TCP', [
  {
    what: 'TCP',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/TCP',
    octets: `45000028000100004006f6cb${ends}001400500000000000000000500220000b7b0000`,
    read: { TCP: { sport: 20, dport: 80, dataofs: 5, flags: 'S', window: 8192, options: [] } },
    build: () => [I(), TCP()],
    summary: 'IP / TCP 192.0.2.1:ftp_data > 192.0.2.2:http S',
  },
  {
    what: 'TCP with options',
    origin: 'scapy 2.5: options=[("MSS",1460),("SAckOK",b""),("Timestamp",(1,2)),("NOP",None),("WScale",7)]',
    first: TCP,
    chain: 'TCP',
    octets: '00140050000000000000000 0a002200000000000020405b40402080a000000010000000201030307'.replaceAll(' ', ''),
    read: { TCP: { dataofs: 10, options: [['MSS', 1460], ['SAckOK'], ['Timestamp', [1, 2]], ['NOP'], ['WScale', 7]] } },
    build: () => [TCP({ chksum: 0, options: [['MSS', 1460], 'SAckOK', ['Timestamp', [1, 2]], 'NOP', ['WScale', 7]] })],
  },
  {
    what: 'TCP with options unknown, ended, and of odd length',
    origin: 'RFC 9293 §3.1, by hand',
    first: TCP,
    chain: 'TCP',
    octets: '001400500000000000000000901020000000000063056162630002030500000000000000',
    read: { TCP: { options: [[99, '616263'], ['EOL'], ['padding', '02030500000000000000']] } },
  },
]);

const column = (p: Packet, name: string): unknown => namedValue(p, TCP, name);

describe('TCP', () => {
  it('has columns of its options', () => {
    const p = dissect(packet(I(), TCP({ options: [['MSS', 1460], 'NOP', ['WScale', 7], ['SAck', [1, 2, 3, 4]]] }), 'data').bytes, IP);
    expect(column(p, 'tcp.option_kind')).toEqual([2, 1, 3, 5, 0, 0]);
    expect(column(p, 'tcp.option_len')).toEqual([4, 3, 18]);
    expect(column(p, 'tcp.options.mss_val')).toEqual([1460]);
    expect(column(p, 'tcp.options.wscale.shift')).toEqual([7]);
    expect(column(p, 'tcp.options.sack_le')).toEqual([1, 3]);
    expect(column(p, 'tcp.options.sack_re')).toEqual([2, 4]);
    expect(column(p, 'tcp.len')).toBe(4);
    expect(column(p, 'tcp.hdr_len')).toBe(48);
  });

  it('has the user timeout and its unit, as tshark 4.0 reads what scapy 2.5 builds', () => {
    const of = (octets: string): readonly unknown[] => {
      const p = dissect(fromHex(octets), TCP);
      return [p.get(TCP)?.options, column(p, 'tcp.options.user_to_granularity'), column(p, 'tcp.options.user_to_val')];
    };
    // TCP(options=[("UTO",32773)]): 5 minutes. TCP(options=[("UTO",300)]): 300 seconds.
    expect(of('00140050000000000000000060022000000000001c048005')).toEqual([[['UTO', 32773]], [true], [5]]);
    expect(of('00140050000000000000000060022000000000001c04012c')).toEqual([[['UTO', 300]], [false], [300]]);
    expect(toHex(packet(TCP({ chksum: 0, options: [['UTO', 32773]] })).bytes)).toBe('00140050000000000000000060022000000000001c048005');
  });

  it('has nine flags and three reserved bits', () => {
    const p = packet(I(), TCP({ flags: 0x1ff, reserved: 5 }));
    expect(p.get(TCP).flags.text).toBe('FSRPAUECN');
    expect(p.get(TCP).reserved).toBe(5);
    expect(p.bytes[32]).toBe(0x5b);
  });

  const answers = (request: Parameters<typeof TCP>[0], reply: Parameters<typeof TCP>[0]): boolean =>
    TCP.spec.match!.answers(
      packet(TCP({ sport: 2, dport: 1, ...reply } as never)).get(TCP),
      packet(TCP({ sport: 1, dport: 2, ...request } as never)).get(TCP),
    );

  it('answers as RFC 9293 §3.5 has it', () => {
    expect(answers({ seq: 100 }, { flags: 'SA', seq: 7, ack: 101 })).toBe(true);
    expect(answers({ seq: 100 }, { flags: 'RA', ack: 101 })).toBe(true);
    expect(answers({ seq: 0xffffffff }, { flags: 'SA', ack: 0 })).toBe(true);
    expect(answers({ seq: 100, ack: 7, flags: 'A' }, { flags: 'R', seq: 7 })).toBe(true);
    expect(answers({ seq: 100, ack: 7, flags: 'PA' }, { flags: 'A', seq: 7, ack: 104 })).toBe(true);
    // Not: another connection's sequence numbers, a SYN, an answer to a reset, other ports.
    expect(answers({ seq: 100 }, { flags: 'SA', ack: 5_000_000 })).toBe(false);
    expect(answers({ seq: 100, ack: 7, flags: 'A' }, { flags: 'R', seq: 9000 })).toBe(false);
    expect(answers({ seq: 100 }, { flags: 'S' })).toBe(false);
    expect(answers({ seq: 100, flags: 'R' }, { flags: 'RA', ack: 101 })).toBe(false);
    expect(answers({ seq: 100, ack: 1, flags: 'A' }, { flags: 'SA', seq: 1, ack: 101 })).toBe(false);
    expect(answers({ seq: 100 }, { sport: 3, flags: 'SA', ack: 101 })).toBe(false);
  });
});
