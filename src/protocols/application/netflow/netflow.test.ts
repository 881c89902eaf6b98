import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { seededRandom } from '../../../bytes/random.ts';
import { Session } from '../../../packet/object/session.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols.ts';
import { informationElement, informationElements } from '../../registries/ipfix-elements.ts';
import { UDP } from '../../transport/udp.ts';
import { NetflowHeader, NetflowHeaderV1, NetflowHeaderV10, NetflowHeaderV5, NetflowHeaderV7, NetflowHeaderV9 } from './netflow.ts';
import { NetflowDataflowsetV9, NetflowFlowsetV10, NetflowFlowsetV9, NetflowOptionsFlowsetV9 } from './sets.ts';

const SOFTFLOWD =
  '000900090000b0145616be3e0000000100000000000000400400000e00080004000c000400150004001600040001000400020004000a0004000e000400070002000b00020004000100060001003c000100050001000000400800000e001b0010001c001000150004001600040001000400020004000a0004000e000400070002000b00020004000100060001003c000100050001040000f4ac102064ac1020f8000004c1000004c00000004c000000010000000000000000007b007b11000400ac1020f8ac102064000004c1000004c00000004c000000010000000000000000007b007b11000400ac102064ac1020c900001aea00001ae90000004c000000010000000000000000007b007b11000400ac1020c9ac10206400001aea00001ae90000004c000000010000000000000000007b007b11000400ac102064ac1020ca00002b1a00002b1a0000004c000000010000000000000000007b007b11000400ac1020caac10206400002b1a00002b1a0000004c000000010000000000000000007b007b1100040008000044fe80000000000000020c29fffe833b6eff0200000000000000000000000000010000a01000000b4f000002a0000000070000000000000000000086003a000600';
const SAMPLER = '000a003863e5019f0000003f0000000000030028010100070001012e0004013100040130000201350004013600040054005a014fffff0000';
const SAMPLER_DATA =
  '000a009463e5019f0000003f00000000010100840000000100000001000300000001000001004e4554464c4f572d53414d504c45522d4d41500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000134e4554464c4f572d53414d504c45522d4d4150';

layerSuite('NetFlow', [
  {
    what: 'version 1',
    origin: 'scapy 2.5.0',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV1',
    octets: `0001000100000000${'00'.repeat(8)}c0000201${'00'.repeat(44)}`,
    read: { NetflowHeaderV1: { count: 1, records: [{ src: '192.0.2.1', dst: '0.0.0.0' }] } },
    build: () => [NetflowHeader(), NetflowHeaderV1({ records: [{ src: '192.0.2.1' }] })],
  },
  ...([1, 5, 7] as const).map((version) => ({
    what: `version ${version} without records`,
    origin: version === 7 ? 'Cisco: NetFlow Export Datagram Format, version 7' : `scapy 2.5.0: NetflowHeader()/NetflowHeaderV${version}()`,
    first: NetflowHeader,
    chain: `NetflowHeader/NetflowHeaderV${version}`,
    octets: `000${version}${'00'.repeat(version === 1 ? 14 : 22)}`,
    read: { [`NetflowHeaderV${version}`]: { count: 0, records: [] } },
    build: () => [NetflowHeader(), version === 1 ? NetflowHeaderV1() : version === 5 ? NetflowHeaderV5() : NetflowHeaderV7()],
  })),
  {
    what: 'version 5',
    origin: 'scapy 2.5.0; tshark 4.0 reads the same values',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV5',
    octets:
      '00050001000003e800000001000000020000000301024064c0000201c0000202000000000000000000000003000000b4000000000000000004000050001b06000000000000000000',
    read: {
      NetflowHeader: { version: 5 },
      NetflowHeaderV5: {
        count: 1,
        samplingMode: 1,
        samplingInterval: 100,
        records: [{ src: '192.0.2.1', dst: '192.0.2.2', dpkts: 3, dOctets: 180, srcport: 1024, dstport: 80, tcpFlags: 'FSPA', prot: 6 }],
      },
    },
    build: () => [
      NetflowHeader(),
      NetflowHeaderV5({
        sysUptime: 1000,
        unixSecs: 1,
        unixNanoSeconds: 2,
        flowSequence: 3,
        engineType: 1,
        engineID: 2,
        samplingMode: 1,
        samplingInterval: 100,
        records: [{ src: '192.0.2.1', dst: '192.0.2.2', dpkts: 3, dOctets: 180, srcport: 1024, dstport: 80, tcpFlags: 'FSPA' }],
      }),
    ],
    summary: 'NetflowHeader / NetflowHeaderV5',
  },
  {
    what: 'version 7',
    origin: 'worked by hand; tshark 4.0 reads the same values',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV7',
    octets: `00070001${'00'.repeat(20)}c0000201c0000202${'00'.repeat(40)}c0000209`,
    read: { NetflowHeaderV7: { records: [{ src: '192.0.2.1', prot: 0, router: '192.0.2.9' }] } },
    build: () => [NetflowHeader(), NetflowHeaderV7({ records: [{ src: '192.0.2.1', dst: '192.0.2.2', prot: 0, router: '192.0.2.9' }] })],
  },
  {
    what: 'version 9: templates, and data in the same message',
    origin: 'corpus: netflow9_test_softflowd_tpl_data.dat',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV9/NetflowFlowsetV9/NetflowFlowsetV9/NetflowDataflowsetV9/NetflowDataflowsetV9',
    octets: SOFTFLOWD,
    read: {
      NetflowHeaderV9: { count: 9, SourceID: 0, packageSequence: 1 },
      NetflowFlowsetV9: {
        flowSetID: 0,
        length: 64,
        templates: [
          {
            templateID: 1024,
            fieldCount: 14,
            template_fields: Array.from([8, 12, 21, 22, 1, 2, 10, 14, 7, 11, 4, 6, 60, 5], (fieldType) => ({ fieldType })),
          },
        ],
      },
      NetflowDataflowsetV9: { templateID: 1024, length: 244 },
    },
  },
  {
    what: 'version 9: a template of options',
    origin: 'worked by hand, RFC 3954 §6.1; tshark 4.0 reads the same values',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV9/NetflowOptionsFlowsetV9',
    octets: `00090001${'00'.repeat(12)}00000004000100180102000400080001000400220002002400010000`,
    read: {
      NetflowOptionsFlowsetV9: {
        length: 24,
        templates: [
          {
            templateID: 258,
            option_scope_length: 4,
            option_field_length: 8,
            scopes: [{ scopeFieldType: 1, scopeFieldlength: 4 }],
            options: [
              { fieldType: 34, fieldLength: 2 },
              { fieldType: 36, fieldLength: 1 },
            ],
          },
        ],
      },
    },
    build: () => [
      NetflowHeader(),
      NetflowHeaderV9({ SourceID: 4 }),
      NetflowOptionsFlowsetV9({
        templates: [
          {
            templateID: 258,
            scopes: [{ scopeFieldType: 'System' }],
            options: [
              { fieldType: 'samplingInterval', fieldLength: 2 },
              { fieldType: 'flowActiveTimeout', fieldLength: 1 },
            ],
          },
        ],
        pad: fromHex('0000'),
      }),
    ],
  },
  {
    what: 'IPFIX: a template',
    origin: 'scapy 2.5.0',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV10/NetflowFlowsetV10',
    octets: '000a0020000000000000000300000004' + '00020010010000020008000400' + '60ffff',
    read: {
      NetflowHeaderV10: { length: 32, flowSequence: 3, ObservationDomainID: 4 },
      NetflowFlowsetV10: {
        templates: [
          {
            templateID: 256,
            template_fields: [
              { enterpriseBit: false, fieldType: 8, fieldLength: 4 },
              { fieldType: 96, fieldLength: 65535 },
            ],
          },
        ],
      },
    },
    build: () => [
      NetflowHeader(),
      NetflowHeaderV10({ flowSequence: 3, ObservationDomainID: 4 }),
      NetflowFlowsetV10({
        templates: [{ template_fields: [{ fieldType: 'sourceIPv4Address' }, { fieldType: 'applicationName', fieldLength: 65_535 }] }],
      }),
    ],
  },
  {
    what: 'IPFIX: a template of options',
    origin: 'corpus: pmacct 104 traffic-00.pcap, packet 1',
    first: NetflowHeader,
    chain: 'NetflowHeader/NetflowHeaderV10/NetflowOptionsFlowset10',
    octets: SAMPLER,
    read: {
      NetflowOptionsFlowset10: {
        length: 40,
        templates: [{ templateID: 257, fieldCount: 7, scope_field_count: 1 }],
        pad: '0000',
      },
    },
  },
]);

const UDP_HEADERS = (src: string) => [IP({ src, dst: '192.0.2.9' }), UDP({ sport: 5000, dport: 2055 })];
const from = (src: string, ...layers: unknown[]): Uint8Array => packet(...UDP_HEADERS(src), ...(layers as [])).bytes;
const setsOf = (b: Uint8Array, session?: Session): unknown[] => {
  const p = dissect(b, IP, session === undefined ? {} : { session });
  const found: unknown[] = [];
  for (let k = 1; ; k++) {
    const set = p.get(NetflowDataflowsetV9, k);
    if (set === undefined) return found;
    found.push(plain(set.records));
  }
};
const A = '192.0.2.1',
  B = '192.0.2.2';

describe('a datagram that scapy 2.5.0 builds: IP()/UDP(dport=2055)/NetflowHeader()/NetflowHeaderV5()', () => {
  const ports = (dport: number) =>
    packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 4000, dport }), fromHex(`0005${'00'.repeat(22)}`));
  it('is a header on its port', () => {
    expect(dissect(ports(2055).bytes, IP).summary()).toContain('NetflowHeaderV5');
  });
  it('is none on any other port, where zeros may mean anything', () => {
    expect(dissect(ports(4001).bytes, IP).summary()).not.toContain('Netflow');
  });
});

describe('a session', () => {
  it('reads the data of a message by the templates before it', () => {
    const [flows, flows6] = setsOf(from(A, fromHex(SOFTFLOWD)), new Session()) as [Record<string, unknown>[], unknown[]];
    expect(flows).toHaveLength(6);
    expect(flows[0]).toEqual({
      sourceIPv4Address: '172.16.32.100',
      destinationIPv4Address: '172.16.32.248',
      flowEndSysUpTime: 1217,
      flowStartSysUpTime: 1216,
      octetDeltaCount: 76,
      packetDeltaCount: 1,
      ingressInterface: 0,
      egressInterface: 0,
      sourceTransportPort: 123,
      destinationTransportPort: 123,
      protocolIdentifier: 17,
      tcpControlBits: 0,
      ipVersion: 4,
      ipClassOfService: 0,
    });
    expect(flows6[0]).toMatchObject({ sourceIPv6Address: 'fe80::20c:29ff:fe83:3b6e', destinationIPv6Address: 'ff02::1', ipVersion: 6 });
    expect(setsOf(from(A, fromHex(SOFTFLOWD)))).toHaveLength(2);
    expect(typeof setsOf(from(A, fromHex(SOFTFLOWD)))[0]).toBe('string');
  });

  it('knows templates by exporter, domain and number, also of options, texts and companies', () => {
    const template = (of: number) => [
      NetflowHeader(),
      NetflowHeaderV10({ ObservationDomainID: of }),
      NetflowFlowsetV10({
        templates: [
          {
            templateID: 300,
            template_fields: [
              { fieldType: 'interfaceName', fieldLength: 65_535 },
              { fieldType: 'flowStartMilliseconds', fieldLength: 8 },
              { enterpriseBit: true, fieldType: 1, fieldLength: 4, enterpriseNumber: 29_305 },
              { enterpriseBit: true, fieldType: 7, fieldLength: 2, enterpriseNumber: 9 },
              { fieldType: 7, fieldLength: 2 },
              { fieldType: 7, fieldLength: 2 },
              { fieldType: 127, fieldLength: 1 },
              { fieldType: 1, fieldLength: 0 },
            ],
          },
        ],
      }),
    ];
    const octets = fromHex('0465746830' + '0000000000000001' + '00000005' + '0102' + '0050' + '0051' + 'ee' + '0000');
    const data = (src: string, of: number): Uint8Array =>
      from(src, NetflowHeader(), NetflowHeaderV10({ ObservationDomainID: of }), NetflowDataflowsetV9({ templateID: 300, records: octets }));
    const session = new Session();
    dissect(from(A, ...template(1)), IP, { session });
    const want = [
      {
        interfaceName: 'eth0',
        flowStartMilliseconds: 1n,
        reverseOctetDeltaCount: 5,
        enterprise_9_7: '0102',
        sourceTransportPort: 80,
        sourceTransportPort_2: 81,
        field_127: 'ee',
      },
      '0000',
    ];
    expect(setsOf(data(A, 1), session)).toEqual([want]);
    expect(setsOf(data(A, 2), session)).toEqual([toHex(octets)]);
    expect(setsOf(data(B, 1), session)).toEqual([toHex(octets)]);
    const again = Session.from(JSON.parse(JSON.stringify(session)), protocols);
    expect(setsOf(data(A, 1), again)).toEqual([want]);
    // What was read is written as it was.
    const p = dissect(data(A, 1), IP, { session });
    const records = p.get(NetflowDataflowsetV9)?.records as never;
    expect(toHex(p.set(NetflowDataflowsetV9, { records }).bytes)).toBe(toHex(data(A, 1)));
    // Taken back (RFC 7011 §8.1).
    dissect(
      from(A, NetflowHeader(), NetflowHeaderV10({ ObservationDomainID: 1 }), NetflowFlowsetV10({ templates: [{ templateID: 300 }] })),
      IP,
      {
        session,
      },
    );
    expect(setsOf(data(A, 1), session)).toEqual([toHex(octets)]);
  });

  it('reads records of options', () => {
    const session = new Session();
    dissect(from(A, fromHex(SAMPLER)), IP, { session });
    const [records] = setsOf(from(A, fromHex(SAMPLER_DATA)), session) as [Record<string, unknown>[]];
    expect(records[0]).toMatchObject({
      selectorId: 1,
      samplingPacketInterval: 1,
      selectorAlgorithm: 3,
      samplerName: 'NETFLOW-SAMPLER-MAP',
      selectorName: 'NETFLOW-SAMPLER-MAP',
    });
  });

  it('in any order, with any octets, never throws', () => {
    const r = seededRandom(6);
    const session = new Session({ most: 20 });
    const all = [SOFTFLOWD, SAMPLER, SAMPLER_DATA].map((hex) => from(A, fromHex(hex)));
    for (let i = 0; i < 1500; i++) {
      const b = (all[r.below(all.length)] as Uint8Array).slice();
      for (let k = r.below(6); k > 0; k--) b[28 + r.below(b.length - 28)] = r.below(256);
      const p = dissect(b, IP, { session });
      p.show();
      p.json();
      expect(toHex(p.bytes)).toBe(toHex(b));
    }
  });

  it('of a million exporters remembers no more than it may', () => {
    const session = new Session({ most: 500 });
    const b = from(A, NetflowHeader(), NetflowHeaderV9(), NetflowFlowsetV9({ templates: [{ template_fields: [{ fieldType: 8 }] }] }));
    const view = new DataView(b.buffer, b.byteOffset);
    const N = 1_000_000;
    for (let i = 0; i < N; i++) {
      view.setUint32(12, i);
      dissect(b, IP, { session });
    }
    expect(session.toJSON().tables['netflow.template']).toHaveLength(500);
    expect(session.dropped).toBe(N - 500);
  });
});

describe('on a port that is not its own', () => {
  const at = (octets: Uint8Array, dport: number) =>
    dissect(packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 40_000, dport }), octets).bytes, IP);
  const V5 = packet(NetflowHeader(), NetflowHeaderV5({ records: [{}, {}] })).bytes;
  const whole = [V5, fromHex(SOFTFLOWD), fromHex(SAMPLER), fromHex(SAMPLER_DATA)];

  it('is guessed where the whole message is there', () => {
    for (const octets of whole) expect(at(octets, 2100).get(NetflowHeader)).toBeDefined();
  });

  it('is not guessed where octets are missing or too many; on its own it may be cut', () => {
    for (const octets of whole) {
      const short = octets.subarray(0, -1),
        long = Uint8Array.from([...octets, 0]);
      expect(at(short, 2100).get(NetflowHeader)).toBeUndefined();
      expect(at(long, 2100).get(NetflowHeader)).toBeUndefined();
      expect(at(short, 2055).get(NetflowHeader)).toBeDefined();
    }
  });
});

describe('information elements', () => {
  it('have the numbers and types that IANA gave them', () => {
    expect(informationElement(1)).toEqual({ name: 'octetDeltaCount', type: 'unsigned' });
    expect(informationElement(56)).toEqual({ name: 'sourceMacAddress', type: 'mac' });
    expect(informationElement(152)).toEqual({ name: 'flowStartMilliseconds', type: 'milliseconds' });
    expect(informationElement(210)).toEqual({ name: 'paddingOctets', type: 'octets' });
    expect(informationElement(335)).toEqual({ name: 'selectorName', type: 'string' });
    expect(informationElement(459)).toEqual({ name: 'httpRequestMethod', type: 'string' });
    expect(informationElement(127)).toBeUndefined();
    expect(informationElements.value('destinationIPv6Address')).toBe(28);
  });
});
