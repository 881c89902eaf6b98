/** Numbers of TLS, after IANA's registries "TLS Parameters" and "TLS Extensions". */
import { lazyNames, type Names, names } from '../../packet/spec/names.ts';
import { grease } from './tls-cipher-suites.ts';

/** Versions of records and messages (RFC 8446 §4.2.1, RFC 6101). */
export const tlsVersions = /* @__PURE__ */ names({
  SSLv2: 0x0002,
  SSLv3: 0x0300,
  'TLS 1.0': 0x0301,
  'TLS 1.1': 0x0302,
  'TLS 1.2': 0x0303,
  'TLS 1.3': 0x0304,
});

/** What a record carries (RFC 8446 §5.1). */
export const tlsContentTypes = /* @__PURE__ */ names({
  change_cipher_spec: 20,
  alert: 21,
  handshake: 22,
  application_data: 23,
  heartbeat: 24,
  tls12_cid: 25,
});

/** Handshake messages (RFC 8446 §4, RFC 5246 §7.4). */
export const tlsHandshakeTypes = /* @__PURE__ */ names({
  hello_request: 0,
  client_hello: 1,
  server_hello: 2,
  hello_verify_request: 3,
  new_session_ticket: 4,
  end_of_early_data: 5,
  hello_retry_request: 6,
  encrypted_extensions: 8,
  request_connection_id: 9,
  new_connection_id: 10,
  certificate: 11,
  server_key_exchange: 12,
  certificate_request: 13,
  server_hello_done: 14,
  certificate_verify: 15,
  client_key_exchange: 16,
  client_certificate_request: 17,
  finished: 20,
  certificate_url: 21,
  certificate_status: 22,
  supplemental_data: 23,
  key_update: 24,
  compressed_certificate: 25,
  ekt_key: 26,
  next_protocol: 67,
  message_hash: 254,
});

/** Alerts (RFC 8446 §6). */
export const tlsAlerts = /* @__PURE__ */ names({
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  decryption_failed: 21,
  record_overflow: 22,
  decompression_failure: 30,
  handshake_failure: 40,
  no_certificate: 41,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  access_denied: 49,
  decode_error: 50,
  decrypt_error: 51,
  too_many_cids_requested: 52,
  export_restriction: 60,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  no_renegotiation: 100,
  missing_extension: 109,
  unsupported_extension: 110,
  certificate_unobtainable: 111,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  bad_certificate_hash_value: 114,
  unknown_psk_identity: 115,
  certificate_required: 116,
  general_error: 117,
  no_application_protocol: 120,
  ech_required: 121,
});

/** Groups (RFC 8446 §4.2.7, RFC 8422 §5.1.1, RFC 7919). */
export const tlsGroups: Names = /* @__PURE__ */ lazyNames(function* () {
  const curves =
    'sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 sect409k1 sect409r1 sect571k1 ' +
    'sect571r1 secp160k1 secp160r1 secp160r2 secp192k1 secp192r1 secp224k1 secp224r1 secp256k1 secp256r1 secp384r1 secp521r1 ' +
    'brainpoolP256r1 brainpoolP384r1 brainpoolP512r1 x25519 x448 brainpoolP256r1tls13 brainpoolP384r1tls13 brainpoolP512r1tls13 ' +
    'GC256A GC256B GC256C GC256D GC512A GC512B GC512C curveSM2';
  for (const [i, name] of curves.split(' ').entries()) yield [i + 1, name];
  for (const [i, bits] of [2048, 3072, 4096, 6144, 8192].entries()) yield [256 + i, `ffdhe${bits}`];
  for (const [i, bits] of [512, 768, 1024].entries()) yield [512 + i, `MLKEM${bits}`];
  yield* [
    [4587, 'SecP256r1MLKEM768'],
    [4588, 'X25519MLKEM768'],
    [4589, 'SecP384r1MLKEM1024'],
    [0x6399, 'X25519Kyber768Draft00'],
    [0xff01, 'arbitrary_explicit_prime_curves'],
    [0xff02, 'arbitrary_explicit_char2_curves'],
  ] as [number, string][];
  yield* grease();
});

/** Schemes of signatures, and the pairs of hash and signature of TLS 1.2 (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1). */
export const tlsSignatures: Names = /* @__PURE__ */ lazyNames(function* () {
  yield* [
    [0x0201, 'rsa_pkcs1_sha1'],
    [0x0203, 'ecdsa_sha1'],
    [0x0401, 'rsa_pkcs1_sha256'],
    [0x0403, 'ecdsa_secp256r1_sha256'],
    [0x0420, 'rsa_pkcs1_sha256_legacy'],
    [0x0501, 'rsa_pkcs1_sha384'],
    [0x0503, 'ecdsa_secp384r1_sha384'],
    [0x0520, 'rsa_pkcs1_sha384_legacy'],
    [0x0601, 'rsa_pkcs1_sha512'],
    [0x0603, 'ecdsa_secp521r1_sha512'],
    [0x0620, 'rsa_pkcs1_sha512_legacy'],
    [0x0708, 'sm2sig_sm3'],
    [0x0804, 'rsa_pss_rsae_sha256'],
    [0x0805, 'rsa_pss_rsae_sha384'],
    [0x0806, 'rsa_pss_rsae_sha512'],
    [0x0807, 'ed25519'],
    [0x0808, 'ed448'],
    [0x0809, 'rsa_pss_pss_sha256'],
    [0x080a, 'rsa_pss_pss_sha384'],
    [0x080b, 'rsa_pss_pss_sha512'],
    [0x081a, 'ecdsa_brainpoolP256r1tls13_sha256'],
    [0x081b, 'ecdsa_brainpoolP384r1tls13_sha384'],
    [0x081c, 'ecdsa_brainpoolP512r1tls13_sha512'],
  ] as [number, string][];
  const hashes = ['none', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
    signatures = ['anonymous', 'rsa', 'dsa', 'ecdsa'];
  for (const [h, hash] of hashes.entries()) for (const [s, signature] of signatures.entries()) yield [h * 256 + s, `${signature}_${hash}`];
  yield* grease();
});
