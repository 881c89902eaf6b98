/** TFTP's packets as plain objects, made and read with the specs. */
import { TFTP, TFTP_ACK, TFTP_DATA, TFTP_ERROR, TFTP_OACK, TFTP_RRQ, TFTP_WRQ } from '../../../protocols/application/tftp.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import type { Crafted } from '../../../packet/spec/spec.ts';

/** Options by their names in small letters. @see RFC 2347 */
export type TftpOptions = ReadonlyMap<string, string>;

/** How text is carried: as it is, or with CR LF at the ends of lines. */
export type TftpMode = 'octet' | 'netascii';

/** A packet of TFTP. */
export type TftpMessage =
  | { readonly kind: 'RRQ' | 'WRQ'; readonly file: string; readonly mode: string; readonly options: TftpOptions }
  | { readonly kind: 'DATA'; readonly block: number; readonly data: Uint8Array }
  | { readonly kind: 'ACK'; readonly block: number }
  | { readonly kind: 'OACK'; readonly options: TftpOptions }
  | { readonly kind: 'ERROR'; readonly code: number; readonly text: string };

const listOf = (options: TftpOptions): { oname: string; value: string }[] => [...options].map(([oname, value]) => ({ oname, value }));
type Given = readonly { readonly oname: string | Uint8Array; readonly value: string | Uint8Array }[];

/** Undefined where one of them is cut. */
function mapOf(options: Given): TftpOptions | undefined {
  const map = new Map<string, string>();
  for (const { oname, value } of options) {
    if (!isText(oname) || !isText(value)) return undefined;
    map.set(oname.toLowerCase(), value);
  }
  return map;
}

/** The layers of a packet, for what goes below UDP's header. Block numbers begin anew after 65,535. */
export function tftpLayers(message: TftpMessage): (Crafted | Uint8Array)[] {
  switch (message.kind) {
    case 'RRQ':
      return [TFTP(), TFTP_RRQ({ filename: message.file, mode: message.mode, options: listOf(message.options) })];
    case 'WRQ':
      return [TFTP(), TFTP_WRQ({ filename: message.file, mode: message.mode, options: listOf(message.options) })];
    case 'DATA':
      return [TFTP(), TFTP_DATA({ block: message.block & 0xffff }), message.data];
    case 'ACK':
      return [TFTP(), TFTP_ACK({ block: message.block & 0xffff })];
    case 'OACK':
      return [TFTP(), TFTP_OACK({ options: listOf(message.options) })];
    case 'ERROR':
      return [TFTP(), TFTP_ERROR({ errorcode: message.code, errormsg: message.text })];
  }
}

/** The octets of a datagram. */
export const tftpOctets = (message: TftpMessage): Uint8Array => packet(...(tftpLayers(message) as Crafted[])).bytes;

/** Text that ends with the NUL that it must have; the spec gives others as octets. */
const isText = (v: string | Uint8Array): v is string => typeof v === 'string';

/** What a datagram says; undefined where that is nothing of TFTP. */
export function readTftp(data: Uint8Array): TftpMessage | undefined {
  const p = dissect(data, TFTP);
  const request = p.get(TFTP_RRQ) ?? p.get(TFTP_WRQ);
  if (request !== undefined) {
    const { filename: file, mode } = request;
    const options = mapOf(request.options);
    if (!isText(file) || !isText(mode) || options === undefined) return undefined;
    return { kind: p.has(TFTP_RRQ) ? 'RRQ' : 'WRQ', file, mode: mode.toLowerCase(), options };
  }
  const block = p.get(TFTP_DATA);
  if (block !== undefined) return { kind: 'DATA', block: block.block, data: p.payload(TFTP_DATA) };
  const ack = p.get(TFTP_ACK);
  if (ack !== undefined) return { kind: 'ACK', block: ack.block };
  const taken = p.get(TFTP_OACK);
  if (taken !== undefined) {
    const options = mapOf(taken.options);
    return options && { kind: 'OACK', options };
  }
  const error = p.get(TFTP_ERROR);
  return error && { kind: 'ERROR', code: error.errorcode, text: isText(error.errormsg) ? error.errormsg : '' };
}
