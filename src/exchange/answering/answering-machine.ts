/** Answering machines: something that looks at each frame and answers those that it is asked by. */
import { equalOctets } from '../../bytes/equal-octets.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { FLAG_CHECKSUM_NOT_READY } from '../../capture/batch.ts';
import { keptPacket } from '../../capture/dissect-batch.ts';
import type { Host, Link } from '../../host/host.ts';
import { FrameBuffer } from '../../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { fillChecksums } from '../../protocols/network/fill-checksums.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';

/** The two functions of an answering machine. Both get whole frames, from the link header on; replies are whole frames too. */
export interface AnsweringSpec {
  readonly name?: string;
  /** Whether this is for the machine. */
  isRequest(received: Packet): boolean;
  /** The reply, or several; undefined to send nothing. */
  makeReply(received: Packet): Packet | readonly Packet[] | undefined;
  /**
   * Also packets whose IP, ICMP, TCP or UDP checksum is wrong are for it. Default false: they are dropped, as hosts drop them (RFC 1122 §3.2.1.2,
   * §4.1.3.4, §4.2.2.7).
   */
  readonly wrongChecksums?: boolean;
  /**
   * Called when it begins to listen: what it sends unasked (again, because no answer came, or now and then) goes through `send`. What it returns is
   * called at the end.
   */
  start?(send: (frame: Packet) => void): () => void;
}

/** Counters. `failures`: requests for which `isRequest` or `makeReply` threw; they are not answered, and the machine keeps running. */
export interface AnsweringStats {
  readonly requests: number;
  readonly replies: number;
  readonly failures: number;
}

const NONE: readonly Packet[] = [];

/** An answering machine without a link: frames in, frames out. No frame can stop it. */
export class AnsweringMachine {
  readonly name: string;
  readonly #spec: AnsweringSpec;
  #requests = 0;
  #replies = 0;
  #failures = 0;
  #lastFailure: unknown;

  constructor(spec: AnsweringSpec) {
    this.name = spec.name ?? 'machine';
    this.#spec = spec;
  }

  /**
   * The replies to a frame, built; an empty list if it is not for this machine. Never throws. `checksumsOpen`: a network card was yet to fill the
   * checksums in, so they are not looked at.
   */
  answer(received: Packet, o: { readonly checksumsOpen?: boolean } = {}): readonly Packet[] {
    try {
      if (!this.#spec.isRequest(received)) return NONE;
      if (o.checksumsOpen !== true && this.#spec.wrongChecksums !== true && hasWrongChecksum(received)) return NONE;
      this.#requests++;
      const made = this.#spec.makeReply(received);
      const replies = made === undefined ? NONE : isSeveral(made) ? made : [made];
      // Built here, so that a reply that cannot be built fails here.
      for (const reply of replies) reply.bytes;
      this.#replies += replies.length;
      return replies;
    } catch (error) {
      this.#failures++;
      this.#lastFailure = error;
      return NONE;
    }
  }

  /** It listens from now on, and may send unasked. @returns what ends that */
  start(send: (frame: Packet) => void): () => void {
    const { start } = this.#spec;
    if (start === undefined) return () => undefined;
    return start.call(this.#spec, (frame) => {
      this.#replies++;
      send(frame);
    });
  }

  get stats(): AnsweringStats {
    return { requests: this.#requests, replies: this.#replies, failures: this.#failures };
  }

  /** The last error that was thrown. */
  get lastFailure(): unknown {
    return this.#lastFailure;
  }
}

/** Layers whose checksum a host looks at before anything else. */
const CHECKED: ReadonlySet<string> = new Set([IP, TCP, UDP, ICMP].map(({ layerName }) => layerName));

/** A network header, a transport's, and data. */
const PLAIN_LAYERS = 3;

/** Of several of a kind (tunnels, quotes) all count. Partial sums, which a card would complete, are not wrong. */
const hasWrongChecksum = (received: Packet): boolean =>
  !isAsFilledIn(received) &&
  received
    .issuesWith({ checksums: true })
    .some(({ kind, layer }) => kind === 'checksum' && (CHECKED.has(layer) || layer.startsWith('ICMPv6')));

/** Whether its sums are those that we would write, which most packets' are: told in a tenth of the time that all about a packet takes. */
function isAsFilledIn(received: Packet): boolean {
  const p = objectOf(received).built();
  const layers = p.layers();
  const i = layers.findIndex((layer) => layer === (IP as unknown as AnyLayer) || layer === (IPv6 as unknown as AnyLayer));
  // A quote and a tunnel have headers of their own inside.
  if (i < 0 || layers.length > i + PLAIN_LAYERS) return false;
  const octets = received.bytes.slice(p.locate(i) - p.s);
  const filled = octets.slice();
  try {
    fillChecksums(filled);
  } catch {
    // A header that contradicts itself: whoever judges issues says how.
    return false;
  }
  return equalOctets(filled, octets);
}

const isSeveral = (x: Packet | readonly Packet[]): x is readonly Packet[] => Array.isArray(x);

/** Makes an answering machine from its two functions. */
export function answeringMachine(spec: AnsweringSpec): AnsweringMachine {
  checkOptions('answeringMachine', spec, { name: true, isRequest: true, makeReply: true, wrongChecksums: true, start: true });
  return new AnsweringMachine(spec);
}

/** Where machines listen: on an interface, which is opened for them, or on an open link, such as that of a TUN device. */
export type AnsweringPlace =
  | {
      readonly host: Host;
      readonly iface: string;
      /** Also look at frames for other hosts. Default false. */
      readonly promiscuous?: boolean;
    }
  | { readonly link: Link };

/** Where machines listen, and until when. */
export type AnsweringOptions = AnsweringPlace & {
  readonly signal?: AbortSignal;
  /** Called with the error when a frame cannot be sent (the interface went down). Default: such errors are ignored. */
  readonly onError?: (error: unknown) => void;
};

type AllAnsweringOptions = { readonly [K in AnsweringOptions extends infer O ? (O extends O ? keyof O : never) : never]?: unknown };
const ANSWERING_OPTIONS: OptionNames<AllAnsweringOptions> = {
  host: true,
  iface: true,
  promiscuous: true,
  link: true,
  signal: true,
  onError: true,
};

/** Machines that are listening; disposing of them stops them. */
export interface RunningMachines extends AsyncDisposable {
  /** Stops the machines, and closes the link unless it was given. Calling it twice does nothing. */
  stop(): Promise<void>;
}

/** Starts answering machines, until `stop` or the signal. Resolves when they are listening. */
export async function startAnswering(
  machines: AnsweringMachine | readonly AnsweringMachine[],
  o: AnsweringOptions,
): Promise<RunningMachines> {
  checkOptions<AllAnsweringOptions>('startAnswering', o, ANSWERING_OPTIONS);
  const all = machines instanceof AnsweringMachine ? [machines] : machines;
  const link = 'link' in o ? o.link : await o.host.open(o.iface, { immediate: true, direction: 'in', promiscuous: o.promiscuous === true });
  await link.ready;
  const stopListening = link.listen(
    (batch) => {
      const frames = new FrameBuffer();
      for (let i = 0; i < batch.n; i++) {
        const received = keptPacket(batch, i, link.interfaces);
        // From a host beside us (veth): it left them to a card that there is not.
        const checksumsOpen = ((batch.flags[i] as number) & FLAG_CHECKSUM_NOT_READY) !== 0;
        for (const machine of all) for (const reply of machine.answer(received, { checksumsOpen })) frames.add(reply);
      }
      if (frames.n > 0) sendQuietly(link, frames, o.onError);
    },
    o.onError === undefined ? {} : { onError: o.onError },
  );
  const ends = all.map((machine) =>
    machine.start((frame) => {
      const frames = new FrameBuffer();
      frames.add(frame);
      sendQuietly(link, frames, o.onError);
    }),
  );
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    if (stopped === undefined) {
      stopListening();
      for (const end of ends) end();
      o.signal?.removeEventListener('abort', stop);
      stopped = 'link' in o ? Promise.resolve() : link.close();
    }
    return stopped;
  };
  if (o.signal?.aborted === true) await stop();
  else o.signal?.addEventListener('abort', stop);
  return { stop, [Symbol.asyncDispose]: stop };
}

function sendQuietly(link: Link, frames: FrameBuffer, onError: ((error: unknown) => void) | undefined): void {
  link.send(frames).catch((error: unknown) => onError?.(error));
}
