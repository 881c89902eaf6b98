/** Which layers of TCP's ports can be cut from streams; each of some protocols cut at every place; and that work is linear. */
import { describe, expect, it } from 'vitest';
import { type Said, talkedOf, type Told } from '../../../test/support/streams/talk.ts';
import { fromHex } from '../../bytes/hex.ts';
import { protocols } from '../../protocols/protocols.ts';
import { whyNotCut } from './cuttable.ts';

/** Why these cannot be cut. All others of TCP's ports can. */
const NOT_CUT: Readonly<Record<string, readonly string[]>> = {
  // What one segment has of a message that began before: a stream has the message itself.
  'continuations of a segment': [
    ...['BitTorrentData', 'HTTPContinuation', 'IMAPData', 'NBTContinuation', 'NNTPData', 'POPData', 'SIPData', 'SMTPData'],
    ...['SSHEncrypted', 'TLSContinuation'],
  ],
  // Their lines have no sizes of their own: which of them belong together only the question tells (RFC 1939 §3, RFC 3977 §3.1, RFC 9051 §2.2).
  'replies of several lines': ['IMAPRequest', 'IMAPResponse', 'MemcachedRequest', 'MemcachedResponse', 'NNTPResponse', 'POPResponse'],
  // Values one in another, each up to a line's end or with a length.
  'values without a common length': ['RESP'],
  // No messages at all, or messages that depend on what was agreed before.
  'no messages': ['RFBData', 'Telnet'],
  // The length is in the layer that the first octets lead to.
  'lengths further on': ['NetflowHeader', 'SOCKS'],
};

describe('layers of TCP’s ports', () => {
  it('can be cut from a stream by their specs, but for these', () => {
    const layers = new Set([...protocols.space('tcp.port').values()].flat().concat(protocols.guesses('tcp.port')));
    const not = [...layers].filter((layer) => whyNotCut(layer) !== undefined).map((layer) => layer.layerName);
    expect(not.sort()).toEqual(Object.values(NOT_CUT).flat().sort());
    expect(layers.size - not.length).toBeGreaterThanOrEqual(45);
  });
});

const sizes = ({ messages, uncut }: Told): unknown => [messages.map((m) => [m.layer.layerName, m.at, m.length, m.problem]), uncut];

/** Octets of a message of each, as its RFC or a capture has it; twice in a stream they are two messages. */
const MESSAGES: readonly [what: string, port: number, hex: string, layer: string][] = [
  ['DNS (RFC 1035 §4.2.2)', 53, '001d000101000001000000000000076578616d706c6503636f6d0000010001', 'DNSTCP'],
  ['BGP (RFC 4271 §4.4)', 179, `${'ff'.repeat(16)}001304`, 'BGPHeader'],
  ['TLS (RFC 8446 §5.1)', 443, '1503030002022a', 'TLS'],
  ['MQTT: CONNECT (MQTT 3.1.1 §3.1)', 1883, '100c00044d5154540402003c0000', 'MQTT'],
  ['LDAP: unbind (RFC 4511 §4.3)', 389, '30050201034200', 'LDAP'],
  ['LDAP: bind (RFC 4511 §4.2)', 389, '300c020101600702010304008000', 'LDAP'],
  ['Diameter (RFC 6733 §3)', 3868, '01000014800001010000000000000000000000ab', 'DiamG'],
  ['Modbus (V1.1b3 §6.1)', 502, '000100000006010100130025', 'ModbusADURequest'],
  ['NetBIOS: keepalive (RFC 1002 §4.3.6)', 139, '85000000', 'NBTSession'],
  ['SMB2 over TCP (MS-SMB2 §2.2.1)', 445, `00000040fe534d42${'00'.repeat(60)}`, 'NBTSession'],
  ['SIP (RFC 3261 §7)', 5060, Buffer.from('OPTIONS sip:a SIP/2.0\r\nContent-Length: 2\r\n\r\nhi').toString('hex'), 'SIPRequest'],
  ['FTP (RFC 959 §5.4)', 21, Buffer.from('RETR a\r\n').toString('hex'), 'FTPRequest'],
  ['FTP: a reply of lines (RFC 959 §4.2)', 21, Buffer.from('123-First\r\nSecond\r\n 234 x\r\n123 Last\r\n').toString('hex'), 'FTPResponse'],
  ['RPC (RFC 5531 §11)', 2049, '80000018000000010000000000000002000186a30000000300000000', 'RM_Header'],
];

describe('a message that its spec measures', () => {
  for (const [what, port, hex, layer] of MESSAGES)
    it(`is cut at every place: ${what}`, () => {
      const one = fromHex(hex);
      const said: Said[] = [['client', new Uint8Array([...one, ...one])]];
      const whole = talkedOf(port, said);
      expect(sizes(whole)).toEqual([
        [
          [layer, 0, one.length, undefined],
          [layer, one.length, one.length, undefined],
        ],
        [],
      ]);
      for (let piece = 1; piece < 2 * one.length; piece++) expect(sizes(talkedOf(port, said, { piece }))).toEqual(sizes(whole));
    });
});
