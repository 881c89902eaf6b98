/** IEEE 802.11 and radiotap. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { LLC, SNAP } from '../../../../src/protocols/link/llc.ts';
import { ARP } from '../../../../src/protocols/network/arp.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import { Dot11, Dot11QoS } from '../../../../src/protocols/wireless/dot11.ts';
import { Dot11CCMP, Dot11TKIP, Dot11WEP } from '../../../../src/protocols/wireless/encrypted.ts';
import { Dot11FCS } from '../../../../src/protocols/wireless/fcs.ts';
import {
  Dot11AssoReq,
  Dot11AssoResp,
  Dot11ATIM,
  Dot11Auth,
  Dot11Beacon,
  Dot11Deauth,
  Dot11Disas,
  Dot11ProbeReq,
  Dot11ProbeResp,
  Dot11ReassoReq,
  Dot11ReassoResp,
} from '../../../../src/protocols/wireless/management.ts';
import { RadioTap } from '../../../../src/protocols/wireless/radiotap.ts';
import type { ScapyCase } from '../case.ts';

const m1 = '02:00:00:00:00:01',
  m2 = '02:00:00:00:00:02';
const I = 'IP(src="192.0.2.1",dst="192.0.2.2")';
const ip = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const management = (subtype: number) => Dot11({ subtype, addr1: m1, addr2: m2, addr3: m2, SC: 0x120 });
const frame = (subtype: number): string => `Dot11(type=0,subtype=${subtype},addr1="${m1}",addr2="${m2}",addr3="${m2}",SC=0x120)`;

// Where scapy 2.5 is not as the standard: it writes ID (the duration) with its higher octet first, its numbers of `cap` have their octets
// swapped (names are the same), its bits of ERP come from the wrong end, and it aligns radiotap's MCS to two octets.
export const wirelessCases: readonly ScapyCase[] = [
  // Management frames and their elements
  [
    `${frame(8)}/Dot11Beacon(timestamp=1234567890123,beacon_interval=50,cap="ESS+privacy")/Dot11Elt(ID="SSID",info="net")`,
    () => [
      management(8),
      Dot11Beacon({ timestamp: 1_234_567_890_123n, beacon_interval: 50, cap: 'ESS+privacy', elements: [['SSID', 'net']] }),
    ],
  ],
  [
    `${frame(8)}/Dot11Beacon()/Dot11EltDSSSet(channel=6)/Dot11Elt(ID=42,info=b"\\x02")/Dot11Elt(ID="TIM",info=b"\\x00\\x01\\x00\\x02")`,
    () => [
      management(8),
      Dot11Beacon({
        elements: [
          ['DSset', 6],
          ['ERPinfo', 2],
          ['TIM', { count: 0, period: 1, control: 0, bitmap: fromHex('02') }],
        ],
      }),
    ],
  ],
  [
    `${frame(8)}/Dot11Beacon()/Dot11EltCountry(country_string=b"DE ",descriptors=[Dot11EltCountryConstraintTriplet(first_channel_number=1,num_channels=13,mtp=20)])`,
    () => [
      management(8),
      Dot11Beacon({
        elements: [['Country', { country_string: 'DE', descriptors: [{ first_channel_number: 1, num_channels: 13, mtp: 20 }] }]],
      }),
    ],
  ],
  [
    `${frame(8)}/Dot11Beacon()/Dot11EltRSN(group_cipher_suite=RSNCipherSuite(cipher=2),pairwise_cipher_suites=[RSNCipherSuite(),RSNCipherSuite(cipher=2)],akm_suites=[AKMSuite(suite=2)],mfp_capable=0,mfp_required=0)`,
    () => [
      management(8),
      Dot11Beacon({
        elements: [
          [
            'RSN',
            {
              group_cipher_suite: 0x000fac02,
              pairwise_cipher_suites: { suites: [0x000fac04, 0x000fac02] },
              akm_suites: { suites: [0x000fac02] },
              capabilities: 0,
              pmkids: { pmkid_list: [] },
              group_management_cipher_suite: 0x000fac06,
            },
          ],
        ],
      }),
    ],
  ],
  [
    `${frame(8)}/Dot11Beacon()/Dot11EltMicrosoftWPA(group_cipher_suite=RSNCipherSuite(oui=0x50f2,cipher=2),pairwise_cipher_suites=[RSNCipherSuite(oui=0x50f2,cipher=2)],akm_suites=[AKMSuite(oui=0x50f2,suite=2)])`,
    () => {
      const value = {
        group_cipher_suite: 0x0050f202,
        pairwise_cipher_suites: { suites: [0x0050f202] },
        akm_suites: { suites: [0x0050f202] },
      };
      return [management(8), Dot11Beacon({ elements: [['vendor', { oui: '00:50:f2', info: { type: 1, value } }]] })];
    },
    { layers: "WPA stands inside a vendor's element here (IEEE 802.11-2020 §9.4.2.25); scapy has it in its place" },
  ],
  [
    `${frame(5)}/Dot11ProbeResp(cap="ESS+privacy+short-preamble+short-slot")/Dot11EltVendorSpecific(oui=0x1018,info=b"\\xaa\\xbb")/Dot11Elt(ID=150,info=b"xyz")`,
    () => [
      management(5),
      Dot11ProbeResp({
        cap: 'ESS+privacy+short-preamble+short-slot',
        elements: [
          ['vendor', { oui: '00:10:18', info: fromHex('aabb') }],
          [150, fromHex('78797a')],
        ],
      }),
    ],
  ],
  [
    `RadioTap()/${frame(4)}/Dot11ProbeReq()/Dot11Elt(ID="SSID",info="")/Dot11EltRates(rates=[2,4,130])/Dot11EltRates(ID=50,rates=[12])`,
    () => [
      RadioTap(),
      management(4),
      Dot11ProbeReq({
        elements: [
          ['SSID', ''],
          ['Rates', [2, 4, 130]],
          ['ESRates', [12]],
        ],
      }),
    ],
  ],
  [
    `${frame(0)}/Dot11AssoReq(cap="short-slot",listen_interval=3)/Dot11Elt(ID="SSID",info="n")`,
    () => [management(0), Dot11AssoReq({ cap: 'short-slot', listen_interval: 3, elements: [['SSID', 'n']] })],
  ],
  [`${frame(1)}/Dot11AssoResp(status=1,AID=0xc002)`, () => [management(1), Dot11AssoResp({ status: 1, AID: 0xc002 })]],
  [`${frame(2)}/Dot11ReassoReq(current_AP="${m1}")`, () => [management(2), Dot11ReassoReq({ current_AP: m1 })]],
  [`${frame(3)}/Dot11ReassoResp(cap="ESS",AID=7)`, () => [management(3), Dot11ReassoResp({ cap: 'ESS', AID: 7 })]],
  [`${frame(9)}/Dot11ATIM()`, () => [management(9), Dot11ATIM()], { layers: 'it has no octets' }],
  [`${frame(10)}/Dot11Disas(reason=3)`, () => [management(10), Dot11Disas({ reason: 3 })]],
  [`${frame(11)}/Dot11Auth(algo=1,seqnum=2,status=3)`, () => [management(11), Dot11Auth({ algo: 1, seqnum: 2, status: 3 })]],
  [
    `${frame(11)}/Dot11Auth(algo="sharedkey",seqnum=2)/Dot11Elt(ID=16,info=b"abc")`,
    () => [management(11), Dot11Auth({ algo: 'sharedkey', seqnum: 2, elements: [['challenge', fromHex('616263')]] })],
  ],
  [`${frame(12)}/Dot11Deauth(reason=7)`, () => [management(12), Dot11Deauth({ reason: 7 })]],
  // Control frames
  [`Dot11(type=1,subtype=13,addr1="${m1}")`, () => [Dot11({ type: 'Control', subtype: 13, addr1: m1 })]],
  [
    `Dot11(type=1,subtype=11,ID=0x3412,addr1="${m1}",addr2="${m2}")`,
    () => [Dot11({ type: 1, subtype: 11, ID: 0x1234, addr1: m1, addr2: m2 })],
  ],
  [`Dot11(type=1,subtype=10,addr1="${m1}",addr2="${m2}")`, () => [Dot11({ type: 1, subtype: 10, addr1: m1, addr2: m2 })]],
  // Data frames
  [
    `Dot11(type=2,FCfield="from-DS+retry+pw-mgt",addr1="${m1}",addr2="${m2}",addr3="${m1}")/LLC()/SNAP()/${I}/UDP(sport=1,dport=2)/b"abc"`,
    () => [
      Dot11({ type: 2, FCfield: 'from-DS+retry+pw-mgt', addr1: m1, addr2: m2, addr3: m1 }),
      LLC(),
      SNAP(),
      ip(),
      UDP({ sport: 1, dport: 2 }),
      fromHex('616263'),
    ],
  ],
  [
    `Dot11(type=2,subtype=8,FCfield="to-DS",addr1="${m1}")/Dot11QoS(TID=3,EOSP=1,Ack_Policy=2,TXOP=4)/LLC()/SNAP()/ARP(hwsrc="${m1}",psrc="192.0.2.1",pdst="192.0.2.2")`,
    () => [
      Dot11({ type: 2, subtype: 8, FCfield: 'to-DS', addr1: m1 }),
      Dot11QoS({ TID: 3, EOSP: 1, Ack_Policy: 2, TXOP: 4 }),
      LLC(),
      SNAP(),
      ARP({ hwsrc: m1, psrc: '192.0.2.1', hwdst: '00:00:00:00:00:00', pdst: '192.0.2.2' }),
    ],
  ],
  [
    `Dot11(type=2,FCfield="to-DS+from-DS",addr1="${m1}",addr4="${m2}")`,
    () => [Dot11({ type: 2, FCfield: 'to-DS+from-DS', addr1: m1, addr4: m2 })],
  ],
  [
    `Dot11(type=2,subtype=12,addr1="${m1}",SC=0xfff0)/Dot11QoS(TID=7)`,
    () => [Dot11({ type: 2, subtype: 12, addr1: m1, SC: 0xfff0 }), Dot11QoS({ TID: 7 })],
  ],
  // Protected frames
  [
    `Dot11(type=2,FCfield="protected",addr1="${m1}")/Dot11WEP(iv=b"abc",keyid=0x40,wepdata=b"xyz",icv=0x01020304)`,
    () => [
      Dot11({ type: 2, FCfield: 'protected', addr1: m1 }),
      Dot11WEP({ iv: fromHex('616263'), keyid: 0x40, wepdata: fromHex('78797a01020304') }),
    ],
  ],
  [
    `Dot11(type=2,FCfield="protected")/Dot11TKIP(TSC1=1,WEPSeed=0x21,TSC0=3,key_id=2,ext_iv=1,TSC2=4,TSC3=5,TSC4=6,TSC5=7,data=b"xyz")`,
    () => [
      Dot11({ type: 2, FCfield: 'protected' }),
      Dot11TKIP({ TSC1: 1, WEPSeed: 0x21, TSC0: 3, key_id: 2, TSC2: 4, TSC3: 5, TSC4: 6, TSC5: 7, data: fromHex('78797a') }),
    ],
  ],
  [
    `Dot11(type=2,FCfield="protected")/Dot11CCMP(PN0=1,PN1=2,key_id=1,ext_iv=1,PN2=3,PN3=4,PN4=5,PN5=6,data=b"xyz")`,
    () => [
      Dot11({ type: 2, FCfield: 'protected' }),
      Dot11CCMP({ PN0: 1, PN1: 2, key_id: 1, PN2: 3, PN3: 4, PN4: 5, PN5: 6, data: fromHex('78797a') }),
    ],
  ],
  // The check sequence, which radiotap's flags announce
  [
    `RadioTap(present="Flags",Flags="FCS")/Dot11FCS(type=1,subtype=13,addr1="${m1}")`,
    () => [RadioTap({ Flags: 'FCS' }), Dot11({ type: 1, subtype: 13, addr1: m1 }), Dot11FCS()],
    { layers: 'the check sequence is a layer behind the frame; in scapy the frame is one with it' },
  ],
  [
    `RadioTap(present="Flags",Flags="FCS")/Dot11FCS(type=2,FCfield="to-DS",addr1="${m1}")/LLC()/SNAP()/${I}/b"x"`,
    () => [RadioTap({ Flags: 'FCS' }), Dot11({ type: 2, FCfield: 'to-DS', addr1: m1 }), LLC(), SNAP(), ip(), fromHex('78'), Dot11FCS()],
    { layers: 'the check sequence is a layer behind the frame; in scapy the frame is one with it' },
  ],
  // Radiotap: each field at a multiple of its size
  [
    `RadioTap(present="TSFT+Rate+Channel+dBm_AntSignal+Antenna",mac_timestamp=77,Rate=5.5,ChannelFrequency=2412,ChannelFlags="CCK+2GHz",dBm_AntSignal=-40,Antenna=1)/Dot11(type=1,subtype=13)`,
    () => [
      RadioTap({ mac_timestamp: 77n, Rate: 11, ChannelFrequency: 2412, ChannelFlags: 'CCK+2GHz', dBm_AntSignal: -40, Antenna: 1 }),
      Dot11({ type: 1, subtype: 13 }),
    ],
  ],
  [
    `RadioTap(present="Rate+Lock_Quality+RXFlags+A_MPDU",Rate=1,Lock_Quality=9,RXFlags="BAD_PLCP",A_MPDU_ref=7,A_MPDU_flags=0)/Dot11(type=1,subtype=13)`,
    () => [RadioTap({ Rate: 2, Lock_Quality: 9, RXFlags: 2, A_MPDU_ref: 7, A_MPDU_flags: 0 }), Dot11({ type: 1, subtype: 13 })],
  ],
  [
    `RadioTap(present="Flags+Rate+MCS+timestamp",Flags=0,Rate=1,knownMCS=7,MCS_index=5,MCS_bandwidth=1,timestamp=9,ts_accuracy=2)/Dot11(type=1,subtype=13)`,
    () => [
      RadioTap({ Flags: 0, Rate: 2, knownMCS: 7, MCS_flags: 1, MCS_index: 5, timestamp: 9n, ts_accuracy: 2 }),
      Dot11({ type: 1, subtype: 13 }),
    ],
  ],
];
