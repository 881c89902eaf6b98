/**
 * A netlink socket: requests with their answers, listings, and notifications.
 *
 * The kernel works on a request within sendto(2) and has the answer ready when that returns; a listing's next part is made
 * when it is read. So requests are plain calls that return: nothing waits, and nothing can come between two of them.
 */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { i32le, u32le } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { EAGAIN, ENOBUFS, EPERM, kernelError } from '../errno.ts';
import { neededToOpen } from '../privileges/permission-error.ts';
import { attribute, attributes, nulText } from './attributes.ts';
import {
  decodeMessages,
  encodeMessages,
  HEADER_OCTETS,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_NOOP,
  type NetlinkMessage,
  readBody,
  type ReceivedMessage,
} from './message.ts';

export const NETLINK_ROUTE = 0;
export const NETLINK_NETFILTER = 12;
export const NETLINK_GENERIC = 16;

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_NETNS_COOKIE = 71;
const SOL_NETLINK = 270;
const NETLINK_CAP_ACK = 10;
const NETLINK_EXT_ACK = 11;
const UV_READABLE = 1;
/** recvmsg(2) said that the buffer was too small. */
const MSG_TRUNC = 0x20;
/** The kernel never gives more than this at once (NLMSG_GOODSIZE is far less; a socket of ours never asks for more). */
const BUFFER = 64 * 1024;
/** Octets of notifications that the kernel queues. */
const NOTIFICATION_BUFFER = 4 * 1024 * 1024;
/** A listing that changed while it was read is read anew, so often. */
const DUMP_TRIES = 8;
/** A dead kernel thread must not hang this process: no answer after so long is an error. */
const ANSWER_MS = 5000;

/** struct nlmsgerr: the errno (negative; 0 is success), then the header of what was asked. The end of a listing has the errno alone. */
const ErrorBody = layer('NetlinkError', () => ({ fields: { error: i32le(), rest: octets() } }));
/** The part behind the quoted header, with NETLINK_CAP_ACK: attributes alone. */
const ErrorWords = layer('NetlinkErrorWords', () => ({
  fields: { attributes: attributes({ message: attribute(1, nulText()), offset: attribute(2, u32le()) }) },
}));
/** Octets of error and quoted header. */
const ERROR_HEAD = 4 + HEADER_OCTETS;

/** What the kernel refused. `errno` is positive; `message` is its own explanation, where it gives one. */
export interface Refusal {
  readonly errno: number;
  readonly message?: string;
}

export interface NetlinkOptions {
  readonly native: NativeBinding;
  /** NETLINK_ROUTE, NETLINK_NETFILTER … */
  readonly protocol: number;
  /** Descriptor of the network namespace; -1 or absent: this process's. Not closed here. */
  readonly netnsFd?: number;
}

export class NetlinkSocket {
  readonly #native: NativeBinding;
  readonly #handle: NativeHandle;
  readonly #buffer = new Uint8Array(BUFFER);
  readonly #address = new Uint8Array(12);
  readonly #control = new Uint8Array(0);
  readonly #out = new Int32Array(3);
  #seq = 1;
  #closed = false;

  /** @throws ERR_PERMISSION, ERR_SYSTEM (a kernel without this protocol) */
  constructor(o: NetlinkOptions) {
    const { netnsFd = -1 } = o;
    const handle = o.native.open(AF_NETLINK, SOCK_RAW, o.protocol, netnsFd);
    if (typeof handle === 'number')
      throw kernelError(handle, `open a netlink socket (protocol ${o.protocol})${netnsFd < 0 ? '' : ' in another network namespace'}`, {
        needs: neededToOpen(netnsFd),
      });
    this.#native = o.native;
    this.#handle = handle;
    // Errors then come with words, and do not quote the request. Kernels before 4.12 do without.
    this.#option(SOL_NETLINK, NETLINK_CAP_ACK, 1);
    this.#option(SOL_NETLINK, NETLINK_EXT_ACK, 1);
  }

  /**
   * A number that no other network namespace has had since the machine started: tells the socket's namespace.
   * Undefined before kernel 5.14.
   */
  namespaceCookie(): bigint | undefined {
    const out = new Uint8Array(8);
    if (this.#native.getsockopt(this.#handle, SOL_SOCKET, SO_NETNS_COOKIE, out) < 0) return undefined;
    return new DataView(out.buffer).getBigUint64(0, true);
  }

  /** This socket's address: the owner of nftables' tables that it makes. */
  portId(): number {
    const out = new Uint8Array(12);
    const rc = this.#native.getsockname(this.#handle, out);
    if (rc < 0) throw kernelError(rc, 'ask for the netlink address');
    return new DataView(out.buffer).getUint32(4, true);
  }

  /**
   * Asks for one thing that is not a listing, and gives the answer's messages.
   *
   * @param doing what the request does, for the error: `add a route`
   * @throws what {@link kernelError} makes of the kernel's errno
   */
  ask(message: NetlinkMessage, doing: string): ReceivedMessage[] {
    const out: ReceivedMessage[] = [];
    const refused = this.tryAsk(message, (m) => out.push({ ...m, body: m.body.slice() }));
    if (refused !== undefined) throw refusalError(refused, doing);
    return out;
  }

  /** The same, giving what the kernel refused instead of throwing it. `on` gets messages that are valid during the call. */
  tryAsk(message: NetlinkMessage, on?: (message: ReceivedMessage) => void): Refusal | undefined {
    return this.batch([{ ...message, flags: message.flags | NLM_F_ACK }], on)[0];
  }

  /**
   * Sends several messages in one call, and waits for the answer of each that has NLM_F_ACK.
   *
   * @returns for each of the messages: what the kernel refused, or undefined
   */
  batch(messages: readonly NetlinkMessage[], on?: (message: ReceivedMessage) => void): (Refusal | undefined)[] {
    const first = this.#seq;
    this.#send(messages);
    const refused: (Refusal | undefined)[] = messages.map(() => undefined);
    const open = new Set(messages.flatMap(({ flags }, i) => ((flags & NLM_F_ACK) === 0 ? [] : [i])));
    // nf_tables may refuse a whole batch at its first or last message, which ask for no answer themselves.
    let whole = false;
    while (open.size > 0 && !whole) {
      this.#receive((m) => {
        const i = (m.seq - first) >>> 0;
        if (i >= messages.length) return;
        if (m.type === NLMSG_ERROR) {
          refused[i] = refusalOf(m.body);
          if (!open.delete(i)) whole = true;
        } else if (m.type === NLMSG_DONE) open.delete(i);
        else on?.(m);
      });
    }
    return refused;
  }

  /**
   * Everything of a table: `on` gets each message, valid during the call.
   *
   * @throws what the kernel refused; ERR_BUSY when the table changed each time that it was read
   */
  dump<T>(message: Omit<NetlinkMessage, 'flags'>, doing: string, on: (message: ReceivedMessage) => T | undefined): T[] {
    for (let i = 0; i < DUMP_TRIES; i++) {
      const list = this.#dumpOnce({ ...message, flags: NLM_F_REQUEST | NLM_F_DUMP }, doing, on);
      if (list !== undefined) return list;
    }
    throw new PacketwrightError('ERR_BUSY', `cannot ${doing}: the table changed during each of ${DUMP_TRIES} reads`);
  }

  #dumpOnce<T>(message: NetlinkMessage, doing: string, on: (message: ReceivedMessage) => T | undefined): T[] | undefined {
    const list: T[] = [];
    const seq = this.#seq;
    this.#send([message]);
    let done = false;
    let changed = false;
    let refused: Refusal | undefined;
    while (!done) {
      this.#receive((m) => {
        if (m.seq !== seq || done) return;
        if ((m.flags & NLM_F_DUMP_INTR) !== 0) changed = true;
        if (m.type === NLMSG_ERROR || m.type === NLMSG_DONE) {
          refused = refusalOf(m.body);
          done = true;
          return;
        }
        const one = on(m);
        if (one !== undefined) list.push(one);
      });
    }
    if (refused !== undefined) throw refusalError(refused, doing);
    return changed ? undefined : list;
  }

  /**
   * Gives notifications of the groups (a mask: `1 << (group - 1)`) from now on, each valid during the call. Requests must go
   * through another socket. Watching keeps the process alive when `referenced` is set.
   *
   * @param onError ERR_BUSY when more came than the kernel queues: what was lost, only a listing tells
   * @returns ends it
   */
  listen(groups: number, on: (message: ReceivedMessage) => void, onError: (error: Error) => void, referenced = false): () => void {
    const native = this.#native;
    if (this.#option(SOL_SOCKET, SO_RCVBUFFORCE, NOTIFICATION_BUFFER) < 0) this.#option(SOL_SOCKET, SO_RCVBUF, NOTIFICATION_BUFFER);
    const rc = native.bind(this.#handle, netlinkAddress(groups));
    if (rc < 0) throw kernelError(rc, 'listen to netlink notifications');
    if (!referenced) native.unref(this.#handle);
    let active = true;
    const drain = (): void => {
      while (active) {
        const n = this.#receiveNow();
        if (n === -EAGAIN) break;
        if (n === -ENOBUFS)
          onError(
            new PacketwrightError('ERR_BUSY', "the kernel's queue overflowed: notifications were lost", {
              remedy: 'list the table again',
            }),
          );
        else if (n < 0) {
          onError(kernelError(n, 'read netlink notifications'));
          break;
        } else for (const m of decodeMessages(this.#buffer, n)) if (active) on(m);
      }
      if (active) native.poll(this.#handle, UV_READABLE, drain);
    };
    native.poll(this.#handle, UV_READABLE, drain);
    return () => {
      if (!active) return;
      active = false;
      if (!this.#closed) native.poll(this.#handle, 0, undefined);
    };
  }

  /** ioctl(2) on this socket: questions about interfaces of its namespace may be asked of any socket. Gives 0 or more, or -errno. */
  ioctl(request: number, buffer: Uint8Array): number {
    return this.#native.ioctl(this.#handle, request, buffer);
  }

  /** Closing twice does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#native.close(this.#handle);
  }

  #option(level: number, option: number, value: number): number {
    return this.#native.setsockopt(this.#handle, level, option, new Uint8Array(new Int32Array([value]).buffer));
  }

  #send(messages: readonly NetlinkMessage[]): void {
    const data = encodeMessages(messages, this.#seq);
    this.#seq = (this.#seq + messages.length) >>> 0 || 1;
    const rc = this.#native.sendto(this.#handle, data, 0, data.length, 0, netlinkAddress(0));
    if (rc < 0) throw kernelError(rc, 'send a netlink request');
  }

  /** One datagram's messages; waits for it, where it is not there yet. */
  #receive(on: (message: ReceivedMessage) => void): void {
    let n = this.#receiveNow();
    if (n === -EAGAIN) {
      this.#native.pollWait(this.#handle, UV_READABLE, ANSWER_MS);
      n = this.#receiveNow();
    }
    if (n === -EAGAIN) throw new PacketwrightError('ERR_SYSTEM', `the kernel did not answer a netlink request within ${ANSWER_MS} ms`);
    if (n < 0) throw kernelError(n, 'read a netlink answer');
    for (const m of decodeMessages(this.#buffer, n)) if (m.type !== NLMSG_NOOP) on(m);
  }

  /** Octets read, or -errno. What no kernel sent is thrown away. */
  #receiveNow(): number {
    for (;;) {
      const n = this.#native.recvmsg(this.#handle, this.#buffer, this.#address, this.#control, this.#out, 0);
      if (n < 0) return n;
      if (((this.#out[2] as number) & MSG_TRUNC) !== 0)
        throw new PacketwrightError('ERR_SYSTEM', `a netlink message is larger than ${BUFFER} octets`);
      // The sender's port id is 0: the kernel. Other processes may write to this socket too.
      if (this.#address.subarray(4, 8).every((octet) => octet === 0)) return n;
    }
  }
}

/** struct sockaddr_nl */
function netlinkAddress(groups: number): Uint8Array {
  const address = new Uint8Array(12);
  const view = new DataView(address.buffer);
  view.setUint16(0, AF_NETLINK, true);
  view.setUint32(8, groups, true);
  return address;
}

function refusalOf(body: Uint8Array): Refusal | undefined {
  const error = readBody(ErrorBody, body)?.error ?? 0;
  if (error === 0) return undefined;
  const message = body.length > ERROR_HEAD ? readBody(ErrorWords, body.subarray(ERROR_HEAD))?.attributes.message : undefined;
  return { errno: -error, ...(message === undefined ? {} : { message }) };
}

/** The refusal as one of our errors, with the kernel's own words. EPERM is about rights; EACCES is not, and has other reasons. */
export function refusalError({ errno, message }: Refusal, doing: string): PacketwrightError {
  const needs = errno === EPERM ? 'CAP_NET_ADMIN' : undefined;
  return kernelError(errno, doing, { needs, ...(message === undefined ? {} : { said: message }) });
}
