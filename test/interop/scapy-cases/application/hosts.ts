/** DHCP and RADIUS. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import type { Packet } from '../../../../src/packet/laid/packet.ts';
import { packet } from '../../../../src/protocols/protocols.ts';
import { BOOTP, DHCP } from '../../../../src/protocols/application/dhcp/dhcp.ts';
import { Radius } from '../../../../src/protocols/application/radius/radius.ts';
import type { ScapyCase } from '../case.ts';

// The options of a case are as loose as scapy's own.
const dhcp = (...options: readonly unknown[]): Packet<any> =>
  packet(BOOTP(), DHCP({ options: options as never })) as unknown as Packet<any>;
const D = (options: string): string => `BOOTP()/DHCP(options=[${options}])`;
const radius = (given: object, ...attributes: readonly unknown[]): Packet<any> =>
  packet(Radius({ ...given, attributes: attributes as never })) as unknown as Packet<any>;

export const hostCases: readonly ScapyCase[] = [
  ['BOOTP()', () => packet(BOOTP()) as Packet<any>],
  [
    'BOOTP(op=2,htype=6,hops=3,xid=0x12345678,secs=9,flags="B",ciaddr="192.0.2.1",yiaddr="192.0.2.2",siaddr="192.0.2.3",giaddr="192.0.2.4",chaddr=b"abcdef",sname=b"server",file=b"boot.img")',
    () =>
      packet(
        BOOTP({
          op: 2,
          htype: 6,
          hops: 3,
          xid: 0x12345678,
          secs: 9,
          flags: 'B',
          ciaddr: '192.0.2.1',
          yiaddr: '192.0.2.2',
          siaddr: '192.0.2.3',
          giaddr: '192.0.2.4',
          chaddr: '61:62:63:64:65:66',
          sname: 'server',
          file: 'boot.img',
        }),
      ) as Packet<any>,
  ],
  [D('("message-type","discover"),"end"'), () => dhcp(['message-type', 'discover'], 'end')],
  [
    D('("message-type","request"),("requested_addr","192.0.2.7"),("server_id","192.0.2.1"),("hostname",b"box"),"end"'),
    () => dhcp(['message-type', 'request'], ['requested_addr', '192.0.2.7'], ['server_id', '192.0.2.1'], ['hostname', 'box'], 'end'),
  ],
  [D('("param_req_list",[1,3,6,15]),"pad","end"'), () => dhcp(['param_req_list', [1, 3, 6, 15]], 'pad', 'end')],
  [
    D('("lease_time",3600),("renewal_time",1800),("rebinding_time",3150),("interface-mtu",1500),("default_ttl",64)'),
    () => dhcp(['lease_time', 3600], ['renewal_time', 1800], ['rebinding_time', 3150], ['interface-mtu', 1500], ['default_ttl', 64]),
  ],
  [
    D('("router","192.0.2.1","192.0.2.2"),("name_server","192.0.2.3"),("subnet_mask","255.255.255.0")'),
    () => dhcp(['router', ['192.0.2.1', '192.0.2.2']], ['name_server', '192.0.2.3'], ['subnet_mask', '255.255.255.0']),
  ],
  [
    D('("client_id",b"\\x01abcdef"),("vendor_class_id",b"MSFT 5.0"),("max_dhcp_size",1500),("error_message",b"no")'),
    () =>
      dhcp(
        ['client_id', { type: 1, id: '61:62:63:64:65:66' }],
        ['vendor_class_id', 'MSFT 5.0'],
        ['max_dhcp_size', 1500],
        ['error_message', 'no'],
      ),
  ],
  [
    D('("relay_agent_information",b"\\x01\\x02ab\\x02\\x01c"),(200,b"xy")'),
    () =>
      dhcp(
        [
          'relay_agent_information',
          [
            ['circuit_id', 'ab'],
            ['remote_id', 'c'],
          ],
        ],
        [200, fromHex('7879')],
      ),
  ],
  ['Radius()', () => radius({})],
  [
    'Radius(code=2,id=7,authenticator=b"0123456789abcdef")',
    () => radius({ code: 'Access-Accept', id: 7, authenticator: '0123456789abcdef' }),
  ],
  [
    'Radius(attributes=[RadiusAttr_User_Name(value="abc"),RadiusAttr_NAS_IP_Address(value="192.0.2.1"),RadiusAttr_NAS_Port(value=5)])',
    () => radius({}, ['User-Name', 'abc'], ['NAS-IP-Address', '192.0.2.1'], ['NAS-Port', 5]),
  ],
  [
    'Radius(code=4,attributes=[RadiusAttr_Acct_Status_Type(value=2),RadiusAttr_Acct_Session_Time(value=60),RadiusAttr_Acct_Terminate_Cause(value=1)])',
    () => radius({ code: 4 }, ['Acct-Status-Type', 'Stop'], ['Acct-Session-Time', 60], ['Acct-Terminate-Cause', 'User-Request']),
  ],
  [
    'Radius(attributes=[RadiusAttr_Vendor_Specific(vendor_id=9,vendor_type=1,value=b"a=b")])',
    () => radius({}, ['Vendor-Specific', { vendor_id: 9, attributes: [['Cisco-AVPair', 'a=b']] }]),
  ],
  [
    'Radius(attributes=[RadiusAttr_Message_Authenticator(value=b"0123456789abcdef")])',
    () => radius({}, ['Message-Authenticator', '0123456789abcdef']),
  ],
  [
    'Radius(attributes=[RadiusAttr_State(value=b"xyz"),RadiusAttr_Framed_MTU(value=1400)])',
    () => radius({}, ['State', 'xyz'], ['Framed-MTU', 1400]),
  ],
  [
    'Radius(attributes=[RadiusAttr_Service_Type(value=2),RadiusAttr_Framed_Protocol(value=1)])',
    () => radius({}, ['Service-Type', 'Framed'], ['Framed-Protocol', 'PPP']),
  ],
  [
    'Radius(attributes=[RadiusAttribute(type=25,value=b"c"),RadiusAttribute(type=200,value=b"\\x01\\x02")])',
    () => radius({}, ['Class', 'c'], [200, fromHex('0102')]),
  ],
];
