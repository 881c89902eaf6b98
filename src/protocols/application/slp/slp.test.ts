import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { SLPServiceReply, SLPServiceRequest, SLPServiceTypeRequest } from './bodies.ts';
import { SLP, SLPv1 } from './slp.ts';

layerSuite(
  'SLP',
  [
    {
      what: 'a request for attributes, version 1',
      origin: 'nDPI, srvloc-v1.pcapng, packet 2 (LGPL-3.0); tshark 4.0 reads the same values',
      first: SLPv1,
      chain: 'SLPv1/SLPv1AttributeRequest',
      octets: '0106002c0000656e00031ef700000018736572766963653a782d68706e702d646973636f7665723a00000000',
      read: {
        SLPv1: { function: 6, length: 44, dialect: 0, language: 'en', encoding: 3, xid: 7927 },
        SLPv1AttributeRequest: { prlist: '', url: 'service:x-hpnp-discover:', scopes: '', attributes: '' },
      },
      summary: 'SLP attribute request 7927 / SLPv1AttributeRequest',
    },
    {
      what: 'a request for services',
      origin: 'made up after RFC 2608 §8.1; tshark 4.0 reads the same values',
      first: SLP,
      chain: 'SLP/SLPServiceRequest',
      octets: '0201000034200000000012340002656e00000013736572766963653a7072696e7465722e6c7072000744454641554c5400000000'.replaceAll(
        ' ',
        '',
      ),
      read: {
        SLP: { function: 1, length: 52, flags: 'multicast', xid: 0x1234, language: 'en' },
        SLPServiceRequest: { prlist: '', srvtype: 'service:printer.lpr', scopes: 'DEFAULT', predicate: '', spi: '' },
      },
      build: () => [SLP({ flags: 'multicast', xid: 0x1234 }), SLPServiceRequest({ srvtype: 'service:printer.lpr', scopes: 'DEFAULT' })],
    },
    {
      what: 'a reply',
      origin: 'made up after RFC 2608 §8.2; tshark 4.0 reads the same values',
      first: SLP,
      chain: 'SLP/SLPServiceReply',
      octets: '0202000029000000000012340002656e0000000100ffff000f736572766963653a783a2f2f682f6100'.replaceAll(' ', ''),
      read: { SLPServiceReply: { error: 0, count: 1, urls: [{ lifetime: 65_535, url: 'service:x://h/a', nauths: 0 }] } },
      build: () => [SLP({ function: 2, xid: 0x1234 }), SLPServiceReply({ urls: [{ lifetime: 65_535, url: 'service:x://h/a' }] })],
    },
    {
      what: 'a request for all types',
      origin: 'made up after RFC 2608 §10.1',
      first: SLP,
      chain: 'SLP/SLPServiceTypeRequest',
      octets: '020900001600000000000001 0002656e 0000 ffff 0000'.replaceAll(' ', ''),
      read: { SLPServiceTypeRequest: { prlist: '', authority: [0xffff, 0xffff], scopes: '' } },
      build: () => [SLP({ function: 9, xid: 1 }), SLPServiceTypeRequest({ authority: [0xffff, 0xffff] })],
    },
  ],
  { mutations: 300 },
);
