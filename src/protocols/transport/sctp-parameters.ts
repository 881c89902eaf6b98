/** What chunks of SCTP carry in lists: parameters, and causes of errors. The names of parameters are scapy's. */
import { ipv4, ipv6 } from '../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { list } from '../../packet/fields/lists.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { tlvHead } from '../../packet/fields/option-heads.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { struct } from '../../packet/fields/struct.ts';

const ws = (name: string) => ({ wireshark: `sctp.${name}` });

/**
 * Number and length of 2 octets each, the length with its head; zeros up to a multiple of 4 octets behind each (RFC 9260 §3.2.1). Those
 * behind the last are in the chunk's length, as scapy writes them; a receiver takes both (§3.2).
 */
const form = { head: tlvHead('u16', 'u16', { covers: 'option' }), alignOptions: 4 } as const;
const parameterNames = { wireshark: { type: 'sctp.parameter_type' } } as const;
const causeNames = { wireshark: { type: 'sctp.cause_code' } } as const;

/** RFC 9260 §3.3.2.1.1, §3.3.2.1.2. */
const addresses = () => ({
  5: option('IPv4', ipv4(ws('parameter_ipv4_address'))),
  6: option('IPv6', ipv6(ws('parameter_ipv6_address'))),
});

/** The address that a parameter speaks of, behind a number of its own (RFC 5061 §4.2.1). */
const aboutAddress = () =>
  struct({
    correlation_id: u32({ hex: true, ...ws('correlation_id') }),
    address: optionList({ ...form, ...parameterNames, kinds: addresses() }),
  });
const sequence = (which: 'request' | 'response') => u32(ws(`parameter_reconfig_${which}_sequence_number`));
const streams = () => list(u16(ws('parameter_reconfig_sid')));
const moreStreams = (which: 'outgoing' | 'incoming') =>
  struct({
    re_conf_req_seq_num: sequence('request'),
    num: u16(ws(`parameter_add_${which}_streams_number`)),
    reserved: u16(ws(`parameter_add_${which}_streams_reserved`)),
  });

/** Parameters of INIT, INIT ACK, HEARTBEAT, RE-CONFIG, ASCONF and ASCONF-ACK. @see IANA "SCTP Chunk Parameter Types" */
export const parameters = (o: { readonly about?: string } = {}) =>
  optionList(
    {
      ...form,
      ...parameterNames,
      kinds: {
        ...addresses(),
        1: option('heartbeat-info', octets(ws('parameter_heartbeat_information'))),
        7: option('state-cookie', octets(ws('parameter_state_cookie'))),
        8: option('unrecognized-param', octets()),
        9: option('cookie-preservative', u32(ws('parameter_cookie_preservative_incr'))),
        11: option('hostname', text()),
        12: option('addrtypes', list(u16(ws('parameter_supported_address_type')))),
        // RFC 6525 §4
        13: option(
          'out-ssn-reset-req',
          struct({
            re_conf_req_seq_num: sequence('request'),
            re_conf_res_seq_num: sequence('response'),
            tsn: u32({ modular: true, ...ws('parameter_senders_last_assigned_tsn') }),
            stream_num: streams(),
          }),
        ),
        14: option('in-ssn-reset-req', struct({ re_conf_req_seq_num: sequence('request'), stream_num: streams() })),
        15: option('ssn-tsn-reset-req', sequence('request')),
        // The numbers of a response are there in an answer to a request of kind 15 only.
        16: option(
          're-configuration-response',
          struct({
            re_conf_res_seq_num: sequence('response'),
            result: u32(ws('parameter_reconfig_response_result')),
            tsns: list(u32({ modular: true }), { about: "the sender's next, and the receiver's" }),
          }),
        ),
        17: option('add-outgoing-stream-req', moreStreams('outgoing')),
        18: option('add-incoming-stream-req', moreStreams('incoming')),
        // RFC 9260 appendix A
        0x8000: option('ecn-capable'),
        // RFC 4895 §3
        0x8002: option('random', octets(ws('random_number'))),
        0x8003: option('chunk-list', list(u8())),
        0x8004: option('requested-HMAC-functions', list(u16(ws('hmac_id')))),
        // RFC 4820 §4
        0x8005: option('pad', octets(ws('padding_data'))),
        // RFC 5061 §4.2.7
        0x8008: option('supported-extensions', list(u8(ws('supported_chunk_type')))),
        // RFC 3758 §3.1
        0xc000: option('forward-tsn-supported'),
        // RFC 5061 §4.2
        0xc001: option('add-IP', aboutAddress()),
        0xc002: option('delete-IP', aboutAddress()),
        0xc003: option('error-indication', struct({ correlation_id: u32({ hex: true, ...ws('correlation_id') }), error_causes: causes() })),
        0xc004: option('set-primary-addr', aboutAddress()),
        0xc005: option('success-indication', u32({ hex: true, ...ws('correlation_id') })),
        0xc006: option('adaptation-layer-indication', u32({ hex: true })),
      },
    },
    o,
  );

/** Causes of errors in ERROR, ABORT and ASCONF-ACK. @see RFC 9260 §3.3.10; IANA "SCTP Cause Codes" */
export const causes = (o: { readonly about?: string } = {}) =>
  optionList(
    {
      ...form,
      ...causeNames,
      kinds: {
        1: option('invalid-stream', struct({ stream_id: u16(ws('cause_stream_identifier')), reserved: u16(ws('cause_reserved')) })),
        2: option(
          'missing-params',
          struct({
            count: u32(ws('cause_nr_of_missing_parameters')),
            params: list(u16({ hex: true, ...ws('cause_missing_parameter_type') })),
          }),
        ),
        3: option('stale-cookie', u32(ws('cause_measure_of_staleness'))),
        4: option('out-of-resource'),
        5: option('unresolvable-address', octets()),
        6: option('unrecognized-chunk', octets()),
        7: option('invalid-param'),
        8: option('unrecognized-params', octets()),
        9: option('no-user-data', u32(ws('cause_tsn'))),
        10: option('cookie-while-shutting-down'),
        11: option('restart-with-new-addresses', optionList({ ...form, ...parameterNames, kinds: addresses() })),
        12: option('user-initiated-abort', octets()),
        13: option('protocol-violation', octets()),
        // RFC 5061 §4.3
        0xa0: option('delete-last-address', octets()),
        0xa1: option('out-of-resource-asconf', octets()),
        0xa2: option('delete-source-address', octets()),
        0xa3: option('illegal-asconf-ack'),
        0xa4: option('no-authorization', octets()),
        // RFC 4895 §4
        0x105: option('unsupported-HMAC', u16({ ...ws('hmac_id') })),
      },
    },
    o,
  );
