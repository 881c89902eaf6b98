/** Flow messages into a file: one behind another, or as datagrams in a capture. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { LINKTYPE } from '../../../capture/link-types.ts';
import { openFileSink } from '../../../capture/node/file-sink.ts';
import { openPcapWriter } from '../../../capture/node/write-capture.ts';
import type { OctetSink } from '../../../capture/octet-sink.ts';
import { FlowMessages } from '../../../flows/messages/flow-messages.ts';
import type { FlowMessageOptions } from '../../../flows/messages/message-options.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import type { FlowOutput } from './flow-output.ts';

/** Octets of messages that are written at once. */
const BLOCK = 1 << 18;

/** Messages into a file: one behind another (of IPFIX that is RFC 5655's file), or as datagrams in a capture where its name says so. */
export async function writtenFlows(path: string, o: FlowMessageOptions): Promise<FlowOutput> {
  if (path.endsWith('.pcap')) return await messageCapture(path, o);
  const blocks = new Blocks(await openFileSink(path));
  const messages = new FlowMessages({ templateEvery: 0, ...o }, (octets) => blocks.put(octets));
  return {
    add: (flow) => messages.add(flow),
    passTo: (us) => messages.passTo(us),
    turn: async () => {
      await blocks.turn();
      return true;
    },
    close: async () => {
      messages.flush();
      await blocks.close();
      return [writtenLine(messages, path)];
    },
  };
}

/** Octets on their way into a file: a block is written while the next is filled, in the same memory again and again. */
class Blocks {
  readonly #sink: OctetSink;
  #block = new Uint8Array(BLOCK);
  #used = 0;
  #full: Uint8Array<ArrayBuffer>[] = [];
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(sink: OctetSink) {
    this.#sink = sink;
  }

  put(octets: Uint8Array): void {
    if (this.#used + octets.length > BLOCK) this.#next();
    this.#block.set(octets, this.#used);
    this.#used += octets.length;
  }

  /** Begins to write what is full, and waits for what was begun before. */
  async turn(): Promise<void> {
    if (this.#full.length === 0) return;
    await this.#writing;
    const full = this.#full;
    this.#full = [];
    this.#writing = this.#write(full);
    // Whoever takes the next turn hears of it.
    this.#writing.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#next();
    await this.turn();
    await this.#writing;
    await this.#sink.close();
  }

  #next(): void {
    this.#full.push(this.#block.subarray(0, this.#used));
    this.#block = this.#free.pop() ?? new Uint8Array(BLOCK);
    this.#used = 0;
  }

  async #write(blocks: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    for (const block of blocks) {
      await this.#sink.write(block);
      this.#free.push(new Uint8Array(block.buffer));
    }
  }
}

function writtenLine(messages: FlowMessages, path: string): string {
  const { records, refused } = messages.stats;
  if (refused > 0 && records === 0)
    throw new PacketwrightError('ERR_VALUE', `NetFlow ${messages.version} has no words for IPv6`, { remedy: '-v 9' });
  return `${records} flow records written to ${path}${refused > 0 ? `, ${refused} of IPv6 not: -v 9 has words for them` : ''}`;
}

const HERE = '127.0.0.1';
/** 4739 is IPFIX's port (RFC 7011 §10.1), 2055 what most use for NetFlow. */
const portOf = (version: number): number => (version === 10 ? 4739 : 2055);

async function messageCapture(path: string, o: FlowMessageOptions): Promise<FlowOutput> {
  const writer = await openPcapWriter(path, { linkType: LINKTYPE.RAW });
  const port = portOf(o.version ?? 5);
  let waiting: Uint8Array[] = [];
  let us = 0;
  const messages = new FlowMessages(o, (octets) => {
    waiting.push(octets.slice());
  });
  const put = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    const at = { sec: Math.floor(us / 1e6), nsec: Math.floor(us % 1e6) * 1000 };
    for (const octets of all)
      await writer.write({ octets: packet(IP({ src: HERE, dst: HERE }), UDP({ sport: port, dport: port }), octets).bytes, ...at });
  };
  return {
    add: (flow) => {
      if (flow.lastUs > us) us = flow.lastUs;
      messages.add(flow);
    },
    passTo: (now) => messages.passTo(now),
    turn: async () => {
      await put();
      return true;
    },
    close: async () => {
      messages.flush();
      await put();
      await writer.close();
      return [writtenLine(messages, path)];
    },
  };
}
