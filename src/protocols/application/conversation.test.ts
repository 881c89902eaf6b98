/** What goes on in a conversation that a session saw begin. Octets are made by hand; docs/conformance.md has what tshark says of captures. */
import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { Session } from '../../packet/object/session.ts';
import { columnOf } from '../../../test/support/column-of.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../protocols.ts';
import { TCP } from '../transport/tcp/tcp.ts';
import { UDP } from '../transport/udp.ts';
import { QUIC_1RTT, QUIC_Initial } from './quic/quic.ts';
import { TLSClientHello, TLSServerHello } from './tls/handshake.ts';
import { TLS } from './tls/tls.ts';

const A = '192.0.2.1',
  B = '192.0.2.2';
const over = (transport: unknown, sport: number, dport: number, payload: Uint8Array, back = false): Uint8Array => {
  const ports = back ? { sport: dport, dport: sport } : { sport, dport };
  return packet(IP(back ? { src: B, dst: A } : { src: A, dst: B }), (transport as typeof UDP)(ports), payload).bytes;
};
const tcp = (payload: Uint8Array, back = false, sport = 40_000): Uint8Array => over(TCP, sport, 9999, payload, back);
const read = (octets: Uint8Array, session?: Session) => dissect(octets, IP, session === undefined ? {} : { session });
const chain = (octets: Uint8Array, session?: Session): string => chainOf(read(octets, session));

const middle = fromHex('8f01020304');
const record = fromHex('1703030020aabb');
const text = (s: string): Uint8Array => utf8Octets(s);

describe('a conversation', () => {
  it('that began as TLS stays TLS, in both directions, and only it', () => {
    const session = new Session();
    expect(chain(tcp(middle), session)).toBe('IP/TCP/Raw');
    expect(chain(tcp(record), session)).toBe('IP/TCP/TLS/TLSApplicationData');
    expect(chain(tcp(middle), session)).toBe('IP/TCP/TLSContinuation');
    expect(chain(tcp(middle, true), session)).toBe('IP/TCP/TLSContinuation');
    expect(chain(tcp(middle, false, 40_001), session)).toBe('IP/TCP/Raw');
    expect(chain(tcp(new Uint8Array(0)), session)).toBe('IP/TCP');
    expect(chain(tcp(middle))).toBe('IP/TCP/Raw');
    expect(toHex(read(tcp(middle), session).bytes)).toBe(toHex(tcp(middle)));
    const later = Session.from(JSON.parse(JSON.stringify(session)), protocols);
    expect(chain(tcp(middle), later)).toBe('IP/TCP/TLSContinuation');
  });

  it('that began as HTTP goes on with content, until it becomes something else (RFC 9110 §15.2.2)', () => {
    const session = new Session();
    expect(chain(tcp(text('POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\nabc')), session)).toBe('IP/TCP/HTTPRequest/Raw');
    expect(chain(tcp(middle), session)).toBe('IP/TCP/HTTPContinuation');
    expect(chain(tcp(text('HTTP/1.1 101 Switching Protocols\r\n\r\n'), true), session)).toBe('IP/TCP/HTTPResponse');
    expect(chain(tcp(middle), session)).toBe('IP/TCP/Raw');
  });

  it('that CONNECT made a tunnel is no HTTP any more, if the answer is 2xx (RFC 9110 §9.3.6)', () => {
    const connect = tcp(text('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n'));
    const answer = (code: number): Uint8Array => tcp(text(`HTTP/1.1 ${code} x\r\n\r\n`), true);
    const session = new Session();
    for (const [request, code, then] of [
      [connect, 407, 'HTTPContinuation'],
      [connect, 200, 'Raw'],
      // The last request counts.
      [tcp(text('GET / HTTP/1.1\r\n\r\n')), 200, 'HTTPContinuation'],
    ] as const) {
      read(request, session);
      read(answer(code), session);
      expect(chain(tcp(middle), session)).toBe(`IP/TCP/${then}`);
    }
  });

  it('goes on with what its port says, unless the session knows better', () => {
    const to = (port: number, payload: Uint8Array, back = false): Uint8Array => over(TCP, 40_000, port, payload, back);
    expect(chain(to(443, middle))).toBe('IP/TCP/TLSContinuation');
    expect(chain(to(80, middle))).toBe('IP/TCP/HTTPContinuation');
    expect(chain(to(80, record))).toBe('IP/TCP/TLS/TLSApplicationData');
    const session = new Session();
    read(to(80, text('GET / HTTP/1.1\r\n\r\n')), session);
    expect(chain(to(80, middle), session)).toBe('IP/TCP/HTTPContinuation');
    read(to(80, text('HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n'), true), session);
    expect(chain(to(80, middle), session)).toBe('IP/TCP/Raw');
    expect(toHex(read(to(80, middle), session).bytes)).toBe(toHex(to(80, middle)));
    read(to(80, record), session);
    expect(chain(to(80, middle), session)).toBe('IP/TCP/TLSContinuation');
    expect(chain(to(80, middle), Session.from(JSON.parse(JSON.stringify(session)), protocols))).toBe('IP/TCP/TLSContinuation');
  });

  it('is bounded, and what it forgot is counted', () => {
    const session = new Session({ most: 2 });
    for (const port of [1, 2, 3]) read(tcp(record, false, 40_000 + port), session);
    expect(chain(tcp(middle, false, 40_001), session)).toBe('IP/TCP/Raw');
    expect(chain(tcp(middle, false, 40_003), session)).toBe('IP/TCP/TLSContinuation');
    expect(session.dropped).toBe(1);
  });

  it('of TLS 1.3 has the type of its records inside what is encrypted (RFC 8446 §5.2)', () => {
    const hello = (version: number): Uint8Array =>
      tcp(packet(TLS(), TLSServerHello({ ext: [['supported_versions', version]] })).bytes, true);
    for (const [version, content, opaque] of [
      [0x304, undefined, 23],
      // A draft of it (draft-ietf-tls-tls13-28 §4.2.1.1).
      [0x7f1c, undefined, 23],
      [0x303, 23, undefined],
    ] as const) {
      const session = new Session();
      read(hello(version), session);
      const p = read(tcp(record), session);
      expect([columnOf(p, TLS, 'tls.record.content_type'), columnOf(p, TLS, 'tls.record.opaque_type')]).toEqual([content, opaque]);
      expect(columnOf(read(tcp(record)), TLS, 'tls.record.content_type')).toBe(23);
    }
  });

  it("has one random in a second client's hello, which TLS 1.3 alone has (RFC 8446 §4.1.2)", () => {
    const session = new Session();
    const hello = tcp(packet(TLS(), TLSClientHello({ random_bytes: new Uint8Array(28).fill(5) })).bytes);
    const randomOf = (): unknown => columnOf(read(hello, session), TLSClientHello, 'tls.handshake.random_bytes');
    expect(randomOf()).toEqual(new Uint8Array(28).fill(5));
    read(tcp(packet(TLS(), TLSServerHello({ ext: [['supported_versions', 0x304]] })).bytes, true), session);
    expect(randomOf()).toBeUndefined();
  });

  it('of QUIC is known on any port, and how long its connection ids are', () => {
    const session = new Session();
    const udp = (payload: Uint8Array, back = false): Uint8Array => over(UDP, 7777, 8888, payload, back);
    const initial = packet(QUIC_Initial({ DstConnID: 'abcdefgh', SrcConnID: 'xyz', data: new Uint8Array(64) })).bytes;
    // The second bit is not set (RFC 9287).
    const short = Uint8Array.of(0x01, ...text('xyz'), ...new Uint8Array(30).fill(7));
    expect(chain(udp(short, true), session)).toBe('IP/UDP/Raw');
    expect(chain(udp(initial), session)).toBe('IP/UDP/QUIC_Initial');
    const p = read(udp(short, true), session);
    expect(chainOf(p)).toBe('IP/UDP/QUIC_1RTT');
    expect(columnOf(p, QUIC_1RTT, 'quic.dcid')).toEqual(text('xyz'));
    expect(columnOf(p, QUIC_1RTT, 'quic.remaining_payload')).toEqual(new Uint8Array(30).fill(7));
    // Too short for what protection adds, and a long header of a version that nobody has.
    for (const octets of [short.subarray(0, 20), fromHex(`c000000002${'00'.repeat(30)}`)])
      expect(chain(udp(octets, true), session)).toBe('IP/UDP/Raw');
    expect(objectOf(read(udp(short, true))).shape.layers.length).toBe(3);
  });
});

describe('a conversation that says what it is', () => {
  it('goes on on whatever port: SSH', () => {
    const session = new Session();
    const newKeys = fromHex('0000000c0a1500000000000000000000');
    expect(chain(tcp(newKeys), session)).toBe('IP/TCP/Raw');
    expect(chain(tcp(text('SSH-2.0-x\r\n')), session)).toBe('IP/TCP/SSHVersion');
    expect(chain(tcp(newKeys, true), session)).toBe('IP/TCP/SSHPacket');
    expect(chain(tcp(fromHex('d415a720')), session)).toBe('IP/TCP/SSHEncrypted');
    expect(chain(tcp(fromHex('d415a720'), true, 40_001), session)).toBe('IP/TCP/Raw');
  });

  it('goes on on whatever port: BitTorrent', () => {
    const session = new Session();
    const handshake = fromHex(`13426974546f7272656e742070726f746f636f6c${'00'.repeat(48)}`);
    expect(chain(tcp(handshake), session)).toBe('IP/TCP/BitTorrentHandshake');
    expect(chain(tcp(fromHex('0000000100'), true), session)).toBe('IP/TCP/BitTorrent');
    expect(chain(tcp(fromHex('ff')), session)).toBe('IP/TCP/BitTorrentData');
  });
});
