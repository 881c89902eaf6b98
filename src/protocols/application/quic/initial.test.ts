/** QUIC's Initial packets: those of RFC 9001 and RFC 9369, and what a session makes of them. */
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import { Session } from '../../../packet/object/session.ts';
import { valuesInside } from '../../../packet/spec/inside.ts';
import type { Slot } from '../../../packet/spec/slot.ts';
import type { View } from '../../../packet/spec/spec.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { TLSClientHello } from '../tls/handshake.ts';
import { cryptoOf, framesOf } from './frames.ts';
import { openInitial } from './initial.ts';
import { QUIC, QUIC_Initial } from './quic.ts';

/** The id that the client of both appendices chose. */
const ID = '8394c8f03e515708';
/** RFC 9001 appendix A.3: a server's Initial, and what is in it. */
const server =
  'cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3' +
  'dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4' +
  '2158407dd074ee';
const frames =
  '02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94' +
  '0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304';
/** RFC 9001 appendix A.2: the hello in a client's Initial. */
const hello =
  '010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578616d706c' +
  '652e636f6dff01000100000a00080006001d0017001800100007000504616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559f' +
  'edba753de171fa71f50f1ce15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c000240010039003204' +
  '08ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff';
/** RFC 9369 appendix A.3: the same in version 2. */
const server2 =
  'dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17' +
  'f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8' +
  '4bed8521e2e140';

describe("QUIC's Initial packets", () => {
  it('are opened as the RFCs have them', () => {
    for (const [octets, version] of [
      [server, 1],
      [server2, 0x6b3343cf],
    ] as const) {
      const found = openInitial(fromHex(octets), 117, version, ['00', ID]);
      expect({ ...found, payload: toHex(found?.payload ?? new Uint8Array(0)) }).toEqual({
        packetNumber: 1,
        packetNumberLength: 2,
        payload: frames,
      });
      expect(openInitial(fromHex(octets), 117, version, ['00'])).toBeUndefined();
      expect(openInitial(fromHex(octets.replace(/ee$|40$/, '41')), 117, version, [ID])).toBeUndefined();
    }
    expect(openInitial(fromHex(server), 117, 2, [ID])).toBeUndefined();
  });

  it('have frames', () => {
    expect(framesOf(fromHex(frames)).map(({ type, values }) => [type, values['crypto.length'] ?? values['ack.first_ack_range']])).toEqual([
      [2, 0],
      [6, 90],
    ]);
    // PADDING, PING, an ACK with a range and counts, two CRYPTO frames that overlap, CONNECTION_CLOSE; and a STREAM, which ends it.
    const all = framesOf(fromHex(`0000000103${'050001000203040506'}0602026364${'060003616263'}${'1c0a0603656e64'}0801`));
    expect(all.map(({ type }) => type)).toEqual([0, 1, 3, 6, 6, 0x1c]);
    expect(all[0]?.values).toEqual({ padding_length: 3 });
    expect(all[2]?.values).toMatchObject({ 'ack.gap': [2], 'ack.ack_range': [3], 'ack.ect0_count': 4, 'ack.ecn_ce_count': 6 });
    expect(toHex(cryptoOf(all))).toBe('61626364');
    // A gap ends what is known.
    expect(toHex(cryptoOf(framesOf(fromHex('0600016106030162'))))).toBe('61');
  });

  it('are opened by a session that saw the first id, and stay as they are', () => {
    const session = new Session();
    const from = packet(
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      UDP({ sport: 5000, dport: 443 }),
      QUIC_Initial({ DstConnID: fromHex(ID), data: new Uint8Array(40) }),
    );
    const answer = packet(IP({ src: '192.0.2.2', dst: '192.0.2.1' }), UDP({ sport: 443, dport: 5000 }), fromHex(server)).bytes;
    const there = { b: answer, start: 28, end: answer.length };
    const number = (p: any) => columnOf(p, QUIC_Initial, 'quic.packet_number', there);
    expect(number(dissect(answer, IP, { session }))).toBeUndefined();
    dissect(from.bytes, IP, { session });
    const p = dissect(answer, IP, { session });
    expect(number(p)).toBe(1);
    expect(columnOf(p, QUIC_Initial, 'quic.frame_type', there)).toEqual([2, 6]);
    // The server's hello is found by Wireshark's names, in the field that is sealed.
    const view = objectOf(p).view(2) as unknown as View;
    const sealed = view.$layer.layout.slots.find(({ name }) => name === 'data') as Slot;
    expect(valuesInside(view, sealed, 'tls.handshake.ciphersuite')).toEqual([0x1301]);
    expect(valuesInside(view, sealed, 'tls.handshake.ja3s_full')).toEqual(['771,4865,51-43']);
    expect(toHex(p.bytes)).toBe(toHex(answer));
    expect(number(dissect(answer, IP))).toBeUndefined();
  });

  it('have hellos of TLS 1.3, whose random is one (RFC 9001 §4.2)', () => {
    const octets = fromHex(hello);
    const column = (name: string) =>
      columnOf(dissect(octets, TLSClientHello), TLSClientHello, name, { b: octets, start: 0, end: octets.length });
    expect(toHex(column('tls.handshake.random') as Uint8Array)).toBe('ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c');
    expect(column('tls.handshake.random_bytes')).toBeUndefined();
    // Over TCP it may be of an older version: without QUIC's parameters, which end the hello (type 57, 50 octets), there are two parts.
    const older = fromHex(
      hello
        .replace('010000ed', '010000b7')
        .replace('010000c0', '0100008a')
        .replace(/00390032.*$/, ''),
    );
    const p = dissect(older, TLSClientHello);
    expect(toHex(columnOf(p, TLSClientHello, 'tls.handshake.random_bytes', { b: older, start: 0, end: older.length }) as Uint8Array)).toBe(
      'f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c',
    );
  });

  it('of which nothing opens are octets', () => {
    const damaged = fromHex(server);
    const p = dissect(damaged, QUIC);
    expect(columnOf(p, QUIC_Initial, 'quic.packet_number', { b: damaged, start: 0, end: damaged.length })).toBeUndefined();
  });
});
