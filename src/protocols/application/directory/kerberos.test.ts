/** Kerberos: octets of captures. */
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Kerberos, KerberosTCPHeader } from './kerberos.ts';

layerSuite(
  'Kerberos',
  [
    {
      what: 'an error over TCP',
      origin: 'suricata-verify/tests/dcerpc/dcerpc-ctxids/input.pcap (MIT), packet 53; tshark 4.0 reads the same values',
      first: KerberosTCPHeader,
      chain: 'KerberosTCPHeader/Kerberos',
      octets:
        '000000657e633061a003020105a10302011ea411180f32303233303931323037333831345aa5050203075d6ba603020107a9091b07505552502e4c45' +
        'aa1a3018a003020180a111300f1b0d41646d696e6973747261746f72ac0f040d300b3009a003020180a1020400',
      read: {
        KerberosTCPHeader: { reserved: false, len: 101 },
        Kerberos: { message: ['KRB_ERROR', { pvno: 5, msgType: 30 }] },
      },
    },
    {
      what: 'a request for a ticket',
      origin: 'suricata-verify/tests/dcerpc/dcerpc-ctxids/input.pcap (MIT), packet 24, without the length before it',
      first: Kerberos,
      chain: 'Kerberos',
      octets:
        '6a81dc3081d9a103020105a20302010aa31530133011a10402020080a20904073005a0030101ffa481b53081b2a00703050040810010a11a3018a003' +
        '020101a111300f1b0d41646d696e6973747261746f72a2091b07505552502e4c45a31c301aa003020102a11330111b066b72627467741b0750555250' +
        '2e4c45a511180f32303337303931333032343830355aa611180f32303337303931333032343830355aa706020417a18061a815301302011202011102' +
        '01170201180202ff79020103a91d301b3019a003020114a112041047555244494c2d504331202020202020',
      read: {
        Kerberos: {
          message: ['AS_REQ', { pvno: 5, msgType: 10, padata: [{ padataType: 128 }] }],
        },
      },
      summary: 'Kerberos AS_REQ',
    },
    {
      what: 'a request with the ticket that it is made with, cut to the heads',
      origin: 'by hand from RFC 4120 §5.4.1, §5.5.1 and §7.5.7; tshark 4.0 reads msg-type 12 and 14',
      first: Kerberos,
      chain: 'Kerberos',
      octets: '6c363034a103020105a20302010ca31b30193017a103020101a210040e6e0c300aa003020105a10302010ea40b3009a00703050000000000',
      read: {
        Kerberos: {
          message: [
            'TGS_REQ',
            {
              padata: [{ padataType: 1, padataValue: ['AP_REQ', { pvno: 5, msgType: 14, rest: '' }] }],
              reqBody: 'a40b3009a00703050000000000',
            },
          ],
        },
      },
    },
  ],
  { mutations: 500 },
);
