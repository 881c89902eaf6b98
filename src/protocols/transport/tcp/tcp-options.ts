/** Options of the TCP header. */
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { mark, option, type OptionListForm, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { TCPOptionMPTCP } from './mptcp.ts';

/** Authenticates a segment. @see RFC 5925 §2.2 */
export const TCPAOValue = layer('TCPAOValue', () => ({
  title: 'TCP authentication option',
  about: 'Authenticates a segment: which keys are in use, and a code.',
  source: 'RFC 5925 §2.2',
  fields: {
    keyid: u8({ wireshark: 'tcp.options.ao.keyid' }),
    rnextkeyid: u8({ wireshark: 'tcp.options.ao.rnextkeyid', about: 'the key that the sender is ready to take' }),
    mac: octets({ wireshark: 'tcp.options.ao.mac' }),
  },
}));

/** IANA's registry "TCP Option Kind Numbers"; names as scapy has them. */
export const tcpOptionKinds = {
  0: mark('EOL'),
  1: mark('NOP'),
  2: option('MSS', u16({ wireshark: 'tcp.options.mss_val', about: 'maximum segment size (RFC 9293 §3.7.1)' })),
  3: option('WScale', u8({ wireshark: 'tcp.options.wscale.shift', about: 'window scale shift (RFC 7323 §2)' })),
  4: option('SAckOK'),
  5: option('SAck', list(u32({ modular: true }), { about: 'left and right edges, in turn (RFC 2018 §3)' })),
  // RFC 7323 §5.2: timestamp values are compared in modular arithmetic, as sequence numbers are.
  8: option('Timestamp', list(u32({ modular: true }), { about: 'value and echo reply (RFC 7323 §3)' })),
  14: option('AltChkSum', u8({ about: 'RFC 1146' })),
  15: option('AltChkSumOpt', octets({ about: 'RFC 1146' })),
  19: option('MD5', octets({ about: 'RFC 2385' })),
  25: option('Mood', octets({ about: 'RFC 5841' })),
  27: option('QuickStart', octets({ about: 'RFC 4782' })),
  28: option('UTO', u16({ about: 'user timeout; with the highest bit minutes, without it seconds (RFC 5482 §3)' })),
  29: option(
    'AO',
    record(() => TCPAOValue, { about: 'RFC 5925 §2.2' }),
  ),
  30: option(
    'MPTCP',
    record(() => TCPOptionMPTCP, { about: 'RFC 8684 §3' }),
  ),
  34: option('TFO', octets({ about: 'fast open cookie (RFC 7413)' })),
  253: option('Experiment', octets({ about: 'RFC 6994' })),
  254: option('Experiment2', octets({ about: 'RFC 6994' })),
} as const;

export const tcpOptionForm: OptionListForm<typeof tcpOptionKinds> = {
  kinds: tcpOptionKinds,
  lengthCovers: 'option',
  end: 0,
  align: 4,
  wireshark: { length: 'tcp.option_len' },
};

export const tcpOptions = optionList(tcpOptionForm, { about: 'RFC 9293 §3.2' });
