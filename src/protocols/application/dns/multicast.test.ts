import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { LLMNRQuery, LLMNRResponse, MDNS } from './multicast.ts';
import { DNSQR, DNSRR } from './dns.ts';

const few = { mutations: 300 };

layerSuite(
  'mDNS',
  [
    {
      what: 'questions for an answer to the asker, and an owner option',
      origin: 'rusticata/pcap-parser (MIT OR Apache-2.0), wireshark_samples-test.pcapng, packet 89; tshark reads the same values',
      first: MDNS,
      chain: 'MDNS',
      octets:
        '000000000004000000000001055f72616f70045f746370056c6f63616c00000c0001085f616972706c6179c012000c0001085f686f6d656b6974c012000c00010c5f736c6565702d70726f7879045f756470c017000c000100002905a00000119400120004000e00216aa195d27e0348a195d27e03',
      read: {
        MDNS: {
          id: 0,
          qr: 0,
          rd: 0,
          qd: [
            { qname: '_raop._tcp.local.', qtype: 12, unicastresponse: 0, qclass: 1 },
            { qname: '_airplay._tcp.local.' },
            { qname: '_homekit._tcp.local.' },
            { qname: '_sleep-proxy._udp.local.' },
          ],
          ar: [{ type: 41, cacheflush: 0, rclass: 1440 }],
        },
      },
      summary: 'mDNS Qry "_raop._tcp.local."',
    },
    {
      what: 'an answer that replaces what was known',
      origin: 'RFC 6762 §10.2: the form; tshark 4.0 reads the same values',
      first: MDNS,
      chain: 'MDNS',
      octets: '00008400000000010000000004686f7374056c6f63616c0000018001000000780004c0000201',
      read: { MDNS: { qr: 1, aa: 1, an: [{ rrname: 'host.local.', cacheflush: 1, rclass: 1, ttl: 120, rdata: '192.0.2.1' }] } },
      build: () => [MDNS({ qr: 1, aa: 1, qd: [], an: { rrname: 'host.local.', cacheflush: 1, ttl: 120, rdata: '192.0.2.1' } })],
      summary: 'mDNS Ans "192.0.2.1"',
    },
  ],
  few,
);

layerSuite(
  'LLMNR',
  [
    {
      what: 'a question',
      origin: 'scapy 2.5: the same layers',
      first: LLMNRQuery,
      chain: 'LLMNRQuery',
      octets: '00050000000100000000000004686f73740000010001',
      read: { LLMNRQuery: { id: 5, qr: 0, c: 0, t: 0, qd: [{ qname: 'host.', qtype: 1 }] } },
      build: () => [LLMNRQuery({ id: 5, qd: DNSQR({ qname: 'host' }) })],
      summary: 'LLMNR Qry "host."',
    },
    {
      what: 'its answer',
      origin: 'scapy 2.5: the same layers',
      first: LLMNRQuery,
      chain: 'LLMNRResponse',
      octets: '00058000000100010000000004686f7374000001000104686f737400000100010000001e0004c0000201',
      read: { LLMNRResponse: { id: 5, qr: 1, an: [{ rrname: 'host.', rdata: '192.0.2.1' }] } },
      build: () => [LLMNRResponse({ id: 5, qd: DNSQR({ qname: 'host' }), an: DNSRR({ rrname: 'host', ttl: 30, rdata: '192.0.2.1' }) })],
      summary: 'LLMNR Ans "192.0.2.1"',
    },
  ],
  few,
);
