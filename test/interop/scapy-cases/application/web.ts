/** TLS, HTTP, MQTT and CoAP. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { CoAP } from '../../../../src/protocols/application/coap.ts';
import { HTTPRequest, HTTPResponse } from '../../../../src/protocols/application/http/http.ts';
import { MQTT } from '../../../../src/protocols/application/mqtt/mqtt.ts';
import {
  TLSCertificate,
  TLSClientHello,
  TLSFinished,
  TLSServerHello,
  TLSServerHelloDone,
  TLSCertificateRequest,
  TLSCertificateStatus,
  TLSClientKeyExchange,
  TLSEncryptedExtensions,
  TLSHelloRequest,
  TLSNewSessionTicket,
  TLSServerKeyExchange,
} from '../../../../src/protocols/application/tls/handshake.ts';
import { TLS, TLSAlert, TLSApplicationData, TLSChangeCipherSpec } from '../../../../src/protocols/application/tls/tls.ts';

import type { ScapyCase } from '../case.ts';

type Listed = readonly [scapy: string, ours: readonly unknown[], differs?: ScapyCase[2]];

const hello = 'gmt_unix_time=1,random_bytes=b"\\x02"*28';
const random = { gmt_unix_time: 1, random_bytes: new Uint8Array(28).fill(2) };
const record = (message: string, type = 22): string => `TLS(version=0x303,type=${type},msg=[${message}])`;
const client = (ciphers: string, ext: string): string => record(`TLSClientHello(version=0x303,${hello},ciphers=${ciphers},ext=[${ext}])`);
const server = (more: string): string => record(`TLSServerHello(version=0x303,${hello},${more})`);

const tls: readonly Listed[] = [
  [record('TLSAlert(level=2,descr=40)', 21), [TLS(), TLSAlert({ descr: 'handshake_failure' })]],
  [record('TLSChangeCipherSpec()', 20), [TLS(), TLSChangeCipherSpec()]],
  [record('TLSApplicationData(data=b"abc")', 23), [TLS(), TLSApplicationData({ data: 'abc' })]],
  [record('TLSServerHelloDone()'), [TLS(), TLSServerHelloDone()]],
  [record('TLSFinished(vdata=b"abcdefghijkl")'), [TLS(), TLSFinished({ vdata: 'abcdefghijkl' })]],
  [record('TLSCertificate(certs=[])'), [TLS(), TLSCertificate()]],
  [
    client(
      '[0x1301,0xc02f]',
      'TLS_Ext_ServerName(servernames=[ServerName(servername=b"example.org")]),TLS_Ext_SupportedGroups(groups=[29,23]),TLS_Ext_ALPN(protocols=[ProtocolName(protocol=b"h2")])',
    ),
    [
      TLS(),
      TLSClientHello({
        ...random,
        ciphers: ['TLS_AES_128_GCM_SHA256', 0xc02f],
        ext: [
          ['server_name', [{ servername: 'example.org' }]],
          ['supported_groups', ['x25519', 'secp256r1']],
          ['application_layer_protocol_negotiation', ['h2']],
        ],
      }),
    ],
  ],
  [
    client(
      '[0x1302]',
      'TLS_Ext_SupportedVersion_CH(versions=[0x304,0x303]),TLS_Ext_SignatureAlgorithms(sig_algs=[0x804,0x403]),TLS_Ext_PSKKeyExchangeModes(kxmodes=[1]),TLS_Ext_Cookie(cookie=b"xy"),TLS_Ext_EncryptThenMAC(),TLS_Ext_ExtendedMasterSecret(),TLS_Ext_KeyShare_CH(client_shares=[KeyShareEntry(group=29,key_exchange=b"k"*32)])',
    ),
    [
      TLS(),
      TLSClientHello({
        ...random,
        ciphers: [0x1302],
        ext: [
          ['supported_versions', ['TLS 1.3', 'TLS 1.2']],
          ['signature_algorithms', ['rsa_pss_rsae_sha256', 'ecdsa_secp256r1_sha256']],
          ['psk_key_exchange_modes', [1]],
          ['cookie', { cookie: 'xy' }],
          ['encrypt_then_mac'],
          ['extended_master_secret'],
          ['key_share', [{ group: 'x25519', key_exchange: 'k'.repeat(32) }]],
        ],
      }),
    ],
  ],
  [
    server('sid=b"abcd",cipher=0xc02f,ext=[TLS_Ext_RenegotiationInfo()]'),
    [TLS(), TLSServerHello({ ...random, sid: 'abcd', cipher: 0xc02f, ext: [['renegotiation_info', {}]] })],
  ],
  [
    server('cipher=0x1301,ext=[TLS_Ext_SupportedVersion_SH(version=0x304),TLS_Ext_PreSharedKey_SH(selected_identity=1)]'),
    [
      TLS(),
      TLSServerHello({
        ...random,
        cipher: 0x1301,
        ext: [
          ['supported_versions', 'TLS 1.3'],
          ['pre_shared_key', 1],
        ],
      }),
    ],
  ],
  ['TLS(version=0x303,type=22,msg=[TLSHelloRequest()])', [TLS(), TLSHelloRequest()]],
  [
    'TLS(version=0x303,type=22,msg=[TLSNewSessionTicket(lifetime=300,ticket=b"ticket")])',
    [TLS(), TLSNewSessionTicket({ lifetime: 300, ticket: 'ticket' })],
  ],
  [
    'TLS(version=0x303,type=22,msg=[TLSClientKeyExchange(exchkeys=b"\\x00\\x02ab")])',
    [TLS(), TLSClientKeyExchange({ exchkeys: fromHex('00026162') })],
  ],
  [
    'TLS(version=0x303,type=22,msg=[TLSCertificateRequest(ctypes=[1,64],sig_algs=[0x401],certauth=[])])',
    [TLS(), TLSCertificateRequest({ ctypes: [1, 64], rest: fromHex('000204010000') })],
  ],
  [
    'TLS(version=0x303,type=22,msg=[TLSCertificateStatus(responselen=3,response=b"abc")])',
    [TLS(), TLSCertificateStatus({ response: 'abc' })],
  ],
  ['TLS(version=0x303,type=22,msg=[TLSServerKeyExchange(params=b"abc",sig=b"")])', [TLS(), TLSServerKeyExchange({ params: 'abc' })]],
  [
    'TLS(version=0x303,type=22,msg=[TLSEncryptedExtensions(ext=[TLS_Ext_ALPN(protocols=[ProtocolName(protocol=b"h2")])])])',
    [TLS(), TLSEncryptedExtensions({ ext: [['application_layer_protocol_negotiation', ['h2']]] })],
  ],
];

const http: readonly Listed[] = [
  ['HTTPRequest()', [HTTPRequest()]],
  ['HTTPRequest(Path=b"/a?b=c", Host=b"example.org")', [HTTPRequest({ Path: '/a?b=c', headers: [['Host', 'example.org']] })]],
  ['HTTPRequest(Method=b"OPTIONS", Path=b"*")', [HTTPRequest({ Method: 'OPTIONS', Path: '*' })]],
  [
    'HTTPRequest(Method=b"POST", Content_Length=b"3")/Raw(b"abc")',
    [HTTPRequest({ Method: 'POST', headers: [['Content-Length', 3]] }), new Uint8Array([97, 98, 99])],
  ],
  ['HTTPRequest(Http_Version=b"HTTP/1.0", User_Agent=b"x")', [HTTPRequest({ Http_Version: 'HTTP/1.0', headers: [['User-Agent', 'x']] })]],
  ['HTTPResponse()', [HTTPResponse()]],
  [
    'HTTPResponse(Status_Code=b"404", Reason_Phrase=b"Not Found", Server=b"s")',
    [HTTPResponse({ Status_Code: '404', Reason_Phrase: 'Not Found', headers: [['Server', 's']] })],
  ],
  ['HTTPResponse(Location=b"/b")/Raw(b"x")', [HTTPResponse({ headers: [['Location', '/b']] }), new Uint8Array([120])]],
];

const mqtt: readonly Listed[] = [
  [
    'MQTT()/MQTTConnect(protoname=b"MQTT",protolevel=4,cleansess=1,klive=60,clientId=b"c")',
    [MQTT({ body: { cleansess: true, klive: 60, clientId: 'c' } })],
  ],
  [
    'MQTT()/MQTTConnect(protoname=b"MQTT",protolevel=4,usernameflag=1,passwordflag=1,willflag=1,clientId=b"c",willtopic=b"t",willmsg=b"m",username=b"u",password=b"p")',
    [
      MQTT({
        body: {
          usernameflag: true,
          passwordflag: true,
          willflag: true,
          clientId: 'c',
          willtopic: 't',
          willmsg: 'm',
          username: 'u',
          password: 'p',
        },
      }),
    ],
  ],
  ['MQTT(type=2)/MQTTConnack(sessPresentFlag=1,retcode=5)', [MQTT({ type: 'CONNACK', body: { sessPresentFlag: 1, retcode: 5 } })]],
  ['MQTT(type=3)/MQTTPublish(topic=b"a/b",value=b"hello")', [MQTT({ type: 'PUBLISH', body: { topic: 'a/b', value: 'hello' } })]],
  [
    'MQTT(type=3,QOS=1,DUP=1,RETAIN=1)/MQTTPublish(topic=b"a/b",msgid=9,value=b"x"*200)',
    [MQTT({ type: 'PUBLISH', QOS: 1, DUP: true, RETAIN: true, body: { topic: 'a/b', msgid: 9, value: 'x'.repeat(200) } })],
  ],
  ['MQTT(type=4)/MQTTPuback(msgid=9)', [MQTT({ type: 'PUBACK', body: { msgid: 9 } })]],
  ['MQTT(type=5)/MQTTPubrec(msgid=9)', [MQTT({ type: 'PUBREC', body: { msgid: 9 } })]],
  ['MQTT(type=6,QOS=1)/MQTTPubrel(msgid=9)', [MQTT({ type: 'PUBREL', QOS: 1, body: { msgid: 9 } })]],
  [
    'MQTT(type=8,QOS=1)/MQTTSubscribe(msgid=3,topics=[MQTTTopicQOS(topic="a",QOS=2),MQTTTopicQOS(topic="b/#")])',
    [MQTT({ type: 'SUBSCRIBE', QOS: 1, body: { msgid: 3, topics: [{ topic: 'a', QOS: 2 }, { topic: 'b/#' }] } })],
  ],
  ['MQTT(type=9)/MQTTSuback(msgid=3,retcode=2)', [MQTT({ type: 'SUBACK', body: { msgid: 3, retcodes: [2] } })]],
  [
    'MQTT(type=10,QOS=1)/MQTTUnsubscribe(msgid=3,topics=[MQTTTopic(topic="a")])',
    [MQTT({ type: 'UNSUBSCRIBE', QOS: 1, body: { msgid: 3, topics: ['a'] } })],
  ],
  ['MQTT(type=14)', [MQTT({ type: 'DISCONNECT' })], { layers: 'scapy gives it no body, which has no octets' }],
  ['MQTT(type=7)/MQTTPubcomp(msgid=9)', [MQTT({ type: 7, body: { msgid: 9 } })]],
  ['MQTT(type=11)/MQTTUnsuback(msgid=3)', [MQTT({ type: 11, body: { msgid: 3 } })]],
  ['MQTT(type=12)', [MQTT({ type: 12 })]],
  ['MQTT(type=13)', [MQTT({ type: 13 })]],
];

// Differences and lengths of 269 and more are not here: scapy writes their two octets in the other order than RFC 7252 §3.1 does.
const coap: readonly Listed[] = [
  ['CoAP()', [CoAP()]],
  ['CoAP(type=2,msg_id=7)', [CoAP({ type: 'ACK', msg_id: 7 })]],
  [
    'CoAP(code=1,msg_id=7,token=b"ab",options=[("Uri-Path",b"a"),("Uri-Path",b"b")])',
    [
      CoAP({
        code: 'GET',
        msg_id: 7,
        token: 'ab',
        options: [
          ['Uri-Path', 'a'],
          ['Uri-Path', 'b'],
        ],
      }),
    ],
  ],
  ['CoAP(code=69,paymark=b"\\xff")/Raw(b"hello")', [CoAP({ code: '2.05 Content', payload: 'hello' })]],
  [
    'CoAP(code=2,options=[("Uri-Host",b"example.org"),("Content-Format",b"\\x32")],paymark=b"\\xff")/Raw(b"{}")',
    [
      CoAP({
        code: 'POST',
        options: [
          ['Uri-Host', 'example.org'],
          ['Content-Format', 50],
        ],
        payload: '{}',
      }),
    ],
  ],
  [`CoAP(code=1,options=[("Uri-Path",b"${'x'.repeat(200)}")])`, [CoAP({ code: 'GET', options: [['Uri-Path', 'x'.repeat(200)]] })]],
  [
    'CoAP(code=1,options=[("Uri-Query",b"a=b"),(23,b"\\x06")])',
    [
      CoAP({
        code: 'GET',
        options: [
          ['Uri-Query', 'a=b'],
          ['Block2', 6],
        ],
      }),
    ],
  ],
  ['CoAP(code=132,options=[(200,b"z")])', [CoAP({ code: '4.04 Not Found', options: [[200, Uint8Array.of(0x7a)]] })]],
  [
    'CoAP(code=1,options=[("If-None-Match",b""),("Max-Age",b"\\x01\\x00")])',
    [CoAP({ code: 'GET', options: ['If-None-Match', ['Max-Age', 256]] })],
  ],
];

export const webCases: readonly ScapyCase[] = [...tls, ...http, ...mqtt, ...coap].map(([scapy, ours, differs]) => [
  scapy,
  () => ours,
  differs,
]);
