/** A kernel behind a netlink socket that says what a test wants. */
import type { NativeBinding, NativeHandle } from '../../native/binding.ts';
import { decodeMessages, encodeMessages, type NetlinkMessage, type ReceivedMessage } from '../../src/host/linux/netlink/message.ts';

const EAGAIN = 11;

export type Answer = NetlinkMessage & { readonly seq?: number };
/** What one recvmsg gives: messages, an errno, or octets from another process. */
export type Datagram = readonly Answer[] | number | { readonly from: number; readonly messages: readonly Answer[] };

/** A kernel that answers each sendto with the next of `answers`; messages get the request's number unless they have one. */
export function netlinkKernel(answers: (sent: ReceivedMessage[]) => readonly Datagram[]) {
  const sent: ReceivedMessage[][] = [];
  const queue: Datagram[] = [];
  let wake: (() => void) | undefined;
  let seq = 0;
  const native = {
    open: () => ({}) as NativeHandle,
    close: () => 0,
    bind: () => 0,
    unref: () => 0,
    setsockopt: () => 0,
    getsockopt: () => -92,
    getsockname: (_h: NativeHandle, out: Uint8Array) => {
      new DataView(out.buffer).setUint32(4, 4242, true);
      return 12;
    },
    pollWait: () => 0,
    poll: (_h: NativeHandle, events: number, callback: (() => void) | undefined) => {
      wake = events === 0 ? undefined : callback;
      return 0;
    },
    sendto: (_h: NativeHandle, data: Uint8Array) => {
      const messages = decodeMessages(data, data.length);
      sent.push(messages);
      seq = messages[0]?.seq ?? 0;
      queue.push(...answers(messages));
      return data.length;
    },
    recvmsg: (_h: NativeHandle, data: Uint8Array, address: Uint8Array) => {
      const next = queue.shift();
      if (next === undefined) return -EAGAIN;
      if (typeof next === 'number') return -next;
      const { from, messages } = 'from' in next ? next : { from: 0, messages: next };
      new DataView(address.buffer).setUint32(4, from, true);
      let at = 0;
      for (const message of messages) {
        const octets = encodeMessages([message], message.seq ?? seq);
        data.set(octets, at);
        at += octets.length;
      }
      return at;
    },
  };
  const notify = (...datagrams: Datagram[]): void => {
    queue.push(...datagrams);
    wake?.();
  };
  return { native: native as unknown as NativeBinding, sent, notify };
}
