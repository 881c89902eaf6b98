/** WebSocket: octets of a capture. */
import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { Session } from '../../../packet/object/session.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { WebSocket } from './websocket.ts';

layerSuite(
  'WebSocket',
  [
    {
      what: 'a text',
      origin: 'suricata-verify/tests/websocket-ping/input.pcap (MIT), packet 9; tshark 4.0 reads the same values',
      first: WebSocket,
      chain: 'WebSocket/Raw',
      octets: '81052277686f22',
      read: { WebSocket: { fin: true, opcode: 1, mask: false, length: 5 } },
      build: () => [WebSocket(), fromHex('2277686f22')],
      summary: 'WebSocket text / Raw',
    },
    {
      what: 'a masked text, and a ping',
      origin: 'RFC 6455 §5.7',
      first: WebSocket,
      chain: 'WebSocket/Raw/WebSocket/Raw',
      octets: '818537fa213d7f9f4d5158890548656c6c6f',
      read: { WebSocket: { opcode: 1, mask: true, length: 5, key: '37fa213d' } },
    },
    {
      what: 'a binary message of 256 octets',
      origin: 'RFC 6455 §5.7',
      first: WebSocket,
      chain: 'WebSocket/Raw',
      octets: `827e0100${'ab'.repeat(256)}`,
      read: { WebSocket: { opcode: 2, length: 126, length16: 256 } },
      build: () => [WebSocket({ opcode: 'binary', length: 126 }), new Uint8Array(256).fill(0xab)],
    },
  ],
  { mutations: 500 },
);

describe('WebSocket', () => {
  it('goes on where HTTP changed to it', () => {
    const session = new Session();
    const to = [IP({ src: '192.0.2.2', dst: '192.0.2.1' }), TCP({ sport: 10_301, dport: 4000 })] as const;
    const from = [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 4000, dport: 10_301 })] as const;
    const text = new TextEncoder().encode('HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n');
    const ping = packet(...from, fromHex('8900')).bytes;
    expect(chainOf(dissect(ping, IP, { session }))).toBe('IP/TCP/Raw');
    expect(chainOf(dissect(packet(...to, text).bytes, IP, { session }))).toBe('IP/TCP/HTTPResponse');
    expect(chainOf(dissect(ping, IP, { session }))).toBe('IP/TCP/WebSocket');
    expect(chainOf(dissect(packet(...from, fromHex('8b00')).bytes, IP, { session }))).toBe('IP/TCP/Raw');
  });

  it('begins where a frame does', () => {
    for (const octets of ['81', 'b100', '8300', '0900', '897e0080', '817e0005', '817fff00000000000000'])
      expect(chainOf(dissect(fromHex(octets), WebSocket))).toBe('Raw');
  });
});
