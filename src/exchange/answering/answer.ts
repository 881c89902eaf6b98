/** An answering machine in one call: which packets, and what is said to them. The way back is found by itself. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { Mac } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { AnyLayer, Crafted, Layer } from '../../packet/spec/spec.ts';
import { packet } from '../../protocols/protocols.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import { headersBefore } from './reply-headers.ts';

/** What a reply is made of behind the headers: layers, octets, text. */
export type ReplyParts = readonly (Crafted | Uint8Array | string)[];

/** Which packets are answered, and with what. `When`: a layer or a function; `Seen`: what `reply` gets first. */
export interface AnswerOptions<When, Seen> {
  /** For its counters and for logs. Default: the layer's name. */
  readonly name?: string;
  /** A layer that the packet has, or a function that says yes. */
  readonly when: When;
  /**
   * What stands behind the headers; undefined for no reply. With a layer: its view, and what takes its place. With a function: the packet, and what
   * takes the place of what is behind Ethernet, VLAN tags, IP and UDP.
   */
  readonly reply: (seen: Seen, packet: Packet) => ReplyParts | undefined;
  /** Whether packets for this address are for the machine. Default: all are. */
  readonly isOurs?: (address: string) => boolean;
  /** The sender of replies to frames that went to a group: without it those have no reply. */
  readonly mac?: Mac;
}

/**
 * Makes an answering machine: `answer({ when: DNS, reply: (dns) => [DNS({ id: dns.id, qr: 1 })] })`. Ethernet, VLAN tags, IP, IPv6 and UDP are
 * turned round, lengths and checksums computed. Fragments, and packets whose source or destination is no host, are not answered.
 */
export function answer(o: AnswerOptions<(packet: Packet) => boolean, Packet>): AnsweringMachine;
export function answer<V>(o: AnswerOptions<Layer<string, V, any>, V>): AnsweringMachine;
export function answer(o: AnswerOptions<unknown, never>): AnsweringMachine {
  checkOptions('answer', o, { name: true, when: true, reply: true, isOurs: true, mac: true });
  const { when, reply, isOurs, mac } = o;
  const layer = typeof when === 'function' && 'layerName' in when ? (when as unknown as AnyLayer) : undefined;
  return answeringMachine({
    name: o.name ?? layer?.layerName ?? 'answer',
    isRequest: layer === undefined ? (when as (packet: Packet) => boolean) : (received) => received.has(layer),
    makeReply: (received) => {
      const headers = headersBefore(received, layer, { isOurs, mac });
      const parts = headers && reply((layer === undefined ? received : received.get(layer)) as never, received);
      return parts === undefined ? undefined : packet(...(headers as Crafted[]), ...(parts as Crafted[]));
    },
  });
}
