/** Files from and to a TFTP server. */
import { splitZone } from '../../../bytes/zone.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { OptionNames } from '../../../bytes/known-options.ts';
import { joinOctets } from '../../../bytes/join-octets.ts';
import { TFTP_ERRORS } from '../../../protocols/application/tftp.ts';
import { checkExchangeOptions } from '../../check-options.ts';
import { driveMachine } from '../../machine/drive-machine.ts';
import type { Machine } from '../../machine/machine.ts';
import { type ClientOptions, type Destination, destinationOf } from '../destination.ts';
import { fromNetascii, toNetascii } from './netascii.ts';
import { readTftp, type TftpMessage, type TftpMode, tftpOctets } from './tftp-messages.ts';
import type { TftpMemory } from './tftp-parts.ts';
import { tftpReceiver } from './tftp-receiver.ts';
import { tftpSender } from './tftp-sender.ts';
import { LEAST_BLKSIZE, MOST_BLKSIZE, MOST_WINDOWSIZE, type TftpTerms } from './tftp-terms.ts';

/** How a file is carried. */
export interface TftpTransferOptions extends ClientOptions {
  /** Default octet: as it is. */
  readonly mode?: TftpMode;
  /** Octets of a block, 8 to 65,464, which the server may make smaller. 512 asks for nothing. Default 1,428: what Ethernet carries in one piece. @see RFC 2348 */
  readonly blksize?: number;
  /** Blocks that are sent before an acknowledgement is waited for. Default 1. @see RFC 7440 */
  readonly windowsize?: number;
  /** How often the same is sent again, each time waiting twice as long. Default 5. */
  readonly retries?: number;
  /** Tells and asks the size of the file. Default: of octets, not of netascii, whose size servers need not know. @see RFC 2349 */
  readonly tsize?: boolean;
  /** More octets are not taken. Default 2^30. */
  readonly most?: number;
}

/** What came of it. */
export interface TftpReport {
  readonly server: string;
  /** The port that the server took for the transfer. */
  readonly port: number;
  /** Octets on the way, after netascii's changes. */
  readonly octets: number;
  readonly blksize: number;
  readonly windowsize: number;
  /** Octets of the file, as the server told. */
  readonly tsize?: number;
  /** Packets, or windows of them, that were sent again. */
  readonly resent: number;
  readonly elapsedMs: number;
}

const OPTIONS: OptionNames<TftpTransferOptions> = {
  ...{ host: true, port: true, timeoutMs: true, signal: true },
  ...{ mode: true, blksize: true, windowsize: true, retries: true, tsize: true, most: true },
};
const BLKSIZE = 1428;
const TIMEOUT_MS = 1000;
const RETRIES = 5;
const MOST = 2 ** 30;
const UNKNOWN_ID = TFTP_ERRORS.value('Unknown transfer ID') ?? 0;

/**
 * Reads a file: `(await tftpGet('192.0.2.1', 'boot.img')).data`.
 *
 * @throws ERR_REFUSED with the server's words (no such file, no permission), ERR_TIMEOUT, ERR_RESOLVE, ERR_ROUTE, ERR_SYSTEM (ECONNREFUSED: no server is
 * there)
 * @see RFC 1350; RFC 2347 to 2349 (options); RFC 7440 (windows)
 */
export async function tftpGet(
  server: string,
  file: string,
  o: TftpTransferOptions = {},
): Promise<TftpReport & { readonly data: Uint8Array }> {
  const { asked, mode, memory, to } = await prepare('tftpGet', server, file, 'RRQ', o, 0);
  const receiving = { ...memory, chunks: [], octets: 0, most: o.most ?? MOST, next: 1, unacked: 0, toldGap: false, dallyMs: 0 };
  const report = await transfer(tftpReceiver, receiving, to, o, () => receiving.octets, `${asked} ${file}`);
  const data = joinOctets(receiving.chunks);
  return { ...report, data: mode === 'netascii' ? fromNetascii(data) : data };
}

/**
 * Writes a file to a server.
 *
 * @throws ERR_REFUSED with the server's words, ERR_TIMEOUT, ERR_RESOLVE, ERR_ROUTE, ERR_SYSTEM
 * @see RFC 1350; RFC 2347 to 2349 (options); RFC 7440 (windows)
 */
export async function tftpPut(server: string, file: string, data: Uint8Array, o: TftpTransferOptions = {}): Promise<TftpReport> {
  const octets = o.mode === 'netascii' ? toNetascii(data) : data;
  const { asked, memory, to } = await prepare('tftpPut', server, file, 'WRQ', o, octets.length);
  const sending = { ...memory, file: octets, first: 1, missed: 0 };
  return await transfer(tftpSender, sending, to, o, () => octets.length, `${asked} ${file}`);
}

async function prepare(what: string, server: string, file: string, kind: 'RRQ' | 'WRQ', o: TftpTransferOptions, size: number) {
  checkExchangeOptions(what, o, OPTIONS);
  const { mode = 'octet', blksize = BLKSIZE, windowsize = 1, retries = RETRIES, timeoutMs = TIMEOUT_MS, tsize = mode === 'octet' } = o;
  wantBetween(what, 'blksize', blksize, LEAST_BLKSIZE, MOST_BLKSIZE);
  wantBetween(what, 'windowsize', windowsize, 1, MOST_WINDOWSIZE);
  wantBetween(what, 'retries', retries, 0, 100);
  const asked = new Map<string, string>();
  if (blksize !== 512) asked.set('blksize', String(blksize));
  if (tsize) asked.set('tsize', String(size));
  if (windowsize !== 1) asked.set('windowsize', String(windowsize));
  const terms: TftpTerms = { blksize, windowsize, timeoutMs };
  const opening: TftpMessage = { kind, file, mode, options: asked };
  const memory: TftpMemory = { opening, asked, isClient: true, terms, retries, tries: 0, resent: 0, failure: undefined };
  return { asked: kind === 'RRQ' ? 'read' : 'write', mode, memory, to: await destinationOf(server, o, 'tftp') };
}

/** Runs one end over a UDP port. The server's port is the one that it first answers from (RFC 1350 §4). */
async function transfer<S extends string, M extends TftpMemory>(
  machine: Machine<S, M, TftpMessage, TftpMessage>,
  memory: M,
  to: Destination,
  { signal }: TftpTransferOptions,
  octets: () => number,
  what: string,
): Promise<TftpReport> {
  const { clock } = to.host;
  const begun = clock.monotonic();
  const isSix = !to.address.includes('.');
  const port = await to.sockets.udp({ errors: true, ...(isSix && { address: '::' }) });
  const stop = new AbortController();
  let peer: number | undefined;
  const driven = driveMachine(machine, memory, {
    clock,
    send: (message) => port.send(tftpOctets(message), to.address, peer ?? to.port),
    ...(signal !== undefined && { signal }),
  });
  const server = splitZone(to.address).address;
  const reading = (async () => {
    for await (const { data, from, port: source } of port.messages({ signal: stop.signal })) {
      const message = splitZone(from).address === server ? readTftp(data) : undefined;
      if (message === undefined) continue;
      peer ??= source;
      if (source === peer) driven.deliver(message);
      // RFC 1350 §4: somebody else's transfer, or an answer to a doubled request. Ours goes on. An error is not answered.
      else if (message.kind !== 'ERROR')
        await port.send(tftpOctets({ kind: 'ERROR', code: UNKNOWN_ID, text: 'unknown transfer ID' }), from, source);
    }
  })();
  try {
    const state: string = await Promise.race([driven.ended, reading.then(() => driven.ended)]).catch((cause: unknown) => {
      // Port unreachable and the like: nobody will answer.
      const { code, details } = cause as PacketwrightError;
      if (code !== 'ERR_SYSTEM' || details['name'] === undefined) throw cause;
      throw new PacketwrightError(code, `cannot ${what}: ${(cause as Error).message}`, { ...details, server: to.name, cause });
    });
    signal?.throwIfAborted();
    if (state !== 'DONE') throw failure(state, to, memory, what);
    const { terms, resent } = memory;
    const { blksize, windowsize, tsize } = terms;
    return {
      ...{ server: to.name, port: peer ?? to.port, octets: octets(), blksize, windowsize, resent },
      ...(tsize !== undefined && { tsize }),
      elapsedMs: clock.monotonic() - begun,
    };
  } finally {
    driven.stop();
    stop.abort();
    port.close();
    await reading.catch(() => undefined);
  }
}

function failure(state: string, { name, port }: Destination, { failure: why, retries }: TftpMemory, what: string): PacketwrightError {
  if (state === 'SILENT' || why === undefined)
    return new PacketwrightError('ERR_TIMEOUT', `cannot ${what}: ${name} port ${port} did not answer ${retries + 1} times`, {
      server: name,
    });
  const words = why.text === '' ? (TFTP_ERRORS.name(why.code) ?? '') : why.text;
  return new PacketwrightError('ERR_REFUSED', `cannot ${what}: ${why.isOurs ? '' : `${name} says: `}${words} (TFTP error ${why.code})`, {
    ...{ server: name, errorcode: why.code },
  });
}

function wantBetween(what: string, name: string, value: number, from: number, to: number): void {
  if (!Number.isInteger(value) || value < from || value > to)
    throw new PacketwrightError('ERR_RANGE', `${what}: ${name} is ${value}; give a whole number from ${from} to ${to}`, { [name]: value });
}
