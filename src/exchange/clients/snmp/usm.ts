/** Messages of SNMP version 3 with the User-based Security Model. @see RFC 3412 §6; RFC 3414 §3 */
import type { Random } from '../../../bytes/random.ts';
import { toHex } from '../../../bytes/hex.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../../bytes/known-options.ts';
import { SNMPv3 } from '../../../protocols/application/snmp/snmp.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { ScopedPdu } from './scoped-pdu.ts';
import type { ReadMessage, SnmpSecurity } from './snmp-messages.ts';
import { plainValue, readPdu } from './snmp-pdu.ts';
import { decrypt, digestOctets, digestOf, encrypt, localKey, sameDigest, type SnmpAuthentication, type SnmpPrivacy } from './usm-crypto.ts';

/** A user of version 3. What is not given is not used. */
export interface SnmpUser {
  readonly name: string;
  readonly authentication?: SnmpAuthentication;
  readonly password?: string;
  /** Needs authentication. */
  readonly privacy?: SnmpPrivacy;
  /** Default: the password. */
  readonly privacyPassword?: string;
}

const USER: OptionNames<SnmpUser> = { name: true, authentication: true, password: true, privacy: true, privacyPassword: true };

const AUTHENTICATED = 1;
const ENCRYPTED = 2;
const REPORTABLE = 4;
/** RFC 3414 §3.2: an answer may be this old, seconds. */
const WINDOW_S = 150;
const USM = 3;

interface Engine {
  readonly id: Uint8Array;
  boots: number;
  /** Its time, and ours at that time in seconds. */
  time: number;
  at: number;
  readonly authKey: Uint8Array | undefined;
  readonly privKey: Uint8Array | undefined;
}

type Plain = Readonly<Record<string, any>>;

/** RFC 3414 §5: counters that an engine reports when what it needs has just been told with the report. */
export const NOT_IN_TIME = '1.3.6.1.6.3.15.1.1.2.0';
export const UNKNOWN_ENGINE = '1.3.6.1.6.3.15.1.1.4.0';

/** @throws ERR_VALUE where keys cannot be made of what was given */
export function userSecurity(
  user: SnmpUser,
  o: { readonly context: string; readonly random: Random; readonly seconds: () => number },
): SnmpSecurity {
  checkOptions('openSnmp: user', user, USER);
  const { name, authentication, password, privacy, privacyPassword = password } = user;
  if (privacy !== undefined && authentication === undefined)
    throw new PacketwrightError('ERR_VALUE', 'SNMP: privacy needs authentication', { remedy: 'give authentication and a password' });
  if (authentication !== undefined && password === undefined)
    throw new PacketwrightError('ERR_VALUE', `SNMP: user ${name} has no password`, { remedy: 'give a password' });
  const flags = (authentication === undefined ? 0 : AUTHENTICATED) | (privacy === undefined ? 0 : ENCRYPTED);
  let engine: Engine | undefined;
  let salt = o.random.bigint64();

  const learn = (id: Uint8Array, boots: number, time: number): void => {
    const isSame = engine !== undefined && toHex(engine.id) === toHex(id);
    engine = {
      ...{ id, boots, time, at: o.seconds() },
      authKey: isSame ? engine?.authKey : authentication && localKey(authentication, password ?? '', id),
      privKey: isSame ? engine?.privKey : authentication && privacy && localKey(authentication, privacyPassword ?? '', id),
    };
  };
  const timeNow = ({ time, at }: Engine): number => time + Math.floor(o.seconds() - at);

  /** The octets of a message; the digest is put where its zeros were. */
  const build = (id: number, header: number, security: object, data: readonly [string, object | Uint8Array]): Uint8Array =>
    packet(SNMPv3({ message: { header: { id, flags: Uint8Array.of(header) }, security, data: data as never } })).bytes;

  const make = (pdu: readonly [string, object], id: number): Uint8Array => {
    if (engine === undefined) return discover(id);
    const { id: engine_id, boots: engine_boots } = engine;
    const engine_time = timeNow(engine);
    const scoped = { engine_id, context: o.context, PDU: pdu as never };
    let data: readonly [string, object | Uint8Array] = ['plain', scoped];
    let saltOctets: Uint8Array = new Uint8Array(0);
    if (privacy !== undefined) {
      saltOctets = saltOf(privacy, engine_boots, salt++);
      const terms = { privacy, key: engine.privKey as Uint8Array, boots: engine_boots, time: engine_time, salt: saltOctets };
      data = ['encrypted', encrypt(terms, packet(ScopedPdu({ scoped })).bytes)];
    }
    const security = { engine_id, engine_boots, engine_time, user: name, privacy: saltOctets };
    const header = flags | REPORTABLE;
    if (authentication === undefined) return build(id, header, security, data);
    const zeros = new Uint8Array(digestOctets(authentication));
    const digest = digestOf(authentication, engine.authKey as Uint8Array, build(id, header, { ...security, authentication: zeros }, data));
    return build(id, header, { ...security, authentication: digest }, data);
  };

  const discover = (id: number): Uint8Array => build(id, REPORTABLE, {}, ['plain', { PDU: ['get', { id }] }]);

  const read = (data: Uint8Array): ReadMessage | undefined => {
    const message = plainValue(dissect(data, SNMPv3).get(SNMPv3)?.message) as Plain | undefined;
    const header = plainValue(message?.['header']) as Plain | undefined;
    const security = plainValue(message?.['security']) as Plain | undefined;
    const given = plainValue(message?.['data']);
    if (header === undefined || security === undefined || !Array.isArray(given) || plainValue(header['security_model']) !== USM)
      return undefined;
    const theirs = (plainValue(header['flags']) as Uint8Array)[0] ?? 0;
    const engineId = plainValue(security['engine_id']) as Uint8Array;
    const [boots, time] = [plainValue(security['engine_boots']) as number, plainValue(security['engine_time']) as number];
    const isAuthentic = (theirs & AUTHENTICATED) !== 0 && engine !== undefined && authentication !== undefined;
    if (isAuthentic) {
      const digest = plainValue(security['authentication']) as Uint8Array;
      if (!hasDigest(data, digest, authentication, engine?.authKey as Uint8Array)) return undefined;
    }
    const scoped = scopedOf(given as [string, unknown], theirs, security, boots, time);
    const pdu = readPdu(scoped?.['PDU']);
    if (pdu === undefined) return undefined;
    if (pdu.kind === 'report') {
      const counter = pdu.variables[0]?.oid ?? '';
      const isNews = engine === undefined && counter === UNKNOWN_ENGINE && engineId.length > 0;
      // Only an authentic report sets the time (RFC 3414 §3.2), where there is a key.
      const isTime = counter === NOT_IN_TIME && (isAuthentic || authentication === undefined);
      if (isNews || isTime) learn(Uint8Array.from(engineId), boots, time);
      return { pdu, canMend: isNews || isTime };
    }
    // An answer is as secure as the question, and of this engine, and no older than it may be.
    if (engine === undefined || (theirs & flags) !== flags || toHex(engineId) !== toHex(engine.id)) return undefined;
    if (authentication !== undefined && (boots !== engine.boots || Math.abs(time - timeNow(engine)) > WINDOW_S)) return undefined;
    return { pdu, canMend: false };
  };

  const scopedOf = ([kind, of]: [string, unknown], theirs: number, security: Plain, boots: number, time: number): Plain | undefined => {
    if ((theirs & ENCRYPTED) === 0) return kind === 'plain' ? (plainValue(of) as Plain) : undefined;
    const key = engine?.privKey;
    if (kind !== 'encrypted' || privacy === undefined || key === undefined) return undefined;
    const terms = { privacy, key, boots, time, salt: plainValue(security['privacy']) as Uint8Array };
    const plain = decrypt(terms, plainValue(of) as Uint8Array);
    return plain && (plainValue(dissect(plain, ScopedPdu).get(ScopedPdu)?.scoped) as Plain | undefined);
  };

  return { make, discover, read, knowsEngine: () => engine !== undefined };
}

/** Eight octets that no two messages with one key share: of DES the engine's starts and a number, of AES a number (RFC 3414 §8.1.1.1, RFC 3826 §3.1.2.1). */
function saltOf(privacy: SnmpPrivacy, boots: number, n: bigint): Uint8Array {
  const salt = new Uint8Array(8);
  const view = new DataView(salt.buffer);
  view.setBigUint64(0, BigInt.asUintN(64, n));
  if (privacy === 'DES') view.setUint32(0, boots);
  return salt;
}

/** The digest was made over the message with zeros in its place. */
function hasDigest(data: Uint8Array, digest: Uint8Array, authentication: SnmpAuthentication, key: Uint8Array): boolean {
  const at = digest.byteOffset - data.byteOffset;
  if (digest.length !== digestOctets(authentication) || digest.buffer !== data.buffer || at < 0) return false;
  const zeroed = Uint8Array.from(data);
  zeroed.fill(0, at, at + digest.length);
  return sameDigest(digestOf(authentication, key, zeroed), digest);
}
