/** BGP, OSPF, NetFlow. */
import {
  BGPHeader,
  BGPKeepAlive,
  BGPNotification,
  BGPOpen,
  BGPRouteRefresh,
  BGPUpdate,
} from '../../../../src/protocols/routing/bgp/bgp.ts';
import {
  OSPF_DBDesc,
  OSPF_Hdr,
  OSPF_Hello,
  OSPF_LLS_Hdr,
  OSPF_LSAck,
  OSPF_LSReq,
  OSPF_LSUpd,
} from '../../../../src/protocols/routing/ospf/ospf.ts';
import {
  NetflowHeader,
  NetflowHeaderV1,
  NetflowHeaderV10,
  NetflowHeaderV5,
  NetflowHeaderV9,
} from '../../../../src/protocols/application/netflow/netflow.ts';
import {
  NetflowDataflowsetV9,
  NetflowFlowsetV10,
  NetflowFlowsetV9,
  NetflowOptionsFlowset10,
  NetflowOptionsFlowsetV9,
} from '../../../../src/protocols/application/netflow/sets.ts';
import type { ScapyCase } from '../case.ts';

// scapy's length of an IPFIX message leaves out the version (RFC 7011 §3.1 counts it), and its options need all lengths: they are given.
const RECORDS = 'scapy has the records as layers';

const bgpCases: readonly ScapyCase[] = [
  [
    "BGPHeader()/BGPOpen(my_as=65001,hold_time=180,bgp_id='192.0.2.1')",
    () => [BGPHeader(), BGPOpen({ my_as: 65001, hold_time: 180, bgp_id: '192.0.2.1' })],
  ],
  [
    "BGPHeader()/BGPOpen(my_as=65001,bgp_id='192.0.2.1',opt_params=[BGPOptParam(param_type=2,param_value=BGPCapMultiprotocol(afi=1,safi=1)),BGPOptParam(param_value=BGPCapFourBytesASN(asn=70000))])",
    () => [
      BGPHeader(),
      BGPOpen({
        my_as: 65001,
        bgp_id: '192.0.2.1',
        opt_params: [
          ['Capabilities', [['Multiprotocol', {}]]],
          ['Capabilities', [['FourOctetAS', 70000]]],
        ],
      }),
    ],
  ],
  ['BGPKeepAlive()', () => [BGPKeepAlive()]],
  ['BGPHeader()/BGPUpdate()', () => [BGPHeader(), BGPUpdate()]],
  [
    "BGPHeader()/BGPUpdate(withdrawn_routes=[BGPNLRI_IPv4(prefix='198.51.100.0/24'),BGPNLRI_IPv4(prefix='10.0.0.0/9')])",
    () => [BGPHeader(), BGPUpdate({ withdrawn_routes: ['198.51.100.0/24', '10.0.0.0/9'] })],
  ],
  [
    "BGPHeader()/BGPUpdate(path_attr=[BGPPathAttr(type_flags=0x40,type_code=1,attribute=BGPPAOrigin(origin=1)),BGPPathAttr(type_flags=0x40,type_code=2,attribute=BGPPAASPath(segments=[BGPPAASPath.ASPathSegment(segment_type=2,segment_value=[65001,65002]),BGPPAASPath.ASPathSegment(segment_type=1,segment_value=[7])])),BGPPathAttr(type_flags=0x40,type_code=3,attribute=BGPPANextHop(next_hop='192.0.2.1'))],nlri=[BGPNLRI_IPv4(prefix='198.51.100.0/24')])",
    () => [
      BGPHeader(),
      BGPUpdate({
        path_attr: [
          ['ORIGIN', 'EGP'],
          ['AS_PATH', [{ as: [65001, 65002] }, { type: 'AS_SET', as: [7] }]],
          ['NEXT_HOP', '192.0.2.1'],
        ],
        nlri: ['198.51.100.0/24'],
      }),
    ],
  ],
  [
    "BGPHeader()/BGPUpdate(path_attr=[BGPPathAttr(type_flags=0x80,type_code=4,attribute=BGPPAMultiExitDisc(med=5)),BGPPathAttr(type_flags=0x40,type_code=5,attribute=BGPPALocalPref(local_pref=200)),BGPPathAttr(type_flags=0xc0,type_code=8,attribute=BGPPACommunity(community=0xfde90064)),BGPPathAttr(type_flags=0xc0,type_code=7,attribute=BGPPAAggregator(aggregator_asn=65001,speaker_address='192.0.2.9'))])",
    () => [
      BGPHeader(),
      BGPUpdate({
        path_attr: [
          ['MULTI_EXIT_DISC', 5],
          ['LOCAL_PREF', 200],
          ['COMMUNITIES', [{ as: 65001, value: 100 }]],
          ['AGGREGATOR', { as: 65001, address: '192.0.2.9' }],
        ],
      }),
    ],
  ],
  [
    'BGPHeader()/BGPNotification(error_code=2,error_subcode=6)',
    () => [BGPHeader(), BGPNotification({ error_code: 'OPEN Message Error', error_subcode: 'Unacceptable Hold Time' })],
  ],
  ['BGPHeader()/BGPRouteRefresh(afi=2,safi=1)', () => [BGPHeader(), BGPRouteRefresh({ afi: 'IPv6' })]],
  [
    "BGPHeader()/BGPOpen(my_as=1,hold_time=9,bgp_id='192.0.2.1',opt_params=[BGPOptParam(param_type=2,param_value=BGPCapGracefulRestart(restart_flags=8,restart_time=120,entries=[BGPCapGracefulRestart.GRTuple(afi=1,safi=1,flags=0x80)]))])",
    () => [
      BGPHeader(),
      BGPOpen({
        my_as: 1,
        hold_time: 9,
        bgp_id: '192.0.2.1',
        opt_params: [['Capabilities', [['GracefulRestart', { restart_flags: 8, restart_time: 120, entries: [{ flags: 128 }] }]]]],
      }),
    ],
  ],
  [
    "BGPHeader()/BGPOpen(my_as=1,hold_time=9,bgp_id='192.0.2.1',opt_params=[BGPOptParam(param_type=2,param_value=BGPCapORF(orf=[BGPCapORFBlock(afi=1,safi=1,entries=[BGPCapORFBlock.ORFTuple(orf_type=64,send_receive=3)])]))])",
    () => [
      BGPHeader(),
      BGPOpen({
        my_as: 1,
        hold_time: 9,
        bgp_id: '192.0.2.1',
        opt_params: [['Capabilities', [['ORF', [{ entries: [{ type: 64, send_receive: 3 }] }]]]]],
      }),
    ],
  ],
];

const HEAD = "OSPF_Hdr(src='192.0.2.1',area='0.0.0.1')";
const head = () => OSPF_Hdr({ src: '192.0.2.1', area: '0.0.0.1' });
const ospfCases: readonly ScapyCase[] = [
  [
    `${HEAD}/OSPF_Hello(options='E',router='192.0.2.1',neighbors=['192.0.2.2'])`,
    () => [head(), OSPF_Hello({ options: 'E', router: '192.0.2.1', neighbors: ['192.0.2.2'] })],
  ],
  [
    `${HEAD}/OSPF_Hello(options='E+L')/OSPF_LLS_Hdr(llstlv=[LLS_Extended_Options(options=b'\\0\\0\\0\\1')])`,
    () => [head(), OSPF_Hello({ options: 'E+L' }), OSPF_LLS_Hdr({ llstlv: [['ExtendedOptions', 1]] })],
  ],
  [
    'OSPF_Hdr(authtype=1,authdata=0x7365637265740000)/OSPF_Hello()',
    () => [OSPF_Hdr({ authtype: 'Simple', authdata: 'secret' }), OSPF_Hello()],
  ],
  [
    'OSPF_Hdr(authtype=2,keyid=3,authdatalen=16,seq=7)/OSPF_Hello()',
    () => [OSPF_Hdr({ authtype: 'Crypto', keyid: 3, authdatalen: 16, seq: 7 }), OSPF_Hello()],
  ],
  [
    `${HEAD}/OSPF_DBDesc(options='E+O',dbdescr='MS+I',ddseq=5,lsaheaders=[OSPF_LSA_Hdr(id='192.0.2.1',adrouter='192.0.2.1',len=48)])`,
    () => [
      head(),
      OSPF_DBDesc({ options: 'E+O', dbdescr: 'MS+I', ddseq: 5, lsaheaders: [{ id: '192.0.2.1', adrouter: '192.0.2.1', len: 48 }] }),
    ],
  ],
  [`${HEAD}/OSPF_LSReq(requests=[OSPF_LSReq_Item(type=5)])`, () => [head(), OSPF_LSReq({ requests: [{ type: 'external' }] })]],
  [
    `${HEAD}/OSPF_LSUpd(lsalist=[OSPF_Router_LSA(id='192.0.2.1',flags='E+B',linklist=[OSPF_Link(id='192.0.2.0',metric=3)])])`,
    () => [
      head(),
      OSPF_LSUpd({
        lsalist: [{ id: '192.0.2.1', adrouter: '1.1.1.1', body: { flags: 'E+B', linklist: [{ id: '192.0.2.0', metric: 3 }] } }],
      }),
    ],
  ],
  [
    `${HEAD}/OSPF_LSUpd(lsalist=[OSPF_Network_LSA(id='192.0.2.1',routerlist=['192.0.2.1']),OSPF_External_LSA(id='203.0.113.0',adrouter='2.2.2.2',ebit='E')])`,
    () => [
      head(),
      OSPF_LSUpd({
        lsalist: [
          { type: 'network', id: '192.0.2.1', adrouter: '1.1.1.1', body: { routerlist: ['192.0.2.1'] } },
          { type: 'external', id: '203.0.113.0', adrouter: '2.2.2.2', body: { ebit: true } },
        ],
      }),
    ],
  ],
  [
    `${HEAD}/OSPF_LSAck(lsaheaders=[OSPF_LSA_Hdr(id='192.0.2.1',adrouter='192.0.2.1')])`,
    () => [head(), OSPF_LSAck({ lsaheaders: [{ id: '192.0.2.1', adrouter: '192.0.2.1' }] })],
  ],
];

const netflowCases: readonly ScapyCase[] = [
  [
    "NetflowHeader(version=1)/NetflowHeaderV1(count=1,sysUptime=9)/NetflowRecordV1(ipsrc='192.0.2.1',dpkts=3,srcport=53,proto=17)",
    () => [NetflowHeader(), NetflowHeaderV1({ sysUptime: 9, records: [{ src: '192.0.2.1', dpkts: 3, srcport: 53, prot: 'udp' }] })],
    { summary: RECORDS },
  ],
  [
    "NetflowHeader(version=5)/NetflowHeaderV5(count=2,sysUptime=1000,flowSequence=3,engineType=1,engineID=2,samplingInterval=0x4064)/NetflowRecordV5(src='192.0.2.1',dst='192.0.2.2',dpkts=3,dOctets=180,srcport=1024,dstport=80,tcpFlags=0x1b)/NetflowRecordV5(dst='192.0.2.3',src_as=7,dst_mask=24)",
    () => [
      NetflowHeader(),
      NetflowHeaderV5({
        sysUptime: 1000,
        flowSequence: 3,
        engineType: 1,
        engineID: 2,
        samplingMode: 1,
        samplingInterval: 100,
        records: [
          { src: '192.0.2.1', dst: '192.0.2.2', dpkts: 3, dOctets: 180, srcport: 1024, dstport: 80, tcpFlags: 'FSPA' },
          { src: '127.0.0.1', dst: '192.0.2.3', dpkts: 1, dOctets: 60, tcpFlags: 'S', src_as: 7, dst_mask: 24 },
        ],
      }),
    ],
    { summary: RECORDS },
  ],
  [
    'NetflowHeader(version=9)/NetflowHeaderV9(count=1,unixSecs=5,SourceID=4)/NetflowFlowsetV9(templates=[NetflowTemplateV9(templateID=256,template_fields=[NetflowTemplateFieldV9(fieldType=8,fieldLength=4),NetflowTemplateFieldV9(fieldType=7,fieldLength=2)])])',
    () => [
      NetflowHeader(),
      NetflowHeaderV9({ unixSecs: 5, SourceID: 4 }),
      NetflowFlowsetV9({ templates: [{ template_fields: [{ fieldType: 'sourceIPv4Address' }, { fieldType: 7, fieldLength: 2 }] }] }),
    ],
  ],
  [
    'NetflowHeader(version=9)/NetflowHeaderV9(count=1,unixSecs=5)/NetflowOptionsFlowsetV9(length=20,option_scope_length=4,option_field_length=4,pad=bytes(2),templateID=257,scopes=[NetflowOptionsFlowsetScopeV9(scopeFieldType=1,scopeFieldlength=4)],options=[NetflowOptionsFlowsetOptionV9(optionFieldType=10,optionFieldlength=2)])',
    () => [
      NetflowHeader(),
      NetflowHeaderV9({ unixSecs: 5 }),
      NetflowOptionsFlowsetV9({
        templates: [{ templateID: 257, scopes: [{}], options: [{ fieldType: 10, fieldLength: 2 }] }],
        pad: new Uint8Array(2),
      }),
    ],
    { layers: 'scapy has other classes for the fields of options' },
  ],
  [
    "NetflowHeader(version=9)/NetflowHeaderV9(count=1,unixSecs=5)/NetflowDataflowsetV9(templateID=256,records=[NetflowRecordV9(fieldValue=b'abcd')])",
    () => [NetflowHeader(), NetflowHeaderV9({ unixSecs: 5 }), NetflowDataflowsetV9({ records: 'abcd' as never })],
  ],
  [
    'NetflowHeader(version=10)/NetflowHeaderV10(length=32,flowSequence=3,ObservationDomainID=4)/NetflowFlowsetV9(flowSetID=2,templates=[NetflowTemplateV9(templateID=256,template_fields=[NetflowTemplateFieldV9(fieldType=8,fieldLength=4),NetflowTemplateFieldV9(fieldType=96,fieldLength=65535)])])',
    () => [
      NetflowHeader(),
      NetflowHeaderV10({ flowSequence: 3, ObservationDomainID: 4 }),
      NetflowFlowsetV10({ templates: [{ template_fields: [{ fieldType: 8 }, { fieldType: 'applicationName', fieldLength: 65_535 }] }] }),
    ],
    { summary: 'templates of IPFIX are a layer of their own' },
  ],
  [
    'NetflowHeader(version=10)/NetflowHeaderV10(length=32)/NetflowFlowsetV9(flowSetID=2,templates=[NetflowTemplateV9(templateID=300,template_fields=[NetflowTemplateFieldV9(enterpriseBit=1,fieldType=7,fieldLength=2,enterpriseNumber=9)])])',
    () => [
      NetflowHeader(),
      NetflowHeaderV10(),
      NetflowFlowsetV10({
        templates: [{ templateID: 300, template_fields: [{ enterpriseBit: true, fieldType: 7, fieldLength: 2, enterpriseNumber: 9 }] }],
      }),
    ],
    { summary: 'templates of IPFIX are a layer of their own' },
  ],
  [
    'NetflowHeader(version=10)/NetflowHeaderV10(length=36)/NetflowOptionsFlowset10(length=20,templateID=257,field_count=2,scope_field_count=1,scopes=[NetflowOptionsFlowsetScopeV9(scopeFieldType=8,scopeFieldlength=4)],options=[NetflowOptionsFlowsetOptionV9(optionFieldType=34,optionFieldlength=4)],pad=bytes(2))',
    () => [
      NetflowHeader(),
      NetflowHeaderV10(),
      NetflowOptionsFlowset10({
        templates: [{ templateID: 257, scope_field_count: 1, template_fields: [{ fieldType: 8 }, { fieldType: 34 }] }],
        pad: new Uint8Array(2),
      }),
    ],
    { layers: 'scapy has other classes for the fields of options' },
  ],
];

export const routingCases: readonly ScapyCase[] = [...bgpCases, ...ospfCases, ...netflowCases];
