/** Extensions of TLS hellos and of other messages, by what each message has in them. @see RFC 8446 §4.2; RFC 6066 */
import { recordOf } from '../../../packet/fields/alternatives.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { type OptionKind, option, optionList } from '../../../packet/fields/options.ts';
import { prefixedText } from '../../../packet/fields/prefixed.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { tlsGroups, tlsSignatures, tlsVersions } from '../../registries/tls.ts';

const group = u16({ names: tlsGroups, wireshark: 'tls.handshake.extensions_key_share_group' });
const signatures = () => sized('u16', list(u16({ names: tlsSignatures, hex: true, wireshark: 'tls.handshake.sig_hash_alg' })));
const version = () => u16({ names: tlsVersions, hex: true, wireshark: 'tls.handshake.extensions.supported_version' });
const protocols = () => sized('u16', list(prefixedText('u8', { wireshark: 'tls.handshake.extensions_alpn_str' })));

/** A name that the client asks for. @see RFC 6066 §3 */
export const ServerName = layer('ServerName', () => ({
  about: 'A name that the client asks for.',
  source: 'RFC 6066 §3',
  fields: {
    nametype: u8({ wireshark: 'tls.handshake.extensions_server_name_type', about: '0: host name' }),
    namelen: u16({ measures: 'servername', wireshark: 'tls.handshake.extensions_server_name_len' }),
    servername: text({ wireshark: 'tls.handshake.extensions_server_name' }),
  },
}));

/** A key for a group. @see RFC 8446 §4.2.8 */
export const KeyShareEntry = layer('KeyShareEntry', () => ({
  about: 'A key for a group.',
  source: 'RFC 8446 §4.2.8',
  fields: {
    group,
    kxlen: u16({ measures: 'key_exchange', wireshark: 'tls.handshake.extensions_key_share_key_exchange_length' }),
    key_exchange: octets({ wireshark: 'tls.handshake.extensions_key_share_key_exchange' }),
  },
}));

/** The group that a HelloRetryRequest asks for. @see RFC 8446 §4.2.8 */
export const TLSRetryKeyShare = layer('TLSRetryKeyShare', () => ({
  about: 'The group that a HelloRetryRequest asks for.',
  source: 'RFC 8446 §4.2.8',
  fields: { selected_group: u16({ names: tlsGroups, wireshark: 'tls.handshake.extensions_key_share_selected_group' }) },
}));

/** A key that both sides know in advance. @see RFC 8446 §4.2.11 */
export const PSKIdentity = layer('PSKIdentity', () => ({
  about: 'A key that both sides know in advance.',
  source: 'RFC 8446 §4.2.11',
  fields: {
    identity_len: u16({ measures: 'identity', wireshark: 'tls.handshake.extensions.psk.identity.identity_length' }),
    identity: octets({ wireshark: 'tls.handshake.extensions.psk.identity.identity' }),
    obfuscated_ticket_age: u32({ wireshark: 'tls.handshake.extensions.psk.identity.obfuscated_ticket_age' }),
  },
}));

/** Keys that the client offers, and a proof for each. @see RFC 8446 §4.2.11 */
export const TLSPreSharedKeys = layer('TLSPreSharedKeys', () => ({
  about: 'Keys that the client offers, and a proof for each.',
  source: 'RFC 8446 §4.2.11',
  fields: {
    identities: sized(
      'u16',
      records(() => PSKIdentity),
    ),
    binders: sized('u16', list(sized('u8', octets()))),
  },
}));

/** Asks for the state of the certificate (OCSP). @see RFC 6066 §8 */
export const TLSStatusRequest = layer('TLSStatusRequest', () => ({
  about: 'Asks for the state of the certificate (OCSP).',
  source: 'RFC 6066 §8',
  fields: {
    type: u8({ default: 1, names: { ocsp: 1 }, wireshark: 'tls.handshake.extensions_status_request_type' }),
    responders: sized('u16', list(sized('u16', octets()))),
    extensions: sized('u16', octets()),
  },
}));

/** Profiles of SRTP. @see RFC 5764 §4.1.1 */
export const TLSUseSRTP = layer('TLSUseSRTP', () => ({
  about: 'Profiles of SRTP.',
  source: 'RFC 5764 §4.1.1',
  fields: { profiles: sized('u16', list(u16({ hex: true }))), mki: sized('u8', octets()) },
}));

/** A cookie from the server, to be sent back. @see RFC 8446 §4.2.2 */
export const TLSCookie = layer('TLSCookie', () => ({
  about: 'A cookie from the server, to be sent back.',
  source: 'RFC 8446 §4.2.2',
  fields: {
    cookielen: u16({ measures: 'cookie', wireshark: 'tls.handshake.extensions.cookie_len' }),
    cookie: octets({ wireshark: 'tls.handshake.extensions.cookie' }),
  },
}));

/** A name for the connection. @see RFC 9146 §3 */
export const TLSConnectionID = layer('TLSConnectionID', () => ({
  about: 'A name for the connection.',
  source: 'RFC 9146 §3',
  fields: {
    cidlen: u8({ measures: 'cid', wireshark: 'tls.connection_id_length' }),
    cid: octets({ wireshark: 'tls.connection_id' }),
  },
}));

/** The verify data of the previous handshake; empty in the first one. @see RFC 5746 §3.2 */
export const TLSRenegotiationInfo = layer('TLSRenegotiationInfo', () => ({
  about: 'The verify data of the previous handshake; empty in the first one.',
  source: 'RFC 5746 §3.2',
  fields: {
    reneg_conn_len: u8({ measures: 'renegotiated_connection', wireshark: 'tls.handshake.extensions_reneg_info_len' }),
    renegotiated_connection: octets({ wireshark: 'tls.handshake.extensions_reneg_info' }),
  },
}));

/** A client hello inside another one. @see RFC 9849 §5 */
export const TLSEncryptedHello = layer('TLSEncryptedHello', () => ({
  about: 'A client hello inside another one.',
  source: 'RFC 9849 §5',
  fields: {
    type: u8({ about: '0: the outer hello, 1: the inner one' }),
    kdf: when({ type: 0 }, u16()),
    aead: when({ type: 0 }, u16()),
    config_id: when({ type: 0 }, u8()),
    enc: when({ type: 0 }, sized('u16', octets())),
    payload: when({ type: 0 }, sized('u16', octets())),
  },
}));

/** Those whose value is the same in all messages, or is there in one only. */
const common = () => ({
  1: option('max_fragment_length', u8({ wireshark: 'tls.handshake.max_fragment_length', about: '1 to 4: 512 to 4096 octets' })),
  2: option('client_certificate_url'),
  3: option('trusted_ca_keys', octets()),
  4: option('truncated_hmac'),
  6: option('user_mapping', octets()),
  7: option('client_authz', octets()),
  8: option('server_authz', octets()),
  9: option('cert_type', octets()),
  10: option(
    'supported_groups',
    sized('u16', list(u16({ names: tlsGroups, hex: true, wireshark: 'tls.handshake.extensions_supported_group' }))),
  ),
  11: option('ec_point_formats', sized('u8', list(u8({ wireshark: 'tls.handshake.extensions_ec_point_format' })))),
  12: option('srp', prefixedText('u8', { wireshark: 'tls.handshake.extensions_srp_username' })),
  13: option('signature_algorithms', signatures()),
  14: option(
    'use_srtp',
    record(() => TLSUseSRTP),
  ),
  15: option('heartbeat', u8({ wireshark: 'tls.handshake.extension.heartbeat.mode' })),
  16: option('application_layer_protocol_negotiation', protocols()),
  17: option('status_request_v2', octets()),
  18: option('signed_certificate_timestamp', octets()),
  21: option('padding_extension', octets({ wireshark: 'tls.handshake.extensions_padding_data' })),
  22: option('encrypt_then_mac'),
  23: option('extended_master_secret'),
  24: option('token_binding', octets()),
  25: option('cached_info', octets()),
  26: option('tls_lts', octets()),
  27: option('compress_certificate', sized('u8', list(u16({ wireshark: 'tls.compress_certificate.algorithm' })))),
  28: option('record_size_limit', u16({ wireshark: 'tls.record_size_limit' })),
  29: option('pwd_protect', octets()),
  30: option('pwd_clear', octets()),
  31: option('password_salt', octets()),
  32: option('ticket_pinning', octets()),
  33: option('tls_cert_with_extern_psk', octets()),
  34: option('delegated_credential', signatures()),
  35: option('session_ticket', octets()),
  36: option('TLMSP', octets()),
  37: option('TLMSP_proxying', octets()),
  38: option('TLMSP_delegate', octets()),
  39: option('supported_ekt_ciphers', octets()),
  44: option(
    'cookie',
    record(() => TLSCookie),
  ),
  45: option('psk_key_exchange_modes', sized('u8', list(u8({ wireshark: 'tls.extension.psk_ke_mode' })))),
  47: option('certificate_authorities', sized('u16', list(sized('u16', octets())))),
  48: option('oid_filters', octets()),
  49: option('post_handshake_auth'),
  50: option('signature_algorithms_cert', signatures()),
  52: option('transparency_info', octets()),
  54: option(
    'connection_id',
    record(() => TLSConnectionID),
  ),
  55: option('external_id_hash', octets()),
  56: option('external_session_id', octets()),
  57: option('quic_transport_parameters', octets()),
  58: option('ticket_request', octets()),
  59: option('dnssec_chain', octets()),
  60: option('sequence_number_encryption_algorithms', octets()),
  61: option('rrc', octets()),
  13172: option('next_protocol_negotiation', list(prefixedText('u8', { wireshark: 'tls.handshake.extensions_npn' }))),
  17513: option('application_settings_old', protocolsOfSettings()),
  17613: option('application_settings', protocolsOfSettings()),
  30032: option('channel_id', octets()),
  65281: option(
    'renegotiation_info',
    record(() => TLSRenegotiationInfo),
  ),
});

const protocolsOfSettings = () => sized('u16', list(prefixedText('u8', { wireshark: 'tls.handshake.extensions_alps_alpn_str' })));

const head = {
  typeOctets: 2,
  lengthOctets: 2,
  wireshark: {
    type: 'tls.handshake.extension.type',
    length: 'tls.handshake.extension.len',
  },
} as const;

/** What a client says. */
export const clientExtensions = () =>
  optionList({
    ...head,
    kinds: {
      ...common(),
      0: option(
        'server_name',
        sized(
          'u16',
          records(() => ServerName),
        ),
      ),
      5: option(
        'status_request',
        record(() => TLSStatusRequest),
      ),
      19: option('client_certificate_type', sized('u8', list(u8({ hex: true })))),
      20: option('server_certificate_type', sized('u8', list(u8({ hex: true })))),
      41: option(
        'pre_shared_key',
        record(() => TLSPreSharedKeys),
      ),
      42: option('early_data'),
      43: option('supported_versions', sized('u8', list(version()))),
      51: option(
        'key_share',
        sized(
          'u16',
          records(() => KeyShareEntry),
        ),
      ),
      65037: option(
        'encrypted_client_hello',
        record(() => TLSEncryptedHello),
      ),
    },
  });

/** What a server answers, here and in EncryptedExtensions. */
export const serverExtensions = () =>
  optionList({
    ...head,
    kinds: {
      ...common(),
      0: option('server_name'),
      5: option('status_request'),
      19: option('client_certificate_type', u8({ hex: true })),
      20: option('server_certificate_type', u8({ hex: true })),
      41: option('pre_shared_key', u16({ wireshark: 'tls.handshake.extensions.psk.identity.selected' })),
      42: option('early_data'),
      43: option('supported_versions', version()),
      51: option(
        'key_share',
        recordOf(
          () => KeyShareEntry,
          () => TLSRetryKeyShare,
        ),
      ),
      65037: option('encrypted_client_hello', octets()),
    },
  });

/** Of tickets, requests for certificates, and certificates of TLS 1.3 (RFC 8446 §4.3.2, §4.4.2, §4.6.1). */
export const otherExtensions = () =>
  optionList({
    ...head,
    kinds: {
      ...common(),
      5: option('status_request', octets()),
      42: option('early_data', u32({ wireshark: 'tls.early_data.max_early_data_size' })),
    },
  });

/** Number of each extension by its name. */
export const extensionNumbers: () => ReadonlyMap<string, number> = () => {
  numbers ??= new Map([
    ...Object.entries(common()).map(([n, kind]) => [(kind as OptionKind).name, Number(n)] as const),
    ['server_name', 0],
    ['status_request', 5],
    ['client_certificate_type', 19],
    ['server_certificate_type', 20],
    ['pre_shared_key', 41],
    ['early_data', 42],
    ['supported_versions', 43],
    ['key_share', 51],
    ['encrypted_client_hello', 65037],
  ]);
  return numbers;
};
let numbers: ReadonlyMap<string, number> | undefined;
