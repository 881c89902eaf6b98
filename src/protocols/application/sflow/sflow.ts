/** sFlow, version 5: datagrams with samples of packets and counters of interfaces. A sampled packet's layers stand in the chain. */
import { longWord } from '../../../bytes/words.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u32 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer, LayerOctets } from '../../../packet/spec/spec.ts';
import * as R from './records.ts';

const VERSION = 5;
/** A datagram of an agent; samples follow. @see sFlow Version 5 §5 */
export const SFlow = layer('SFlow', () => ({
  title: 'sFlow',
  about: 'sFlow 5: a datagram of an agent, which samples packets and reads counters.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: 'sflow',
  begins: (b, start, end) =>
    end - start >= 28 && longWord(b, start) === VERSION && (longWord(b, start + 4) === 1 || longWord(b, start + 4) === 2),
  fields: {
    version: u32({ default: VERSION, wireshark: 'sflow_245.version' }),
    address_type: u32({ default: 1, names: { IPv4: 1, IPv6: 2 }, wireshark: 'sflow_245.agenttype' }),
    agent_address: choose(
      'address_type',
      { 1: ipv4({ wireshark: 'sflow_245.agent' }), 2: ipv6({ wireshark: 'sflow_245.agent.v6' }) },
      octets(),
    ),
    sub_agent_id: u32({ wireshark: 'sflow_245.sub_agent_id' }),
    sequence_number: u32({ wireshark: 'sflow_245.sequence_number' }),
    uptime: u32({ wireshark: 'sflow_245.sysuptime', about: 'milliseconds' }),
    num_samples: u32({ default: 1, wireshark: 'sflow_245.numsamples' }),
  },
  summary: (self) => `sFlow 5, ${self.num_samples} samples`,
}));

/** IANA-like numbers of the standard (enterprise 0): 12 bits of format. */
const SAMPLES = /* @__PURE__ */ names({ flow: 1, counters: 2, 'expanded flow': 3, 'expanded counters': 4 });
const sample = (): AnyLayer => SFlowSample;
const sampleHead = (type: number) => ({
  sample_type: u32({ default: type, names: SAMPLES, about: 'enterprise × 4096 + format' }),
  // Type and length do not count.
  sample_length: u32({ measures: 'layer' as const, bias: 8, wireshark: 'sflow_5.sample_length', about: 'octets that follow' }),
});
const typeColumn = { 'sflow_245.sampletype': ({ sample_type }: { readonly sample_type: number }) => sample_type & 0xfff };
const LEAST = 8;
const begins = (_b: Uint8Array, start: number, end: number): boolean => end - start >= LEAST;

/** A sample of an unknown kind. @see sFlow Version 5 §5 */
export const SFlowSample = layer('SFlowSample', () => ({
  title: 'sFlow sample',
  about: 'sFlow: a sample of an unknown kind.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  begins,
  repeats: sample,
  fields: { ...sampleHead(0), data: octets() },
  columns: typeColumn,
}));

const flowHead = () => ({
  sequence_number: u32({ wireshark: 'sflow.flow_sample.sequence_number' }),
});
const flowTail = () => ({
  records: u32({ default: 1, wireshark: 'sflow.flow_sample.flow_record', about: 'how many records follow' }),
});
const rates = () => ({
  sampling_rate: u32({ wireshark: 'sflow.flow_sample.sampling_rate', about: 'one of so many packets' }),
  sample_pool: u32({ wireshark: 'sflow.flow_sample.sample_pool', about: 'packets that could have been sampled' }),
  drops: u32({ wireshark: 'sflow.flow_sample.dropped_packets' }),
});
/** A sampled packet; records about it follow. @see sFlow Version 5 §5 */
export const SFlowFlowSample = layer('SFlowFlowSample', () => ({
  title: 'sFlow flow sample',
  about: 'sFlow: a sampled packet.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  repeats: sample,
  fields: {
    ...sampleHead(1),
    ...flowHead(),
    source_id: u32({ hex: true, about: 'kind (8 bits) and number of what was sampled' }),
    ...rates(),
    input: u32({ wireshark: 'sflow.flow_sample.input_interface' }),
    output: u32({ hex: true, wireshark: 'sflow.flow_sample.output_interface', about: '2 bits of form: one, dropped, several' }),
    ...flowTail(),
  },
  columns: typeColumn,
}));

/** The same, with numbers of interfaces in full. @see sFlow Version 5 §5 */
export const SFlowExpandedFlowSample = layer('SFlowExpandedFlowSample', () => ({
  title: 'sFlow expanded flow sample',
  about: 'sFlow: a sampled packet, with large numbers of interfaces.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  repeats: sample,
  fields: {
    ...sampleHead(3),
    ...flowHead(),
    source_id_type: u32(),
    source_id_index: u32(),
    ...rates(),
    input_format: u32(),
    input: u32(),
    output_format: u32(),
    output: u32(),
    ...flowTail(),
  },
  columns: typeColumn,
}));

/** Counters of an interface; records follow. @see sFlow Version 5 §5 */
export const SFlowCounterSample = layer('SFlowCounterSample', () => ({
  title: 'sFlow counters sample',
  about: 'sFlow: counters of an interface.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  repeats: sample,
  fields: { ...sampleHead(2), sequence_number: u32(), source_id: u32({ hex: true }), records: u32({ default: 1 }) },
  columns: typeColumn,
}));

/** The same, with numbers of interfaces in full. @see sFlow Version 5 §5 */
export const SFlowExpandedCounterSample = layer('SFlowExpandedCounterSample', () => ({
  title: 'sFlow expanded counters sample',
  about: 'sFlow: counters of an interface, with large numbers.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  repeats: sample,
  fields: { ...sampleHead(4), sequence_number: u32(), source_id_type: u32(), source_id_index: u32(), records: u32({ default: 1 }) },
  columns: typeColumn,
}));

/** The length behind a record's format. */
const lengthColumn = { 'sflow_5.flow_data_length': (_self: unknown, { b, start }: LayerOctets) => longWord(b, start + 4) };

const flowRecord = (): AnyLayer => SFlowFlowRecord;

/** What a sample tells of a packet: addresses, ways, names. @see sFlow Version 5 §5 */
export const SFlowFlowRecord = layer('SFlowFlowRecord', () => ({
  title: 'sFlow flow record',
  about: 'sFlow: what a sample tells of a packet.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  begins,
  repeats: flowRecord,
  fields: {
    format: u32({ default: 2, wireshark: 'sflow_245.flow_record_format', about: 'enterprise × 4096 + format' }),
    body: sized(
      'u32',
      choose(
        'format',
        {
          2: record(() => R.SFlowEthernet),
          3: record(() => R.SFlowIPv4),
          4: record(() => R.SFlowIPv6),
          1001: record(() => R.SFlowSwitch),
        },
        octets(),
      ),
    ),
  },
  columns: lengthColumn,
}));

/** The beginning of a sampled packet; its layers follow. @see sFlow Version 5 §5 */
export const SFlowRawHeader = layer('SFlowRawHeader', () => ({
  title: 'sFlow raw packet header',
  about: 'sFlow: the beginning of a sampled packet.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  repeats: flowRecord,
  filling: { to: 4, layer: () => SFlowFill },
  fields: {
    format: u32({ default: 1, wireshark: 'sflow_245.flow_record_format' }),
    length: u32({ compute: (at) => at.size - 8 + ((4 - (at.size % 4)) % 4), wireshark: 'sflow_5.flow_data_length' }),
    protocol: u32({ selects: 'sflow.header', wireshark: 'sflow_245.header_protocol' }),
    frame_length: u32({ about: 'octets of the packet when it was sampled' }),
    stripped: u32({ about: 'octets that were taken away' }),
    header_length: u32({ measures: 'payload', about: 'octets of it that follow' }),
  },
}));

/** Fills a packet's beginning up to four octets. @see sFlow Version 5 §5 */
export const SFlowFill = layer('SFlowFill', () => ({
  title: 'sFlow filling',
  about: 'Octets that fill a sampled header up to four.',
  source: 'RFC 4506 §4.10',
  wireshark: '',
  fields: { octets: octets() },
}));

const counterRecord = (): AnyLayer => SFlowCounterRecord;

/** Counters of one kind. @see sFlow Version 5 §5 */
export const SFlowCounterRecord = layer('SFlowCounterRecord', () => ({
  title: 'sFlow counters record',
  about: 'sFlow: counters of one kind.',
  source: 'sFlow.org: sFlow Version 5 §5',
  wireshark: '',
  begins,
  repeats: counterRecord,
  fields: {
    format: u32({ default: 1, wireshark: 'sflow_245.counters_record_format', about: 'enterprise × 4096 + format' }),
    body: sized(
      'u32',
      choose(
        'format',
        {
          1: record(() => R.SFlowInterface),
          2: record(() => R.SFlowEthernetCounters),
          5: record(() => R.SFlowVlan),
          1001: record(() => R.SFlowProcessor),
        },
        octets(),
      ),
    ),
  },
  columns: lengthColumn,
}));
