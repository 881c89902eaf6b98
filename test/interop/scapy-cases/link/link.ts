/** What keeps a link: STP, CDP, LLDP, LACP, VTP, DTP, GARP, pause frames, MACsec, Cisco HDLC. */
import { PPI, PrismHeader } from '../../../../src/protocols/wireless/card-heads.ts';
import { Dot11 } from '../../../../src/protocols/wireless/dot11.ts';
import { fromHex } from '../../../../src/bytes/hex.ts';
import { Padding } from '../../../../src/packet/layer/raw.ts';
import { CHDLC, SLARP } from '../../../../src/protocols/link/chdlc.ts';
import { CDPv2_HDR } from '../../../../src/protocols/link/control/cdp.ts';
import {
  LLDPDUChassisID,
  LLDPDUEndOfLLDPDU,
  LLDPDUGenericOrganisationSpecific,
  LLDPDUManagementAddress,
  LLDPDUPortDescription,
  LLDPDUPortID,
  LLDPDUSystemCapabilities,
  LLDPDUSystemDescription,
  LLDPDUSystemName,
  LLDPDUTimeToLive,
} from '../../../../src/protocols/link/control/lldp.ts';
import { MACControlClassBasedFlowControl, MACControlPause } from '../../../../src/protocols/link/control/mac-control.ts';
import { MACsec } from '../../../../src/protocols/link/control/macsec.ts';
import { LACP, MarkerProtocol, SlowProtocol } from '../../../../src/protocols/link/control/slow.ts';
import { STP } from '../../../../src/protocols/link/control/stp.ts';
import { LLC, SNAPCisco } from '../../../../src/protocols/link/llc.ts';
import { DTP } from '../../../../src/protocols/link/trunk/dtp.ts';
import { GARP } from '../../../../src/protocols/link/trunk/garp.ts';
import { VTP } from '../../../../src/protocols/link/trunk/vtp.ts';
import type { ScapyCase } from '../case.ts';
import { D, E, I, dot3, ether, ip } from '../ends.ts';

export const linkCases: readonly ScapyCase[] = [
  [`${D}/LLC(dsap=0x42,ssap=0x42,ctrl=3)/STP()`, () => [dot3(), LLC(), STP()]],
  [
    `${D}/LLC(dsap=0x42,ssap=0x42,ctrl=3)/STP(rootid=32769,rootmac="02:00:00:00:00:09",pathcost=19,bridgeid=32768,bridgemac="02:00:00:00:00:08",portid=0x8001,age=2,maxage=21,hellotime=3,fwddelay=16)`,
    () => [
      dot3(),
      LLC(),
      STP({
        rootid: 0x8001,
        rootmac: '02:00:00:00:00:09',
        pathcost: 19,
        bridgeid: 0x8000,
        bridgemac: '02:00:00:00:00:08',
        portid: 0x8001,
        age: 2,
        maxage: 21,
        hellotime: 3,
        fwddelay: 16,
      }),
    ],
  ],
  [`${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2000)/CDPv2_HDR()`, () => [dot3(), LLC(), SNAPCisco(), CDPv2_HDR()]],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2000)/CDPv2_HDR(ttl=60,msg=[CDPMsgDeviceID(val="router"),CDPMsgPortID(iface="Fa0/1"),CDPMsgCapabilities(cap=0x29),CDPMsgSoftwareVersion(val="v1"),CDPMsgPlatform(val="p")])`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      CDPv2_HDR({
        ttl: 60,
        msg: [
          ['Device ID', 'router'],
          ['Port ID', 'Fa0/1'],
          ['Capabilities', 'Router+Switch+IGMP'],
          ['Software Version', 'v1'],
          ['Platform', 'p'],
        ],
      }),
    ],
  ],
  [`${E}/SlowProtocol()/LACP()`, () => [ether(), SlowProtocol(), LACP()]],
  [
    `${E}/SlowProtocol()/LACP(actor_system_priority=32768,actor_system="02:00:00:00:00:01",actor_key=13,actor_port_priority=32768,actor_port_number=25,actor_state=0x3d,partner_system_priority=1,partner_system="02:00:00:00:00:02",partner_key=14,partner_port_priority=2,partner_port_number=3,partner_state=0x47,collector_max_delay=50)`,
    () => [
      ether(),
      SlowProtocol(),
      LACP({
        actor_system_priority: 32_768,
        actor_system: '02:00:00:00:00:01',
        actor_key: 13,
        actor_port_priority: 32_768,
        actor_port_number: 25,
        actor_state: 0x3d,
        partner_system_priority: 1,
        partner_system: '02:00:00:00:00:02',
        partner_key: 14,
        partner_port_priority: 2,
        partner_port_number: 3,
        partner_state: 0x47,
        collector_max_delay: 50,
      }),
    ],
  ],
  [
    `${E}/SlowProtocol()/MarkerProtocol(requester_port=3,requester_system="02:00:00:00:00:01",requester_transaction_id=7)`,
    () => [
      ether(),
      SlowProtocol(),
      MarkerProtocol({ requester_port: 3, requester_system: '02:00:00:00:00:01', requester_transaction_id: 7 }),
    ],
  ],
  [`${E}/SlowProtocol()/MarkerProtocol(marker_type=2)`, () => [ether(), SlowProtocol(), MarkerProtocol({ marker_type: 2 })]],
  [`${E}/MACsec(AN=0,PN=1,SC=0,ES=1,SL=0,type=0x800)/${I}`, () => [ether(), MACsec({ ES: 1, type: 0x800 }), ip()]],
  [`CHDLC()/${I}`, () => [CHDLC(), ip()]],
  ['CHDLC(address=0x8f)/SLARP()', () => [CHDLC({ address: 0x8f }), SLARP()]],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2004)/DTP(tlvlist=[DTPDomain(domain=b"dom"),DTPStatus(status=b"\\x03"),DTPType(dtptype=b"\\x45"),DTPNeighbor(neighbor="02:00:00:00:00:01")])`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      DTP({
        tlvlist: [
          ['Domain', 'dom'],
          ['Status', {}],
          ['Type', { operating: 2 }],
          ['Neighbor', '02:00:00:00:00:01'],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2003)/VTP()`,
    () => [dot3(), LLC(), SNAPCisco(), VTP({ followers: 1, domname: 'manbearpig', uid: '192.168.0.1', timestamp: '930301000000' })],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2003)/VTP(ver=1,code=1,followers=1,domnamelen=4,domname=b"test",rev=5,uid="192.0.2.1",timestamp="930301123456",md5=b"0123456789abcdef")`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      VTP({ ver: 1, followers: 1, domname: 'test', rev: 5, uid: '192.0.2.1', timestamp: '930301123456', md5: '0123456789abcdef' }),
    ],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2003)/VTP(ver=2,code=2,seq=1,domnamelen=4,domname=b"test",rev=5,vlaninfo=[VTPVlanInfo(vlanid=1,vlanname="default",dot10index=0x186a1,tlvlist=[])])`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      VTP({ code: 2, followers: 1, domname: 'test', rev: 5, vlaninfo: [{ dot10index: 0x186a1, vlanname: 'default' }] }),
    ],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2003)/VTP(ver=2,code=3,domnamelen=4,domname=b"test",startvalue=7)`,
    () => [dot3(), LLC(), SNAPCisco(), VTP({ code: 3, domname: 'test', startvalue: 7 })],
  ],
  [
    `${D}/LLC(dsap=0x42,ssap=0x42,ctrl=3)/STP(version=2,bpdutype=2,bpduflags=0x3c,rootid=4096,portid=0x8002)/b"\\x00"`,
    () => [dot3(), LLC(), STP({ version: 2, bpdutype: 2, bpduflags: 0x3c, rootid: 0x1000, portid: 0x8002 })],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2000)/CDPv2_HDR(msg=[CDPMsgAddr(naddr=1,len=17,addr=[CDPAddrRecordIPv4(addr="192.0.2.1")]),CDPMsgNativeVLAN(vlan=7),CDPMsgDuplex(duplex=1),CDPMsgVTPMgmtDomain(val="d"),CDPMsgTrustBitmap(trust_bitmap=1),CDPMsgUntrustedPortCoS(untrusted_port_cos=5)])`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      CDPv2_HDR({
        msg: [
          ['Addresses', { addr: [{ addr: '192.0.2.1' }] }],
          ['Native VLAN', 7],
          ['Duplex', 1],
          ['VTP Management Domain', 'd'],
          ['Trust Bitmap', 1],
          ['Untrusted Port CoS', 5],
        ],
      }),
    ],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2000)/CDPv2_HDR(msg=[CDPMsgPower(power=6300),CDPMsgVoIPVLANReply(vlan=9),CDPMsgMgmtAddr(naddr=1,len=36,addr=[CDPAddrRecordIPv6(addr="2001:db8::1")])])`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      CDPv2_HDR({
        msg: [
          ['Power', 6300],
          ['VoIP VLAN Reply', { status: 1, vlan: 9 }],
          ['Management Address', { addr: [{ ptype: 2, proto: fromHex('aaaa0300000086dd'), addr: '2001:db8::1' }] }],
        ],
      }),
    ],
  ],
  [
    `${E}/MACsec(AN=1,PN=100,SCI=MACsecSCI(system_identifier="02:00:00:00:00:01",port_identifier=1),SC=1,E=1,C=1)/b"0123456789abcdef"`,
    () => [ether(), MACsec({ E: 1, C: 1, AN: 1, PN: 100, SCI: 144_115_188_075_921_409n }), '0123456789abcdef'],
  ],
  [
    'CHDLC()/SLARP(type=0,address="192.0.2.1",mask="255.255.255.0")',
    () => [CHDLC(), SLARP({ code: 0, address: '192.0.2.1', mask: '255.255.255.0', reliability: 0 })],
  ],
  ['CHDLC()/SLARP(type=2,mysequence=5,yoursequence=6)', () => [CHDLC(), SLARP({ mysequence: 5, yoursequence: 6 })]],
  [
    `${D}/LLC(dsap=0x42,ssap=0x42,ctrl=3)/GARP(msgs=[GARP_MESSAGE(type=1,attrs=[GARP_ATTRIBUTE(event=1)/GVRP(vlan=5),GARP_ATTRIBUTE(event=2)/GVRP(vlan=6)])])`,
    () => [
      dot3(),
      LLC(),
      GARP({
        msgs: [
          {
            attrs: [
              { len: 4, event: 1, value: 5 },
              { len: 4, value: 6 },
            ],
          },
        ],
      }),
    ],
  ],
  ['GARP(msgs=[GARP_MESSAGE(type=1,attrs=[GARP_ATTRIBUTE(event=0)])])', () => [GARP({ msgs: [{ attrs: [{ event: 0 }] }] })]],
  [
    `${E}/LLDPDUChassisID(subtype=4,id=b"\\x02\\x00\\x00\\x00\\x00\\x01")/LLDPDUPortID(subtype=7,id=b"p1")/LLDPDUTimeToLive(ttl=120)/LLDPDUEndOfLLDPDU()`,
    () => [
      ether(),
      LLDPDUChassisID({ id: '02:00:00:00:00:01' }),
      LLDPDUPortID({ subtype: 7, id: 'p1' }),
      LLDPDUTimeToLive({ ttl: 120 }),
      LLDPDUEndOfLLDPDU(),
      Padding({ load: new Uint8Array(26) }),
    ],
  ],
  [
    `${E}/LLDPDUChassisID(subtype=5,family=1,id="192.0.2.1")/LLDPDUPortID(subtype=3,id=b"\\x02\\x00\\x00\\x00\\x00\\x01")/LLDPDUTimeToLive()/LLDPDUSystemName(system_name="sw")/LLDPDUSystemDescription(description="a switch")/LLDPDUPortDescription(description="port 1")/LLDPDUEndOfLLDPDU()`,
    () => [
      ether(),
      LLDPDUChassisID({ subtype: 5, id: '192.0.2.1' }),
      LLDPDUPortID({ id: '02:00:00:00:00:01' }),
      LLDPDUTimeToLive(),
      LLDPDUSystemName({ system_name: 'sw' }),
      LLDPDUSystemDescription({ description: 'a switch' }),
      LLDPDUPortDescription({ description: 'port 1' }),
      LLDPDUEndOfLLDPDU(),
      Padding({ load: fromHex('00') }),
    ],
  ],
  [
    `${E}/LLDPDUChassisID(subtype=7,id=b"x")/LLDPDUPortID(subtype=5,id=b"eth0")/LLDPDUTimeToLive(ttl=0)/LLDPDUSystemCapabilities(mac_bridge_available=1,router_available=1,router_enabled=1)/LLDPDUManagementAddress(management_address_subtype=1,management_address=b"\\xc0\\x00\\x02\\x01",interface_numbering_subtype=2,interface_number=7,object_id=b"")/LLDPDUEndOfLLDPDU()`,
    () => [
      ether(),
      LLDPDUChassisID({ subtype: 7, id: 'x' }),
      LLDPDUPortID({ subtype: 5, id: 'eth0' }),
      LLDPDUTimeToLive({ ttl: 0 }),
      LLDPDUSystemCapabilities({ router_available: 1, mac_bridge_available: 1, router_enabled: 1 }),
      LLDPDUManagementAddress({ management_address: '192.0.2.1', interface_numbering_subtype: 2, interface_number: 7 }),
      LLDPDUEndOfLLDPDU(),
      Padding({ load: new Uint8Array(9) }),
    ],
  ],
  [
    `${E}/LLDPDUChassisID(subtype=7,id=b"x")/LLDPDUPortID(subtype=1,id=b"al")/LLDPDUTimeToLive(ttl=9)/LLDPDUGenericOrganisationSpecific(org_code=0x80c2,subtype=1,data=b"\\x00\\x07")/LLDPDUEndOfLLDPDU()`,
    () => [
      ether(),
      LLDPDUChassisID({ subtype: 7, id: 'x' }),
      LLDPDUPortID({ subtype: 1, id: 'al' }),
      LLDPDUTimeToLive({ ttl: 9 }),
      LLDPDUGenericOrganisationSpecific({ subtype: 1, data: 7 }),
      LLDPDUEndOfLLDPDU(),
      Padding({ load: new Uint8Array(23) }),
    ],
  ],
  ['MACControlPause(pause_time=0x1234)', () => [MACControlPause({ pause_time: 4660 }), new Uint8Array(60)]],
  [
    'MACControlClassBasedFlowControl(c0_enabled=1,c7_enabled=1,c0_pause_time=5,c7_pause_time=9)',
    () => [MACControlClassBasedFlowControl({ enable: 0x81, c0_pause_time: 5, c7_pause_time: 9 }), new Uint8Array(44)],
  ],
  [
    `PPI(headers=[PPI_Hdr(pfh_type=2,pfh_length=4)/b"abcd"],dlt=1)/${E}`,
    () => [PPI({ headers: [['802.11-common', fromHex('61626364')]] }), ether()],
  ],
  [
    'PrismHeader(dev=b"wlan0",hosttime=5,channel=6,rssi=40,frmlen=10)/Dot11(type=1,subtype=13,addr1="02:00:00:00:00:01")',
    () => [
      PrismHeader({
        dev: 'wlan0',
        values: [
          { len: 0, value: 5 },
          { len: 0 },
          { len: 0, value: 6 },
          { len: 0, value: 40 },
          { len: 0 },
          { len: 0 },
          { len: 0 },
          { len: 0 },
          { len: 0 },
          { len: 0, value: 10 },
        ],
      }),
      Dot11({ subtype: 13, type: 1, addr1: '02:00:00:00:00:01' }),
    ],
  ],
  [
    `${D}/LLC(ctrl=3)/SNAP(OUI=0xc,code=0x2003)/VTP(ver=2,code=2,seq=1,domnamelen=4,domname=b"test",rev=5,vlaninfo=[VTPVlanInfo(len=24,vlanid=1003,type=3,vlanname="trcr",dot10index=0x18a8b,tlvlist=[VTPVlanInfoTlv(type=1,length=1,value=b"\\x00\\x05"),VTPVlanInfoTlv(type=5,length=1,value=b"\\x00\\x01")])])`,
    () => [
      dot3(),
      LLC(),
      SNAPCisco(),
      VTP({
        code: 2,
        followers: 1,
        domname: 'test',
        rev: 5,
        vlaninfo: [
          {
            type: 3,
            vlanid: 0x3eb,
            dot10index: 0x18a8b,
            vlanname: 'trcr',
            tlvlist: [
              { type: 1, value: fromHex('0005') },
              { type: 5, value: fromHex('0001') },
            ],
          },
        ],
      }),
    ],
  ],
];
