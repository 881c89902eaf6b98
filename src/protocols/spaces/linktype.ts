/** Link types of captures: the layer that a packet begins with. @see https://www.tcpdump.org/linktypes.html */
import { bindAll } from '../../packet/chain/bindings.ts';
import { Juniper, JuniperATM1, JuniperATM2, JuniperCHDLC, JuniperEther, JuniperFrameRelay, JuniperPPP } from '../link/captured/juniper.ts';
import {
  BACnetMSTP,
  BluetoothBaseband,
  DVBCI,
  EtherExperimental,
  EtherMPacket,
  MFR,
  MTP2,
  MTP3,
  SunATM,
  TokenRing,
} from '../link/captured/links.ts';
import { NetlinkCooked } from '../link/captured/netlink.ts';
import { NFLog } from '../link/captured/nflog.ts';
import { CHDLC } from '../link/chdlc.ts';
import { CookedLinux, CookedLinuxV2 } from '../link/cooked.ts';
import { HCI_Hdr, HCI_PHDR_Hdr } from '../link/devices/bluetooth.ts';
import { CAN } from '../link/devices/can.ts';
import { USBMon, USBMonMapped, USBpcap } from '../link/devices/usb.ts';
import { FrameRelay } from '../link/frame-relay.ts';
import { ARCNET, EtherBroadcomTag, EtherMarvellTag, EtherMarvellTypedTag, FDDI, PKTAP, SLIP, VSOCK } from '../link/heads.ts';
import { LLC } from '../link/llc.ts';
import { Ether } from '../link/ethernet.ts';
import { Loopback, LoopbackNetwork } from '../link/loopback.ts';
import { HDLC, PPP } from '../link/ppp/ppp.ts';
import { PPPoE } from '../link/pppoe.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { PPI, PrismHeader } from '../wireless/card-heads.ts';
import { Dot15d4, Dot15d4FCS } from '../wireless/dot15d4.ts';
import { Dot11 } from '../wireless/dot11.ts';
import { RadioTap } from '../wireless/radiotap.ts';

export const linkTypes = [
  ...bindAll('linktype', {
    0: Loopback,
    1: Ether,
    2: EtherExperimental,
    6: TokenRing,
    8: SLIP,
    9: PPP,
    10: FDDI,
    50: HDLC,
    51: PPPoE,
    100: LLC,
    101: IP,
    104: CHDLC,
    105: Dot11,
    107: FrameRelay,
    108: LoopbackNetwork,
    113: CookedLinux,
    119: PrismHeader,
    123: SunATM,
    127: RadioTap,
    129: ARCNET,
    130: Juniper,
    135: JuniperATM2,
    137: JuniperATM1,
    140: MTP2,
    141: MTP3,
    165: BACnetMSTP,
    178: JuniperEther,
    179: JuniperPPP,
    180: JuniperFrameRelay,
    181: JuniperCHDLC,
    182: MFR,
    187: HCI_Hdr,
    189: USBMon,
    192: PPI,
    195: Dot15d4FCS,
    201: HCI_PHDR_Hdr,
    220: USBMonMapped,
    227: CAN,
    228: IP,
    229: IPv6,
    230: Dot15d4,
    235: DVBCI,
    239: NFLog,
    249: USBpcap,
    253: NetlinkCooked,
    255: BluetoothBaseband,
    258: PKTAP,
    271: VSOCK,
    274: EtherMPacket,
    276: CookedLinuxV2,
    281: EtherBroadcomTag,
    284: EtherMarvellTag,
    285: EtherMarvellTypedTag,
  }),
  // Raw IP under the numbers that some systems' libpcap wrote into files; what we write is 101.
  ...bindAll('linktype', { 12: IP, 14: IP }),
  ...bindAll('linktype', { 131: Juniper, 132: Juniper, 133: Juniper, 134: Juniper, 136: Juniper, 167: Juniper, 168: Juniper }),
  // The number of PKTAP before it had one, in captures of macOS.
  ...bindAll('linktype', { 149: PKTAP }),
];
