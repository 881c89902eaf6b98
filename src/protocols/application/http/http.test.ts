import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { columnOf } from '../../../../test/support/column-of.ts';
import { protocolChain } from '../../../filter/protocol-chain.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { HTTPRequest, HTTPResponse } from './http.ts';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

layerSuite(
  'HTTP',
  [
    {
      what: 'a request',
      origin: 'chrissanders/packets/http_espn.pcapng, packet 6 (its first fields)',
      first: HTTPRequest,
      chain: 'HTTPRequest',
      octets: hex('GET / HTTP/1.1\r\nHost: www.espn.com\r\nKeep-Alive: 300\r\nConnection: keep-alive\r\n\r\n'),
      read: {
        HTTPRequest: {
          Method: 'GET',
          Path: '/',
          Http_Version: 'HTTP/1.1',
          headers: [
            ['Host', 'www.espn.com'],
            ['Keep-Alive', '300'],
            ['Connection', 'keep-alive'],
          ],
        },
      },
      build: () => [
        HTTPRequest({
          headers: [
            ['Host', 'www.espn.com'],
            ['Keep-Alive', 300],
            ['Connection', 'keep-alive'],
          ],
        }),
      ],
      summary: "HTTP Request 'GET' '/' 'HTTP/1.1'",
    },
    {
      what: 'requests one behind another, with and without content',
      origin: 'RFC 9112 §9.3.2',
      first: HTTPRequest,
      chain: 'HTTPRequest/Raw/HTTPRequest/HTTPRequest',
      octets: hex('POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.0\n\nOPTIONS * HTTP/1.1\r\nA:  b\r\n\r\n'),
      read: { HTTPRequest: { Method: 'POST', Path: '/a' } },
    },
    {
      what: 'responses: one without content, one with',
      origin: 'RFC 9110 §15.2, §15.3',
      first: HTTPResponse,
      chain: 'HTTPResponse/HTTPResponse/Raw',
      octets: hex('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n\r\nall of it'),
      read: { HTTPResponse: { Http_Version: 'HTTP/1.1', Status_Code: '100', Reason_Phrase: 'Continue' } },
    },
  ],
  { mutations: 1000 },
);

describe('HTTP', () => {
  it('begins where its first line does', () => {
    const chain = (text: string, first = HTTPRequest as never): string => chainOf(dissect(utf8Octets(text), first));
    for (const text of [
      'GET /\r\n\r\n',
      'get / HTTP/1.1\r\n\r\n',
      'OPTIONS sip:a SIP/2.0\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\n',
      'GET / HTTP/1.1',
    ])
      expect(chain(text)).toBe('Raw');
    expect(chain('HTTP/1.1 2x0 OK\r\n\r\n', HTTPResponse as never)).toBe('Raw');
    expect(chain('M-SEARCH * HTTP/1.1\r\n\r\n')).toBe('HTTPRequest');
  });

  it('has its target as a whole, as tshark 4.0 gives it for captures of SSDP and of a proxy', () => {
    const uri = (line: string, host = 'Host: a:1\r\n'): unknown =>
      columnOf(dissect(utf8Octets(`${line} HTTP/1.1\r\n${host}\r\n`), HTTPRequest), HTTPRequest, 'http.request.full_uri');
    expect(uri('M-SEARCH *')).toBe('http://a:1*');
    expect(uri('CONNECT b:443')).toBe('b:443');
    expect(uri('GET /c')).toBe('http://a:1/c');
    for (const none of [uri('GET http://b/c'), uri('CONNECT b:443', ''), uri('GET /c', '')]) expect(none).toBeUndefined();
  });

  it('has no spaces at the end of a value, and a bare CR is one (RFC 9112 §2.2, §5.1); the octets stay', () => {
    const octets = utf8Octets('GET / HTTP/1.1\r\nHost: a b \t\r\r\nAccept: \r\r\n\r\n');
    const p = dissect(octets, HTTPRequest);
    expect([columnOf(p, HTTPRequest, 'http.host'), columnOf(p, HTTPRequest, 'http.accept')]).toEqual([['a b'], ['']]);
    expect(p.bytes).toEqual(octets);
  });

  it('over UDP is SSDP (UPnP Device Architecture 2.0 §1.1.1)', () => {
    const p = dissect(packet(IP(), UDP({ sport: 5000 }), HTTPRequest({ Method: 'M-SEARCH', Path: '*' })).bytes, IP);
    expect([chainOf(p), p.get(UDP)?.dport]).toEqual(['IP/UDP/HTTPRequest', 1900]);
    expect(protocolChain(objectOf(p).shape, 1)).toBe('ip:udp:ssdp');
  });

  it('whose content is coded goes on to the end', () => {
    const text = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n';
    expect(chainOf(dissect(utf8Octets(text), HTTPRequest))).toBe('HTTPRequest/Raw');
  });
});
