/** A TFTP server whose files are an object. */
import { freePort } from '../../host/free-ports.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { joinOctets } from '../../bytes/join-octets.ts';
import { utf8Octets } from '../../bytes/text.ts';
import type { Random } from '../../bytes/random.ts';
import type { Clock } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Crafted } from '../../packet/spec/spec.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { TFTP_ERRORS } from '../../protocols/application/tftp.ts';
import { packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { fromNetascii, toNetascii } from '../clients/tftp/netascii.ts';
import { readTftp, tftpLayers, type TftpMessage } from '../clients/tftp/tftp-messages.ts';
import type { TftpMemory } from '../clients/tftp/tftp-parts.ts';
import { tftpReceiver, type TftpReceiverMemory } from '../clients/tftp/tftp-receiver.ts';
import { tftpSender, type TftpSenderMemory } from '../clients/tftp/tftp-sender.ts';
import { termsGiven } from '../clients/tftp/tftp-terms.ts';
import { MachineRun } from '../machine/machine-run.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import type { OwnAddress } from './icmp-echo-machine.ts';
import { replyHeaders } from './reply-headers.ts';

/** The files of a server, by name. */
export type TftpFiles = Readonly<Record<string, Uint8Array | string>>;

/** What a TFTP machine has. */
export interface TftpMachineOptions extends OwnAddress {
  readonly files: TftpFiles;
  readonly clock: Clock;
  /** Where the transfers' ports come from. */
  readonly random: Random;
  /** Called with each file that was written; the octets are yours. Default: nobody may write. */
  readonly onWrite?: (name: string, data: Uint8Array) => void;
  /** Who may write which file is asked before that. Default: with `onWrite`, all. */
  readonly mayWrite?: (name: string) => boolean;
  /** Octets of a file that is written, at most. Default 32 MB. */
  readonly most?: number;
  /** Default 69. */
  readonly port?: number;
}

/** At a time; a further request is refused. */
const MOST_TRANSFERS = 64;
const MOST = 32 * 1024 * 1024;
/** Of those that a client may ask for: what a card's ring takes. */
const MOST_WINDOW = 64;
const TIMEOUT_MS = 1000;
const RETRIES = 5;

type Run = MachineRun<string, TftpMemory, TftpMessage, TftpMessage>;

interface Transfer {
  readonly run: Run;
  /** Headers up to IP's, on the way back. */
  readonly headers: readonly Crafted[];
  readonly port: number;
  readonly peerPort: number;
  readonly peer: string;
}

const code = (name: string): number => TFTP_ERRORS.value(name) ?? 0;

/** A TFTP server: reads, and writes where it is told to. Each transfer has a port of its own (RFC 1350 §4). What got no answer is sent again once it has been started (`startAnswering`). @see RFC 1350; RFC 2347 to 2349; RFC 7440 */
export function tftpMachine(o: TftpMachineOptions): AnsweringMachine {
  checkOptions('tftpMachine', o, {
    isOurs: true,
    files: true,
    clock: true,
    random: true,
    onWrite: true,
    mayWrite: true,
    most: true,
    port: true,
  });
  const server = new Server(o);
  return answeringMachine({
    name: 'TFTP',
    isRequest: (received) => server.isFor(received),
    makeReply: (received) => server.reply(received),
    start: (send) => server.start(send),
  });
}

class Server {
  readonly #o: TftpMachineOptions;
  /** By port. */
  readonly #transfers = new Map<number, Transfer>();
  #send: ((reply: Packet) => void) | undefined;
  #cancel: (() => void) | undefined;

  constructor(o: TftpMachineOptions) {
    this.#o = o;
  }

  start(send: (reply: Packet) => void): () => void {
    this.#send = send;
    this.#wake();
    return () => {
      this.#send = undefined;
      this.#cancel?.();
    };
  }

  isFor(received: Packet): boolean {
    const udp = received.get(UDP);
    const addressed = received.get(IP)?.dst ?? received.get(IPv6)?.dst;
    const { port = 69, isOurs } = this.#o;
    return udp !== undefined && addressed !== undefined && isOurs(addressed) && (udp.dport === port || this.#transfers.has(udp.dport));
  }

  reply(received: Packet): Packet[] | undefined {
    const udp = received.get(UDP);
    const peer = received.get(IP)?.src ?? received.get(IPv6)?.src;
    const headers = replyHeaders(received, this.#o.isOurs);
    if (udp === undefined || peer === undefined || headers === undefined) return undefined;
    const message = readTftp(received.payload(UDP).slice());
    if (message === undefined) return undefined;
    const now = this.#o.clock.monotonic();
    const transfer = this.#transfers.get(udp.dport);
    if (transfer !== undefined) {
      // RFC 1350 §4: another client's port is another transfer.
      if (transfer.peer !== peer || transfer.peerPort !== udp.sport) return this.#refuse(headers, udp, 'Unknown transfer ID');
      transfer.run.tick(now);
      transfer.run.receive(message, now);
      return this.#outputs(transfer);
    }
    if (message.kind !== 'RRQ' && message.kind !== 'WRQ') return undefined;
    const same = [...this.#transfers.values()].find((one) => one.peer === peer && one.peerPort === udp.sport);
    // The request came twice, or its answer was lost: that is the transfer's to send again.
    if (same !== undefined && same.run.state === 'OPENING') {
      same.run.tick(Math.max(now, same.run.wakeAt ?? now));
      return this.#outputs(same);
    }
    const run = this.#begin(message, now);
    if (typeof run === 'string') return this.#refuse(headers, udp, run);
    const begun: Transfer = { ...run, headers, port: this.#freePort(), peerPort: udp.sport, peer };
    this.#transfers.set(begun.port, begun);
    return this.#outputs(begun);
  }

  /** A run, and what is done when it has ended; or an error's name. */
  #begin(message: TftpMessage & { readonly kind: 'RRQ' | 'WRQ' }, now: number): { readonly run: Run } | string {
    const { files, onWrite, mayWrite, most = MOST } = this.#o;
    const { file, mode, options } = message;
    for (const [port, { run }] of this.#transfers) if (run.ended) this.#transfers.delete(port);
    if (this.#transfers.size >= MOST_TRANSFERS) return 'Not defined';
    if (mode !== 'octet' && mode !== 'netascii') return 'Illegal TFTP operation';
    const isText = mode === 'netascii';
    const common = { asked: options, isClient: false, retries: RETRIES, tries: 0, resent: 0, failure: undefined };
    const given = { timeoutMs: TIMEOUT_MS, mostWindow: MOST_WINDOW };
    if (message.kind === 'RRQ') {
      const found = Object.hasOwn(files, file) ? files[file] : undefined;
      if (found === undefined) return 'File not found';
      const octets = typeof found === 'string' ? utf8Octets(found) : found;
      const data = isText ? toNetascii(octets) : octets;
      const { terms, taken } = termsGiven(options, { ...given, tsize: data.length });
      const opening = taken.size > 0 ? ({ kind: 'OACK', options: taken } as const) : undefined;
      const memory: TftpSenderMemory = { ...common, opening, terms, file: data, first: 1, missed: 0 };
      return { run: new MachineRun(tftpSender, memory, now) as unknown as Run };
    }
    if (onWrite === undefined || mayWrite?.(file) === false) return 'Access violation';
    const { terms, taken } = termsGiven(options, given);
    if ((terms.tsize ?? 0) > most) return 'Disk full or allocation exceeded';
    const opening = taken.size > 0 ? ({ kind: 'OACK', options: taken } as const) : ({ kind: 'ACK', block: 0 } as const);
    const chunks: Uint8Array[] = [];
    const memory: TftpReceiverMemory = {
      ...{ ...common, opening, terms, chunks, most, octets: 0, next: 1, unacked: 0, toldGap: false, dallyMs: TIMEOUT_MS * 2 },
    };
    const run = new MachineRun(tftpReceiver, memory, now);
    run.onStep = ({ from, to }) => {
      if (to !== 'DALLYING' || from === 'DALLYING') return;
      const data = joinOctets(chunks);
      onWrite(file, isText ? fromNetascii(data) : data);
    };
    return { run: run as unknown as Run };
  }

  #outputs({ run, headers, port, peerPort }: Transfer): Packet[] {
    const replies = run
      .takeOutputs()
      .map((message) => packet(...headers, UDP({ sport: port, dport: peerPort }), ...(tftpLayers(message) as Crafted[])));
    if (run.ended) this.#transfers.delete(port);
    this.#wake();
    return replies;
  }

  #refuse(headers: readonly Crafted[], { sport, dport }: { readonly sport: number; readonly dport: number }, why: string): Packet[] {
    const error = tftpLayers({ kind: 'ERROR', code: code(why), text: why });
    return [packet(...headers, UDP({ sport: dport, dport: sport }), ...(error as Crafted[]))];
  }

  /** One timer for all: the next that has something to do. */
  #wake(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const next = Math.min(...[...this.#transfers.values()].map(({ run }) => run.wakeAt ?? Number.POSITIVE_INFINITY));
    if (this.#send === undefined || next === Number.POSITIVE_INFINITY) return;
    const { clock } = this.#o;
    this.#cancel = clock.timer(Math.max(0, next - clock.monotonic()), () => {
      const now = Math.max(next, clock.monotonic());
      for (const transfer of [...this.#transfers.values()]) {
        transfer.run.tick(now);
        for (const reply of this.#outputs(transfer)) this.#send?.(reply);
      }
      this.#wake();
    });
  }

  #freePort(): number {
    for (;;) {
      const port = freePort(this.#o.random);
      if (!this.#transfers.has(port)) return port;
    }
  }
}
