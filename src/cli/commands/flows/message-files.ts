/** Flow messages into a file: one behind another, or as datagrams in a capture. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { LINKTYPE } from '../../../capture/link-types.ts';
import { openFileSink } from '../../../capture/node/file-sink.ts';
import { openPcapWriter } from '../../../capture/node/write-capture.ts';
import { FlowMessages } from '../../../flows/messages/flow-messages.ts';
import type { FlowMessageOptions } from '../../../flows/messages/message-options.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import type { FlowOutput } from './flow-output.ts';

/** Octets of messages that are written at once. */
const BLOCK = 1 << 20;

/** Messages into a file: one behind another (of IPFIX that is RFC 5655's file), or as datagrams in a capture where its name says so. */
export async function writtenFlows(path: string, o: FlowMessageOptions): Promise<FlowOutput> {
  if (path.endsWith('.pcap')) return await messageCapture(path, o);
  const sink = await openFileSink(path);
  const block = new Uint8Array(BLOCK);
  let used = 0;
  let full: Uint8Array[] = [];
  const messages = new FlowMessages({ templateEvery: 0, ...o }, (octets) => {
    if (used + octets.length > block.length) {
      full.push(block.slice(0, used));
      used = 0;
    }
    block.set(octets, used);
    used += octets.length;
  });
  const put = async (): Promise<void> => {
    const waiting = full;
    full = [];
    for (const octets of waiting) await sink.write(octets);
  };
  return {
    add: (flow) => messages.add(flow),
    passTo: (us) => messages.passTo(us),
    turn: async () => {
      await put();
      return true;
    },
    close: async () => {
      messages.flush();
      await put();
      await sink.write(block.subarray(0, used));
      await sink.close();
      return [writtenLine(messages, path)];
    },
  };
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
