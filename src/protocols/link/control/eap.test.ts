import { expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { protocolChain } from '../../../filter/protocol-chain.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import { dissect } from '../../protocols.ts';
import { Ether } from '../ethernet.ts';
import { TLS, TLSChangeCipherSpec } from '../../application/tls/tls.ts';
import { EAP, EAP_FAST, EAP_MD5, EAP_PEAP, EAP_TLS, EAP_TTLS, LEAP } from './eap.ts';
import { EAPOL, EAPOL_KEY } from './eapol.ts';

const origin = 'scapy 2.5; tshark 4.0 reads the same values';

layerSuite(
  'EAPOL and EAP',
  [
    {
      what: 'an identity',
      origin,
      first: Ether,
      chain: 'Ether/EAPOL/EAP',
      octets: '0180c2000003020000000001888e0200000a0204000a01616c696365',
      read: { EAPOL: { version: 2, type: 0, len: 10 }, EAP: { code: 2, id: 4, len: 10, type: 1, identity: 'alice' } },
      build: () => [
        Ether({ dst: '01:80:c2:00:00:03', src: '02:00:00:00:00:01' }),
        EAPOL({ version: 2 }),
        EAP({ code: 'response', id: 4, identity: 'alice' }),
      ],
      summary: 'Ether / EAPOL / EAP response',
    },
    {
      what: 'types that one would rather have',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP',
      octets: '0200000702040007031915',
      read: { EAP: { type: 3, desired_auth_types: [25, 21] } },
      build: () => [EAPOL({ version: 2 }), EAP({ code: 'response', id: 4, type: 3, desired_auth_types: [25, 21] })],
    },
    {
      what: 'success',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP',
      octets: '0200000403040004',
      read: { EAP: { code: 3, len: 4 } },
      build: () => [EAPOL({ version: 2 }), EAP({ code: 'success', id: 4 })],
    },
    {
      what: 'a challenge',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP_MD5',
      octets: '0100001a0105001a0410000102030405060708090a0b0c0d0e0f686f7374',
      read: { EAP_MD5: { value_size: 16, optional_name: 'host' } },
      build: () => [EAPOL(), EAP_MD5({ id: 5, value: Uint8Array.from({ length: 16 }, (_, i) => i), optional_name: 'host' })],
    },
    {
      what: 'a piece of TLS',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP_TLS',
      octets: '0100000e0106000e0dc0000003e816030100',
      read: { EAP_TLS: { L: 1, M: 1, S: 0, tls_message_len: 1000, tls_data: '16030100' } },
      build: () => [EAPOL(), EAP_TLS({ id: 6, M: 1, tls_message_len: 1000, tls_data: Uint8Array.of(22, 3, 1, 0) })],
    },
    {
      what: 'a whole message of TLS',
      origin: 'by hand, from RFC 5216 §3.1 and RFC 5246 §7.1; tshark 4.0 reads the same values',
      first: EAPOL,
      chain: 'EAPOL/EAP_TLS/TLS/TLSChangeCipherSpec',
      octets: '01000010010600100d8000000006140301000101',
      read: { EAP_TLS: { L: 1, M: 0, tls_message_len: 6 }, TLS: { type: 20, len: 1 } },
      build: () => [EAPOL(), EAP_TLS({ id: 6, L: 1, tls_message_len: 6 }), TLS({ type: 20, version: 0x301 }), TLSChangeCipherSpec()],
    },
    {
      what: 'the beginning of TTLS',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP_TTLS',
      octets: '01000006010600061520',
      build: () => [EAPOL(), EAP_TTLS({ id: 6, S: 1 })],
    },
    {
      what: 'the beginning of PEAP',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP_PEAP',
      octets: '01000006010600061921',
      read: { EAP_PEAP: { S: 1, version: 1 } },
      build: () => [EAPOL(), EAP_PEAP({ id: 6, S: 1, version: 1 })],
    },
    {
      what: 'the beginning of EAP-FAST',
      origin,
      first: EAPOL,
      chain: 'EAPOL/EAP_FAST',
      octets: '01000006010600062b21',
      build: () => [EAPOL(), EAP_FAST({ id: 6, S: 1, version: 1 })],
    },
    {
      what: 'LEAP',
      origin,
      first: EAPOL,
      chain: 'EAPOL/LEAP',
      octets: '0100001301060013110100083132333435363738626f62',
      read: { LEAP: { count: 8, username: 'bob' } },
      build: () => [EAPOL(), LEAP({ id: 6, challenge_response: '12345678', username: 'bob' })],
    },
    {
      what: 'the second message of the handshake, with a check value of 24 octets',
      origin: 'made by hand after IEEE 802.11-2020 §12.7.2; tshark 4.0 reads the same values',
      first: EAPOL,
      chain: 'EAPOL/EAPOL_KEY_MIC24',
      octets: `0103006b02010800000000000000000001${'11'.repeat(32)}${'00'.repeat(32)}${'22'.repeat(24)}000430020100`,
      read: {
        EAPOL_KEY_MIC24: {
          has_key_mic: 1,
          key_type: 1,
          key_replay_counter: 1n,
          key_mic: '22'.repeat(24),
          key_data_length: 4,
          key_data: '30020100',
        },
      },
    },
    {
      what: 'its first message',
      origin: 'made by hand after IEEE 802.11-2020 §12.7.2; tshark 4.0 reads the same values',
      first: EAPOL,
      chain: 'EAPOL/EAPOL_KEY',
      octets: `0203005f02008a00100000000000000001${'33'.repeat(32)}${'00'.repeat(32)}${'00'.repeat(16)}0000`,
      read: { EAPOL_KEY: { key_ack: 1, key_type: 1, key_descriptor_type_version: 2, key_length: 16, key_data_length: 0 } },
      build: () => [
        EAPOL({ version: 2 }),
        EAPOL_KEY({
          has_key_mic: 0,
          key_ack: 1,
          key_type: 'pairwise',
          key_descriptor_type_version: 2,
          key_length: 16,
          key_replay_counter: 1n,
          key_nonce: new Uint8Array(32).fill(0x33),
        }),
      ],
    },
  ],
  { mutations: 150 },
);

// tshark 4.0 of the same frame.
it("EAP in EAPOL has no name of its own in Wireshark's chain", () => {
  const p = dissect(fromHex('0180c2000003020000000001888e010000050101000501'), Ether);
  expect(protocolChain(objectOf(p).shape, 1)).toBe('eth:ethertype:eapol');
});
