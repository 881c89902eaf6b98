/** What a capture told of its packets, read and written again: tshark reads both files alike. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../test/support/require.ts';
import { runCli } from '../../test/support/run-cli.ts';
import { Raw } from '../packet/layer/raw.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import type { CaptureBatch } from './batch-columns.ts';
import type { PacketBatch } from './batch.ts';
import { keepBatch } from './keep-batch.ts';
import { openCapture, rdpcap, wrpcap } from './node/captures.ts';
import { memorySink } from './octet-sink.ts';
import type { PcapngOption } from './pcapng/options.ts';
import { PcapngWriter } from './pcapng/writer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-told-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const at = (name: string): string => join(scratch, name);

/** Ethernet, IPv4, UDP with two octets; and the same from IPv4 on. By hand: RFC 791 §3.1, RFC 768. */
const FRAME = Buffer.from('02000000000202000000000108004500001e00010000401100000a0000010a00000200350036000a0000abcd', 'hex');
const BARE = FRAME.subarray(14);

/** A pcapng by hand of `blocks` of type and body (draft-ietf-opsawg-pcapng §3.1), so that no writer of ours is in it. */
function pcapng(...blocks: (readonly [type: number, body: Buffer])[]): Buffer {
  return Buffer.concat(
    blocks.map(([type, body]) => {
      const whole = Buffer.concat([Buffer.alloc(8), body, Buffer.alloc(-body.length & 3), Buffer.alloc(4)]);
      whole.writeUInt32LE(type, 0);
      whole.writeUInt32LE(whole.length, 4);
      whole.writeUInt32LE(whole.length, whole.length - 4);
      return whole;
    }),
  );
}
const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const opt = (code: number, value: string | Buffer): Buffer => {
  const octets = Buffer.from(value as string);
  return Buffer.concat([Buffer.of(code, 0, octets.length, 0), octets, Buffer.alloc(-octets.length & 3)]);
};
const SECTION = [0x0a0d0d0a, Buffer.from('4d3c2b1a01000000ffffffffffffffff', 'hex')] as const;
const iface = (linkType: number, ...options: Buffer[]) => [1, Buffer.concat([u32(linkType, 65_535), ...options, u32(0)])] as const;
const enhanced = (id: number, octets: Buffer, options: Buffer[] = [], wire = octets.length) =>
  [
    6,
    Buffer.concat([u32(id, 0x0006_0a24, 0x181e_4000, octets.length, wire), octets, Buffer.alloc(-octets.length & 3), ...options, u32(0)]),
  ] as const;

const RICH = pcapng(
  SECTION,
  iface(1, opt(2, 'eth0'), opt(3, 'the first'), opt(12, 'an OS')),
  iface(101, opt(2, 'tun0')),
  enhanced(0, FRAME, [opt(1, 'first'), opt(2, u32(0x102)), opt(1, 'second'), opt(5, Buffer.from('0102030405060708', 'hex'))]),
  enhanced(1, BARE, [opt(2, u32(1))]),
  SECTION,
  iface(1, opt(2, 'eth1')),
  enhanced(0, FRAME, [opt(4, Buffer.from('0300000000000000', 'hex'))], 100),
);

const tshark = (path: string, ...fields: string[]): string[] =>
  spawnSync('tshark', ['-nr', path, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8' })
    .stdout.split('\n')
    .slice(0, -1);

describe('what a capture told', () => {
  writeFileSync(at('rich.pcapng'), RICH);

  it('of comments is in meta and JSON: the first', async () => {
    const [p, q] = await rdpcap(at('rich.pcapng'));
    expect([p?.meta.comment, q?.meta.comment]).toEqual(['first', undefined]);
    expect(JSON.parse(p?.json() ?? '').frame.comment).toBe('first');
    for await (const one of (await openCapture(at('rich.pcapng'))).packets()) {
      expect(one.meta.comment).toBe('first');
      break;
    }
    expect((await runCli(['read', at('rich.pcapng'), '--json', '-c', '1'])).out).toContain('"comment":"first"');
  });

  it('is written again: options, interfaces, link types', async () => {
    await wrpcap(at('again.pcapng'), await rdpcap(at('rich.pcapng')));
    const [before, after] = await Promise.all([at('rich.pcapng'), at('again.pcapng')].map(facts));
    expect(after).toEqual(before);
  });

  it('gives way to what meta says now', async () => {
    const [p, q, r] = await rdpcap(at('rich.pcapng'));
    Object.assign(p!.meta, { comment: 'another', outgoing: false });
    Object.assign(q!.meta, { comment: 'new', outgoing: true, iface: 'tun7' });
    delete r!.meta.iface;
    await wrpcap(at('changed.pcapng'), [p!, q!, r!]);
    expect((await facts(at('changed.pcapng'))).map(({ name, options }) => [name, options.slice(0, 3)])).toEqual([
      ['eth0', ['comment another', 'epb_flags 256', 'comment second']],
      ['tun7', ['comment new', 'epb_flags 2']],
      ['', ['epb_dropcount 3']],
    ]);
  });

  it('goes with copies, and with packets made of it', async () => {
    const [p] = await rdpcap(at('rich.pcapng'));
    const made = [p!.copy(), p!.copy().set(Raw, { load: 'longer than it was' }), p!.with(packet('tail') as never), p!.without(Ether)];
    await wrpcap(at('made.pcapng'), made);
    expect((await facts(at('made.pcapng'))).map((f) => [f.name, f.linkType, f.options.length, f.time, f.missing])).toEqual([
      ['eth0', 1, 4, 1_700_000_000, 0],
      ['eth0', 1, 4, 1_700_000_000, 0],
      ['eth0', 1, 4, 1_700_000_000, 0],
      ['eth0', 101, 4, 1_700_000_000, 0],
    ]);
  });

  it('of a wire length moves with an edit: what was whole is whole, what was cut off stays cut off', async () => {
    const [p, , r] = await rdpcap(at('rich.pcapng'));
    for (const load of ['', 'x', 'a long, long, long, long text']) {
      p!.set(Raw, { load });
      r!.set(Raw, { load });
      expect([p!.meta.wireLength! - p!.length, r!.meta.wireLength! - r!.length]).toEqual([0, 100 - FRAME.length]);
    }
    await wrpcap(at('edited.pcap'), [p!, r!]);
    const [a, b] = await rdpcap(at('edited.pcap'));
    expect([a!.meta.wireLength! - a!.length, b!.meta.wireLength! - b!.length]).toEqual([0, 100 - FRAME.length]);
  });

  it('of link types: several are several interfaces of pcapng, and an error in pcap, which leaves no file', async () => {
    const all = await rdpcap(at('rich.pcapng'));
    await expect(wrpcap(at('mixed.pcap'), all)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_VALUE', message: 'a pcap file has one link type: the file has 1, a packet has 101' }),
    );
    expect(existsSync(at('mixed.pcap'))).toBe(false);
    async function* one(): AsyncGenerator<(typeof all)[number]> {
      yield* all;
    }
    await expect(wrpcap(at('mixed.pcap'), one())).rejects.toThrow(/one link type/);
    const crafted = [packet(Ether(), IP(), UDP()), packet(IP(), UDP()), packet(Ether(), IP(), UDP())];
    await wrpcap(at('crafted.pcapng'), crafted);
    expect((await facts(at('crafted.pcapng'))).map(({ linkType, number }) => [linkType, number])).toEqual([
      [1, 0],
      [101, 1],
      [1, 0],
    ]);
  });

  it('of an interface is written again, whatever it is', async () => {
    const info = iface(
      1,
      opt(2, 'e'),
      opt(4, Buffer.from('c0000201ffffff00', 'hex')),
      opt(8, Buffer.from('00ca9a3b00000000', 'hex')),
      opt(99, 'x'),
    );
    writeFileSync(at('info.pcapng'), pcapng(SECTION, info, enhanced(0, FRAME)));
    await wrpcap(at('info-again.pcapng'), await rdpcap(at('info.pcapng')));
    const { interfaces } = await openCapture(at('info-again.pcapng'));
    expect(interfaces[0]?.options?.map(({ name, value }) => `${name} ${String(value)}`)).toEqual([
      'if_name e',
      'if_IPv4addr 192.0.2.1/255.255.255.0',
      'if_speed 1000000000',
      'unknown 120',
      'if_tsresol 9',
    ]);
  });

  it('stays with a batch that is kept', async () => {
    const kept: PacketBatch[] = [];
    for await (const batch of (await openCapture(at('rich.pcapng'))).batches()) kept.push(keepBatch(batch));
    expect((kept[0] as CaptureBatch).comments?.(0)).toEqual(['first', 'second']);
    expect((kept[0] as CaptureBatch).options?.(1)).toEqual([{ code: 2, name: 'epb_flags', value: 1 }]);
  });

  it('of a missing time is not made up', async () => {
    const simple = [3, Buffer.concat([u32(FRAME.length), FRAME])] as const;
    writeFileSync(at('simple.pcapng'), pcapng(SECTION, iface(1), simple));
    await wrpcap(at('simple.pcap'), await rdpcap(at('simple.pcapng')));
    expect((await rdpcap(at('simple.pcap')))[0]?.meta.sec).toBe(0);
  });
});

/** What a file says of each packet. */
async function facts(path: string) {
  const capture = await openCapture(path);
  const found = [];
  for await (const batch of capture.batches())
    for (let i = 0; i < batch.n; i++) {
      const info = capture.interfaces[batch.iface[i]!]!;
      const { name, linkType, description, os, number } = info;
      const options = (batch.options?.(i) ?? []).map((o: PcapngOption) => `${o.name} ${String(o.value)}`);
      found.push({
        name,
        linkType,
        description,
        os,
        number: path.includes('rich') || path.includes('again') ? 0 : number,
        options,
        time: batch.sec[i],
        missing: batch.wire[i]! - batch.captured[i]!,
      });
    }
  return found;
}

describeIf(requireProgram('tshark'), 'what a capture told, as tshark reads it', () => {
  const fields = [
    'frame.comment',
    'frame.interface_description',
    'frame.packet_flags_direction',
    'frame.packet_id',
    'frame.len',
    'frame.cap_len',
    'frame.time_epoch',
    'frame.encap_type',
  ];

  it('is written again', async () => {
    writeFileSync(at('r.pcapng'), RICH);
    await wrpcap(at('s.pcapng'), await rdpcap(at('r.pcapng')));
    // tshark looks for the names of the second section's interfaces in the first: its interfaces are left aside.
    const [before, after] = [tshark(at('r.pcapng'), ...fields), tshark(at('s.pcapng'), ...fields)];
    expect(before).toHaveLength(3);
    expect(before[0]).toMatch(/^first,second\tthe first\t/);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  });

  it('interface numbers count within their section', async () => {
    const names = ['frame.section_number', 'frame.interface_id', 'frame.comment'];
    const { out } = await runCli(['read', at('rich.pcapng'), '-T', 'fields', ...names.flatMap((name) => ['-e', name])]);
    expect(out.split('\n').slice(0, -1)).toEqual(tshark(at('rich.pcapng'), ...names));
    expect(out).toBe('1\t0\tfirst,second\n1\t1\t\n2\t0\t\n');
  });

  it('times with an offset, through writeBatch', async () => {
    writeFileSync(at('offset.pcapng'), pcapng(SECTION, iface(1, opt(14, Buffer.from('00ffffffffffffff', 'hex'))), enhanced(0, FRAME)));
    const sink = memorySink();
    const capture = await openCapture(at('offset.pcapng'));
    const writer = new PcapngWriter(sink);
    for await (const batch of capture.batches()) await writer.writeBatch(batch, capture.interfaces);
    await writer.close();
    writeFileSync(at('offset-again.pcapng'), sink.octets());
    expect(tshark(at('offset-again.pcapng'), 'frame.time_epoch')).toEqual(tshark(at('offset.pcapng'), 'frame.time_epoch'));
  });
});
