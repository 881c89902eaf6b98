import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { SFlow } from './sflow.ts';

const HEAD = '0000000500000001c0a8960200000000000446151115b754';
/** The first of the eight samples of that datagram, its header one octet shorter: so it is filled up. */
const SAMPLE =
  '00000001000000a0001cfcf70000000d0000003c12e4717b000be2270000000d80000002000000010000000100000078000000010000006b000000040000006714109fd490db00907f3e02d00800452000599f8340003306c477d873d9c6ac10853901bbe733319f387ac07aaab58018003687b700000101080a10e1c9921e70a0ee17030100202f7d4fe3f131388e894082bf01a387f7185b072b722dab3431d2a608a64c16b000';

layerSuite(
  'sFlow',
  [
    {
      what: 'a sampled packet',
      origin:
        'seladb/PcapPlusPlus (Unlicense), tcp-reassembly.pcap: the first sample of its sFlow datagram, one octet changed; tshark reads the same values',
      first: SFlow,
      chain: 'SFlow/SFlowFlowSample/SFlowRawHeader/Ether/IP/TCP/TLS/TLSApplicationData/SFlowFill',
      octets: `${HEAD}00000001${SAMPLE}`,
      read: {
        SFlow: { version: 5, agent_address: '192.168.150.2', num_samples: 1 },
        SFlowFlowSample: { sample_type: 1, sample_length: 160, sampling_rate: 60, input: 13, records: 1 },
        SFlowRawHeader: { format: 1, length: 120, protocol: 1, frame_length: 107, stripped: 4, header_length: 103 },
      },
    },
    {
      what: 'counters of an interface',
      origin: 'sFlow.org: sFlow Version 5 §5: the form; tshark 4.0 reads the same values',
      first: SFlow,
      chain: 'SFlow/SFlowCounterSample/SFlowCounterRecord',
      octets: `${HEAD}000000010000000200000030000000010000000d00000001000000050000001c0000000a0000000000000064000000010000000200000003000000ff`,
      read: {
        SFlowCounterSample: { sample_length: 48, records: 1 },
        SFlowCounterRecord: { format: 5, body: { vlan_id: 10, octets: 100n, ucastPkts: 1, discards: 255 } },
      },
    },
  ],
  { mutations: 300 },
);
