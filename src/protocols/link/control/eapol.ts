/** IEEE 802.1X: authentication at the port of a LAN, and the keys of a wireless one. */
import { bits, u16, u64, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Column } from '../../../packet/spec/spec.ts';

/** IEEE 802.1X-2020 §11.3. */
const VERSIONS = { '802.1X-2001': 1, '802.1X-2004': 2, '802.1X-2010': 3 } as const;
const TYPES = {
  'EAP-Packet': 0,
  'EAPOL-Start': 1,
  'EAPOL-Logoff': 2,
  'EAPOL-Key': 3,
  'EAPOL-Encapsulated-ASF-Alert': 4,
  'EAPOL-MKA': 5,
  'EAPOL-Announcement-Generic': 6,
  'EAPOL-Announcement-Specific': 7,
  'EAPOL-Announcement-Req': 8,
} as const;

/** EAP over LANs: the head of all its frames. @see IEEE 802.1X-2020 §11.3 */
export const EAPOL = layer('EAPOL', () => ({
  title: 'EAPOL',
  about: 'EAP over LANs: the beginning of every frame of IEEE 802.1X.',
  source: 'IEEE 802.1X-2020 §11.3',
  wireshark: 'eapol',
  fields: {
    version: u8({ default: 1, names: VERSIONS, wireshark: 'eapol.version' }),
    type: u8({ default: 0, selects: 'eapol.type', names: TYPES, wireshark: 'eapol.type' }),
    len: u16({ measures: 'payload', wireshark: 'eapol.len' }),
  },
}));

const DESCRIPTORS = { RC4: 1, RSN: 2, WPA: 254 } as const;
const KEYDES = 'wlan_rsna_eapol.keydes';
const INFO = `${KEYDES}.key_info`;
/** Octets before the check value, and of the length behind it. */
const BEFORE_MIC = 77,
  DATA_LENGTH = 2;

/** Whether a message with a check value of so many octets fills its place just so. */
const fits =
  (mic: number) =>
  (b: Uint8Array, start: number, end: number): boolean => {
    const at = start + BEFORE_MIC + mic;
    return (
      b[start] !== DESCRIPTORS.RC4 &&
      at + DATA_LENGTH <= end &&
      at + DATA_LENGTH + (((b[at] as number) << 8) | (b[at + 1] as number)) === end
    );
  };

/** What stands before the check value. */
const before = () => ({
  key_descriptor_type: u8({ default: 2, names: DESCRIPTORS, wireshark: 'eapol.keydes.type' }),
  res2: bits(2),
  smk_message: bits(1),
  encrypted_key_data: bits(1),
  request: bits(1),
  error: bits(1),
  secure: bits(1),
  has_key_mic: bits(1, { default: 1 }),
  key_ack: bits(1),
  install: bits(1),
  res: bits(2, { wireshark: `${INFO}.key_index` }),
  key_type: bits(1, { names: { group: 0, pairwise: 1 } }),
  key_descriptor_type_version: bits(3, {
    names: { 'HMAC-MD5+ARC4': 1, 'HMAC-SHA1-128+AES-128': 2, 'AES-128-CMAC+AES-128': 3 },
    wireshark: `${INFO}.keydes_version`,
  }),
  key_length: u16({ wireshark: 'eapol.keydes.key_len' }),
  key_replay_counter: u64({ wireshark: 'eapol.keydes.replay_counter' }),
  key_nonce: fixedOctets(32, { wireshark: `${KEYDES}.nonce` }),
  key_iv: fixedOctets(16, { wireshark: 'eapol.keydes.key_iv' }),
  key_rsc: fixedOctets(8, { wireshark: `${KEYDES}.rsc` }),
  key_id: fixedOctets(8, { wireshark: `${KEYDES}.id` }),
});
/** What stands behind it. */
const behind = () => ({
  key_data_length: u16({ measures: 'key_data', wireshark: `${KEYDES}.data_len` }),
  key_data: octets({ wireshark: `${KEYDES}.data`, about: 'elements of IEEE 802.11, encrypted or not' }),
});
interface Information {
  readonly key_type: number;
  readonly install: number;
  readonly key_ack: number;
  readonly has_key_mic: number;
  readonly secure: number;
  readonly error: number;
  readonly request: number;
  readonly encrypted_key_data: number;
  readonly smk_message: number;
}
const columns: Readonly<Record<string, Column<Information>>> = {
  [INFO]: { hex: 16, of: (_self, { b, start }) => ((b[start + 1] as number) << 8) | (b[start + 2] as number) },
  [`${INFO}.key_type`]: ({ key_type }) => key_type === 1,
  [`${INFO}.install`]: ({ install }) => install === 1,
  [`${INFO}.key_ack`]: ({ key_ack }) => key_ack === 1,
  [`${INFO}.key_mic`]: ({ has_key_mic }) => has_key_mic === 1,
  [`${INFO}.secure`]: ({ secure }) => secure === 1,
  [`${INFO}.error`]: ({ error }) => error === 1,
  [`${INFO}.request`]: ({ request }) => request === 1,
  [`${INFO}.encrypted_key_data`]: (self) => self.encrypted_key_data === 1,
  [`${INFO}.smk_message`]: ({ smk_message }) => smk_message === 1,
};
const title = 'EAPOL-Key';
const source = 'IEEE 802.11-2020 §12.7.2';

/** A message of the handshake that makes keys of a wireless LAN. @see IEEE 802.11-2020 §12.7.2 */
export const EAPOL_KEY = layer('EAPOL_KEY', () => ({
  title,
  about: 'Makes and hands out the keys of a wireless network.',
  source,
  wireshark: '',
  begins: (b, start) => b[start] !== DESCRIPTORS.RC4,
  fields: { ...before(), key_mic: fixedOctets(16, { wireshark: `${KEYDES}.mic` }), ...behind() },
  columns,
}));

/**
 * The same with a check value of 24 octets, as authentication with SHA-384 has it (IEEE 802.11-2020 table 12-10). Earlier frames tell which it is; here
 * it is the size with which the length behind it is right.
 */
export const EAPOL_KEY_MIC24 = layer('EAPOL_KEY_MIC24', () => ({
  title,
  about: 'The same with a check value of 24 octets.',
  source,
  wireshark: '',
  begins: (b, start, end) => !fits(16)(b, start, end) && fits(24)(b, start, end),
  fields: { ...before(), key_mic: fixedOctets(24, { wireshark: `${KEYDES}.mic` }), ...behind() },
  columns,
}));

/** The same without a check value, where the encryption authenticates as well (FILS). @see IEEE 802.11-2020 §12.7.2, §12.11 */
export const EAPOL_KEY_AEAD = layer('EAPOL_KEY_AEAD', () => ({
  title,
  about: 'The same without a check value: the encryption authenticates.',
  source,
  wireshark: '',
  begins: (b, start, end) => !fits(16)(b, start, end) && fits(0)(b, start, end),
  fields: { ...before(), ...behind() },
  columns,
}));

/** A key of dynamic WEP. @see IEEE 802.1X-2004 §7.6 */
export const EAPOL_KEY_RC4 = layer('EAPOL_KEY_RC4', () => ({
  title: 'EAPOL-Key',
  about: 'A key of dynamic WEP.',
  source: 'IEEE 802.1X-2004 §7.6',
  wireshark: '',
  begins: (b, start) => b[start] === DESCRIPTORS.RC4,
  fields: {
    key_descriptor_type: u8({ default: DESCRIPTORS.RC4, names: DESCRIPTORS, wireshark: 'eapol.keydes.type' }),
    key_length: u16({ wireshark: 'eapol.keydes.key_len' }),
    key_replay_counter: u64({ wireshark: 'eapol.keydes.replay_counter' }),
    key_iv: fixedOctets(16, { wireshark: 'eapol.keydes.key_iv' }),
    key_index: u8({ hex: true, wireshark: 'eapol.keydes.key_index', about: 'bit 7: of this station alone' }),
    key_signature: fixedOctets(16, { wireshark: 'eapol.keydes.key_signature' }),
    key: octets({ wireshark: 'eapol.keydes.key' }),
  },
  columns: {
    'eapol.keydes.key_index.type': (self) => self.key_index >> 7 === 1,
    'eapol.keydes.key_index.number': (self) => self.key_index & 0x7f,
  },
}));
