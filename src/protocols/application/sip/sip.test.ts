import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { messageCutter } from '../../../packet/chain/message-cutter.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { UDP } from '../../transport/udp.ts';
import { SDP } from './sdp.ts';
import { SIPRequest, SIPResponse } from './sip.ts';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const HEADERS =
  'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877\r\nTo: <sip:carol@chicago.com>\r\nFrom: Alice <sip:alice@atlanta.com>;tag=1928301774\r\nCall-ID: a84b4c76e66710\r\nCSeq: 63104 OPTIONS\r\n';

layerSuite(
  'SIP',
  [
    {
      what: 'a request with an empty body',
      origin: 'RFC 3261 §11.1 (its first fields)',
      first: SIPRequest,
      chain: 'SIPRequest',
      octets: hex(`OPTIONS sip:carol@chicago.com SIP/2.0\r\n${HEADERS}Content-Length: 0\r\n\r\n`),
      read: {
        SIPRequest: {
          Method: 'OPTIONS',
          Request_URI: 'sip:carol@chicago.com',
          SIP_Version: 'SIP/2.0',
          headers: [
            ['Via', 'SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877'],
            ['To', '<sip:carol@chicago.com>'],
            ['From', 'Alice <sip:alice@atlanta.com>;tag=1928301774'],
            ['Call-ID', 'a84b4c76e66710'],
            ['CSeq', '63104 OPTIONS'],
            ['Content-Length', '0'],
          ],
        },
      },
      build: () => [
        SIPRequest({
          Request_URI: 'sip:carol@chicago.com',
          headers: [
            ['Via', 'SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKhjhs8ass877'],
            ['To', '<sip:carol@chicago.com>'],
            ['From', 'Alice <sip:alice@atlanta.com>;tag=1928301774'],
            ['Call-ID', 'a84b4c76e66710'],
            ['CSeq', '63104 OPTIONS'],
            ['Content-Length', 0],
          ],
        }),
      ],
      summary: "SIP Request 'OPTIONS' 'sip:carol@chicago.com'",
    },
    {
      what: 'a response with a description',
      origin: 'RFC 3261 §11.2 (its first fields); RFC 8866 §5',
      first: SIPResponse,
      chain: 'SIPResponse/SDP',
      octets: hex(
        'SIP/2.0 200 OK\r\ni: a84b4c76e66710\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=jdoe 3724394400 3724394405 IN IP4 198.51.100.1\r\ns=Call to John Smith\r\na=x\r\nm=audio 49170 RTP/AVP 0\r\ni=Vivaldi\r\na=rtpmap:99 h263-1998/90000\r\nodd\r\n',
      ),
      read: {
        SIPResponse: { Status_Code: '200', Reason_Phrase: 'OK' },
        SDP: {
          lines: [
            ['v', '0'],
            ['o', 'jdoe 3724394400 3724394405 IN IP4 198.51.100.1'],
            ['s', 'Call to John Smith'],
            ['a', 'x'],
            ['m', 'audio 49170 RTP/AVP 0'],
            ['i', 'Vivaldi'],
            ['a', 'rtpmap:99 h263-1998/90000'],
            ['', 'odd'],
          ],
        },
      },
      summary: "SIPResponse / SDP 'o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1'",
    },
  ],
  { mutations: 200 },
);

describe('SIP', () => {
  const request = dissect(utf8Octets(`OPTIONS sip:a SIP/2.0\r\n${HEADERS}\r\n`), SIPRequest);
  const response = dissect(utf8Octets(`SIP/2.0 100 Trying\r\n${HEADERS.replace('Call-ID', 'i')}\r\n`), SIPResponse);

  it('has its header fields by name, and by their letters', () => {
    expect(columnOf(request, SIPRequest, 'sip.Call-ID')).toEqual(['a84b4c76e66710']);
    expect(columnOf(response, SIPResponse, 'sip.Call-ID')).toEqual(['a84b4c76e66710']);
    expect(columnOf(response, SIPResponse, 'sip.Status-Line')).toBe('SIP/2.0 100 Trying');
    expect(columnOf(request, SIPRequest, 'sip.Request-Line')).toBe('OPTIONS sip:a SIP/2.0');
  });

  it('answers by Call-ID and CSeq', () => {
    const { match } = (SIPResponse as unknown as AnyLayer).spec;
    const [asks, says] = [request.get(SIPRequest) as never, response.get(SIPResponse) as never];
    expect(match?.answers(says, asks)).toBe(true);
    expect(match?.hash(says, 'reply', 7)).toBe(match?.hash(asks, 'request', 7));
    expect((SIPRequest as unknown as AnyLayer).spec.match?.answers(asks, asks)).toBe(false);
  });

  it('is found on any port, and is no HTTP', () => {
    const text = utf8Octets(`BYE sip:a SIP/2.0\r\nContent-Length: 2\r\n\r\nabBYE sip:b SIP/2.0\r\n\r\n`);
    expect(chainOf(dissect(packet(IP(), UDP({ sport: 9, dport: 6 }), text).bytes, IP))).toBe('IP/UDP/SIPRequest/Raw/SIPRequest');
    const answer = utf8Octets('SIP/2.0 200 OK\r\n\r\n');
    expect(chainOf(dissect(packet(IP(), TCP({ sport: 9999, dport: 9998 }), answer).bytes, IP))).toBe('IP/TCP/SIPResponse');
    expect(chainOf(dissect(packet(IP(), TCP({ dport: 5060 }), utf8Octets('a=b\r\n')).bytes, IP))).toBe('IP/TCP/SIPData');
    expect(packet(IP(), UDP({ sport: 1 }), SIPRequest()).get(UDP)?.dport).toBe(5060);
  });

  it('is cut from a stream by Content-Length (RFC 3261 §18.3)', () => {
    const cut = (text: string): unknown => messageCutter(SIPRequest as unknown as AnyLayer)(utf8Octets(text), 0, text.length);
    const message = 'BYE sip:a SIP/2.0\r\nl: 3\r\n\r\nabc';
    expect([cut(`${message}X`), cut(message.slice(0, 20)), cut('BYE'), cut('bye ')]).toEqual([message.length, undefined, undefined, 0]);
  });

  it('carries descriptions whose columns know session and medium (RFC 8866 §5)', () => {
    const sdp = dissect(utf8Octets('v=0\r\ni=of all\r\na=1\r\nm=x\r\na=2\r\ni=of x\r\n'), SDP);
    expect(['session_attr', 'media_attr', 'session_info', 'media_title'].map((name) => columnOf(sdp, SDP, `sdp.${name}`))).toEqual([
      ['1'],
      ['2'],
      ['of all'],
      ['of x'],
    ]);
    expect(columnOf(dissect(utf8Octets('v=0\r\na=1\r\n'), SDP), SDP, 'sdp.media_attr')).toEqual([]);
  });
});
