/** DHCPv6, its options and its identifiers. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import {
  DHCP6_Advertise,
  DHCP6_Confirm,
  DHCP6_Decline,
  DHCP6_InfoRequest,
  DHCP6_Rebind,
  DHCP6_Reconf,
  DHCP6_Release,
  DHCP6_Renew,
  DHCP6_Reply,
  DHCP6_Request,
  DHCP6_Solicit,
} from '../../../../src/protocols/application/dhcpv6/dhcpv6.ts';
import { DHCP6_RelayForward, DHCP6_RelayReply, DHCP6 } from '../../../../src/protocols/application/dhcpv6/options.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I6, ip6 } from '../ends.ts';

export const dhcpv6Cases: readonly ScapyCase[] = [
  [`${I6}/UDP()/DHCP6_Solicit(trid=0x123456)`, () => [ip6(), UDP(), DHCP6_Solicit({ trid: 0x123456 })]],
  [
    `${I6}/UDP()/DHCP6_Solicit(trid=1)/DHCP6OptClientId(duid=DUID_LL(lladdr="02:00:00:00:00:01"))/DHCP6OptElapsedTime(elapsedtime=5)/DHCP6OptOptReq(reqopts=[23,24])/DHCP6OptIA_NA(iaid=7,T1=3600,T2=5400)`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Solicit({
        trid: 1,
        options: [
          ['ClientId', [3, { lladdr: '02:00:00:00:00:01' }]],
          ['ElapsedTime', 5],
          ['OptReq', [23, 24]],
          ['IA_NA', { iaid: 7, T1: 3600, T2: 5400 }],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Solicit(trid=1)/DHCP6OptRapidCommit()/DHCP6OptReconfAccept()/DHCP6OptIA_PD(iaid=1,T1=0,T2=0,iapdopt=[DHCP6OptIAPrefix(preflft=100,validlft=200,plen=56,prefix="2001:db8:1::")])`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Solicit({
        trid: 1,
        options: [
          'RapidCommit',
          'ReconfAccept',
          ['IA_PD', { iaid: 1, iapdopt: [['IAPrefix', { preflft: 100, validlft: 200, plen: 56, prefix: '2001:db8:1::' }]] }],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Advertise(trid=1)/DHCP6OptServerId(duid=DUID_LLT(timeval=700000000,lladdr="02:00:00:00:00:02"))/DHCP6OptPref(prefval=7)/DHCP6OptIA_NA(iaid=7,T1=1,T2=2,ianaopts=[DHCP6OptIAAddress(addr="2001:db8::5",preflft=60,validlft=120)])`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Advertise({
        trid: 1,
        options: [
          ['ServerId', [1, { timeval: 700_000_000, lladdr: '02:00:00:00:00:02' }]],
          ['Pref', 7],
          ['IA_NA', { iaid: 7, T1: 1, T2: 2, ianaopts: [['IAAddress', { addr: '2001:db8::5', preflft: 60, validlft: 120 }]] }],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Request(trid=2)/DHCP6OptServerId(duid=DUID_EN(enterprisenum=9,id=b"abc"))/DHCP6OptUserClass(userclassdata=[USER_CLASS_DATA(data=b"u")])`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Request({
        trid: 2,
        options: [
          ['ServerId', [2, { enterprisenum: 9, id: 'abc' }]],
          ['UserClass', ['u']],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Confirm(trid=2)/DHCP6OptIA_TA(iaid=3)`,
    () => [ip6(), UDP(), DHCP6_Confirm({ trid: 2, options: [['IA_TA', { iaid: 3 }]] })],
  ],
  [
    `${I6}/UDP()/DHCP6_Renew(trid=3)/DHCP6OptVendorClass(enterprisenum=9,vcdata=[VENDOR_CLASS_DATA(data=b"v")])`,
    () => [ip6(), UDP(), DHCP6_Renew({ trid: 3, options: [['VendorClass', { enterprisenum: 9, vcdata: ['v'] }]] })],
  ],
  [
    `${I6}/UDP()/DHCP6_Rebind(trid=3)/DHCP6OptVendorSpecificInfo(enterprisenum=9,vso=[VENDOR_SPECIFIC_OPTION(optcode=1,optdata=b"x")])`,
    () => [ip6(), UDP(), DHCP6_Rebind({ trid: 3, options: [['VendorSpecificInfo', { enterprisenum: 9, vso: [[1, fromHex('78')]] }]] })],
  ],
  [
    `${I6}/UDP()/DHCP6_Reply(trid=4)/DHCP6OptStatusCode(statuscode=2,statusmsg=b"none")/DHCP6OptDNSServers(dnsservers=["2001:db8::53"])/DHCP6OptDNSDomains(dnsdomains=["example.org."])`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Reply({
        trid: 4,
        options: [
          ['StatusCode', { statuscode: 2, statusmsg: 'none' }],
          ['DNSServers', ['2001:db8::53']],
          ['DNSDomains', ['example.org.']],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Reply(trid=4)/DHCP6OptSNTPServers(sntpservers=["2001:db8::7"])/DHCP6OptInfoRefreshTime(reftime=600)/DHCP6OptBootFileUrl(optdata=b"tftp://[::1]/a")/DHCP6OptClientArchType(archtypes=[7])`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Reply({
        trid: 4,
        options: [
          ['SNTPServers', ['2001:db8::7']],
          ['InfoRefreshTime', 600],
          ['BootFileUrl', 'tftp://[::1]/a'],
          ['ClientArchType', [7]],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Release(trid=5)/DHCP6OptSIPDomains(sipdomains=["sip.example."])/DHCP6OptSIPServers(sipservers=["2001:db8::5060"])`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Release({
        trid: 5,
        options: [
          ['SIPDomains', ['sip.example.']],
          ['SIPServers', ['2001:db8::5060']],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Decline(trid=6)/DHCP6OptClientFQDN(flags="S",fqdn="host.example.org")`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Decline({ trid: 6, options: [['ClientFQDN', { flags: 'S', fqdn: fromHex('04686f7374076578616d706c65036f726700') }]] }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Reconf(trid=7)/DHCP6OptReconfMsg(msgtype=5)/DHCP6OptAuth(replay=b"12345678",authinfo=b"\\x02"+b"k"*16)`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Reconf({
        trid: 7,
        options: [
          ['ReconfMsg', 5],
          ['Auth', { replay: '12345678', authinfo: fromHex('026b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b') }],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_InfoRequest(trid=8)/DHCP6OptServerUnicast(srvaddr="2001:db8::9")`,
    () => [ip6(), UDP(), DHCP6_InfoRequest({ trid: 8, options: [['ServerUnicast', '2001:db8::9']] })],
  ],
  [
    `${I6}/UDP()/DHCP6_RelayForward(hopcount=1,linkaddr="2001:db8::1",peeraddr="fe80::1")/DHCP6OptIfaceId(ifaceid=b"eth0")/DHCP6OptRelayMsg(message=DHCP6_Solicit(trid=9))`,
    () => [
      ip6(),
      UDP(),
      DHCP6_RelayForward({
        hopcount: 1,
        linkaddr: '2001:db8::1',
        peeraddr: 'fe80::1',
        options: [
          ['IfaceId', 'eth0'],
          ['RelayMsg', [1, { msgtype: 1, trid: 9 }]],
        ],
      }),
    ],
    { layers: 'a message in a message is one of any type' },
  ],
  [
    `${I6}/UDP()/DHCP6_RelayReply(linkaddr="2001:db8::1",peeraddr="fe80::1")/DHCP6OptRemoteID(enterprisenum=9,remoteid=b"r")/DHCP6OptSubscriberID(subscriberid=b"s")/DHCP6OptRelayMsg(message=DHCP6_Reply(trid=9))`,
    () => [
      ip6(),
      UDP(),
      DHCP6_RelayReply({
        linkaddr: '2001:db8::1',
        peeraddr: 'fe80::1',
        options: [
          ['RemoteID', { enterprisenum: 9, remoteid: 'r' }],
          ['SubscriberID', 's'],
          ['RelayMsg', [7, { msgtype: 7, trid: 9 }]],
        ],
      }),
    ],
    { layers: 'a message in a message is one of any type' },
  ],
  [
    `${I6}/UDP()/DHCP6_Solicit(trid=1)/DHCP6OptClientId(duid=DUID_UUID(uuid="01020304-0506-0708-090a-0b0c0d0e0f10"))/DHCP6OptClientNetworkInterId(iitype=1,iimajor=3,iiminor=16)/DHCP6OptVSS(type=0,data=b"vpn")`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Solicit({
        trid: 1,
        options: [
          ['ClientId', [4, { uuid: '01020304-0506-0708-090a-0b0c0d0e0f10' }]],
          ['ClientNetworkInterId', { iitype: 1, iimajor: 3, iiminor: 16 }],
          ['VSS', { type: 0, data: 'vpn' }],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_RelayForward(linkaddr="2001:db8::1",peeraddr="fe80::1")/DHCP6OptClientLinkLayerAddr(clladdr="02:00:00:00:00:01")`,
    () => [
      ip6(),
      UDP(),
      DHCP6_RelayForward({
        linkaddr: '2001:db8::1',
        peeraddr: 'fe80::1',
        options: [['ClientLinkLayerAddr', { clladdr: '02:00:00:00:00:01' }]],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Reply(trid=4)/DHCP6OptNISServers(nisservers=["2001:db8::1"])/DHCP6OptNISDomain(nisdomain="nis.example.")/DHCP6OptNewPOSIXTimeZone(optdata=b"EST5")/DHCP6OptNewTZDBTimeZone(optdata=b"Europe/Berlin")`,
    () => [
      ip6(),
      UDP(),
      DHCP6_Reply({
        trid: 4,
        options: [
          ['NISServers', ['2001:db8::1']],
          ['NISDomain', 'nis.example.'],
          ['NewPOSIXTimeZone', 'EST5'],
          ['NewTZDBTimeZone', 'Europe/Berlin'],
        ],
      }),
    ],
  ],
  [
    `${I6}/UDP()/DHCP6_Reply(trid=4)/DHCP6OptUnknown(optcode=250,data=b"xyz")`,
    () => [ip6(), UDP(), DHCP6_Reply({ trid: 4, options: [[250, fromHex('78797a')]] })],
  ],
  ['DHCP6(msgtype=200,trid=5)', () => [DHCP6({ msgtype: 200, trid: 5 })], { layers: 'no message has this type' }],
];
