import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { Ether } from './ethernet.ts';
import { AristaTimestamp, Dot1AH, ETag, FabricPath, VNTag } from './tags.ts';

/** Written by hand, from what tshark 4.0 prints of each; it reads the same values. */
const origin = 'by hand; tshark 4.0 reads the same values';
const IP_20 = '45000014000100004000f6e5c0000201c0000202';
const ip = () => IP({ src: '192.0.2.1', dst: '192.0.2.2', proto: 0 });

layerSuite('tags of switches', [
  {
    what: 'provider backbone bridging',
    origin,
    first: Ether,
    chain: 'Ether/Dot1AH/IP',
    octets: `02000000000102000000000288e7600a0b0c0200000000030200000000040800${IP_20}`,
    read: {
      Dot1AH: { prio: 3, dei: 0, nca: 0, isid: 0x0a0b0c, cdst: '02:00:00:00:00:03', csrc: '02:00:00:00:00:04', type: 0x800 },
    },
    build: () => [
      Ether({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' }),
      Dot1AH({ prio: 3, isid: 0x0a0b0c, cdst: '02:00:00:00:00:03', csrc: '02:00:00:00:00:04' }),
      ip(),
    ],
  },
  {
    what: 'VN-Tag',
    origin,
    first: Ether,
    chain: 'Ether/VNTag/IP',
    octets: `0200000000010200000000028926800530070800${IP_20}`,
    read: { VNTag: { direction: 1, pointer: 0, dst: 5, looped: 0, version: 3, src: 7 } },
    build: () => [Ether({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' }), VNTag({ direction: 1, dst: 5, version: 3, src: 7 }), ip()],
  },
  {
    what: 'E-Tag',
    origin,
    first: Ether,
    chain: 'Ether/ETag/IP',
    octets: `020000000001020000000002893f600510070000 0800${IP_20}`.replaceAll(' ', ''),
    read: { ETag: { prio: 3, dei: 0, ingress: 5, group: 1, ecid: 7, type: 0x800 } },
    build: () => [Ether({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' }), ETag({ prio: 3, ingress: 5, group: 1, ecid: 7 }), ip()],
  },
  {
    what: "FabricPath: Ethernet's own fields are those of the frame inside",
    origin,
    first: Ether,
    chain: 'FabricPath/Ether/IP',
    octets: `0200000000010200000000028903008a0200000000030200000000040800${IP_20}`,
    read: { FabricPath: { ftag: 2, ttl: 10, dst: '02:00:00:00:00:01' }, Ether: { dst: '02:00:00:00:00:03', type: 0x800 } },
    build: () => [
      FabricPath({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02', ftag: 2, ttl: 10 }),
      Ether({ dst: '02:00:00:00:00:03', src: '02:00:00:00:00:04' }),
      ip(),
    ],
  },
  {
    what: 'a time stamp of 64 bits',
    origin,
    first: Ether,
    chain: 'Ether/AristaTimestamp/IP',
    octets: `020000000001020000000002d28b000101105ceeed57384f59c80800${IP_20}`,
    read: { AristaTimestamp: { subtype: 1, family: 1, version: 0x10, seconds: 0x5ceeed57, nanoseconds: 0x384f59c8, type: 0x800 } },
    build: () => [
      Ether({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' }),
      AristaTimestamp({ family: 1, seconds: 0x5ceeed57, nanoseconds: 0x384f59c8 }),
      ip(),
    ],
  },
  {
    what: 'a time stamp of 48 bits',
    origin,
    first: Ether,
    chain: 'Ether/AristaTimestamp/IP',
    octets: `020000000001020000000002d28b00010020ed95181524740800${IP_20}`,
    read: { AristaTimestamp: { version: 0x20, seconds_low: 0xed95, nanoseconds: 0x18152474 } },
    build: () => [
      Ether({ dst: '02:00:00:00:00:01', src: '02:00:00:00:00:02' }),
      AristaTimestamp({ version: 0x20, seconds_low: 0xed95, nanoseconds: 0x18152474 }),
      ip(),
    ],
  },
]);
