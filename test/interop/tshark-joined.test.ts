/**
 * Columns that need more than one field, or more than the packet's numbers, against tshark: EAP in several attributes of RADIUS, MPTCP among
 * TCP's options, TURN's channel data on any port, AH's length, AppleTalk in SNAP. The text is the same, column by column.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { Radius } from '../../src/protocols/application/radius/radius.ts';
import { STUN, TURNChannelData } from '../../src/protocols/application/stun/stun.ts';
import { EAP } from '../../src/protocols/link/control/eap.ts';
import { Dot3, Ether } from '../../src/protocols/link/ethernet.ts';
import { LLC, SNAPOther } from '../../src/protocols/link/llc.ts';
import { AH } from '../../src/protocols/network/ipsec.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-joined-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A pcap file with these Ethernet frames. */
function capture(frames: readonly Uint8Array[]): string {
  const word = (...n: number[]): Buffer => Buffer.from(Uint32Array.from(n).buffer);
  const head = Buffer.concat([word(0xa1b2c3d4), Buffer.from(Uint16Array.of(2, 4).buffer), word(0, 0, 0x40000, 1)]);
  const file = join(scratch, 'frames.pcap');
  writeFileSync(file, Buffer.concat([head, ...frames.flatMap((f) => [word(0, 0, f.length, f.length), f])]));
  return file;
}

const made = (...parts: readonly unknown[]): Uint8Array => (packet(...(parts as never[])) as unknown as Packet<any>).bytes;
const ends = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const ether = () => Ether(ends);
const ip = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const ip6 = () => IPv6({ src: '2001:db8::1', dst: '2001:db8::2' });

/** RFC 3579 §3.1: an EAP message is cut into attributes of 253 octets at most, one behind the other. */
const radius = (eap: Uint8Array, ...more: readonly unknown[]): Uint8Array => {
  const pieces = Array.from({ length: Math.ceil(eap.length / 253) }, (_, i) => ['EAP-Message', eap.subarray(i * 253, (i + 1) * 253)]);
  return made(ether(), ip(), UDP(), Radius({ code: 11, id: 7, attributes: [...pieces, ...more] as never }));
};
const identity = (length: number): Uint8Array => made(EAP({ code: 2, id: 9, identity: 'u'.repeat(length) }));
const ALL = ['frame.protocols'];
const SNAP_FIELDS = ['llc.oui', 'llc.type', 'llc.pid', 'llc.apple_atalk_pid'];
const EAP_FIELDS = [...ALL, 'radius.code', 'eap.code', 'eap.id', 'eap.len', 'eap.type', 'eap.identity'];
const MPTCP_FIELDS = [...ALL, 'tcp.options.mptcp.subtype', 'tcp.options.mptcp.version'];
const capable = ['MPTCP', { subtype: 0, low: 1, data: { flags: 1, snd_key: 0x1fdb_5df3_28bc_3defn } }];
const dss = ['MPTCP', { subtype: 2, data: { hasAck: 1, longAck: 1, ack: 5n } }];
const tcp = (...options: readonly unknown[]): Uint8Array =>
  made(ether(), ip(), TCP({ sport: 50_000, dport: 9999, flags: 'A', options: options as never }));
const ports = () => UDP({ sport: 50_000, dport: 50_001 });
const channelData = (length: number): Uint8Array =>
  made(ether(), ip(), ports(), TURNChannelData({ channel: 0x4001, data: new Uint8Array(length).fill(1) }));
const bound = (): Uint8Array => made(ether(), ip(), ports(), STUN({ stun_message_type: 0x109, transaction_id: 'abcdefghijkl' }));

const cases: readonly (readonly [what: string, fields: readonly string[], frames: () => readonly Uint8Array[]])[] = [
  ['EAP in one attribute', EAP_FIELDS, () => [radius(identity(5))]],
  ['EAP in two attributes', EAP_FIELDS, () => [radius(identity(300))]],
  ['EAP in four attributes, and others behind', EAP_FIELDS, () => [radius(identity(900), ['State', 'x'], ['NAS-Port', 3])]],
  ['EAP whose second attribute is missing', EAP_FIELDS, () => [radius(identity(300).subarray(0, 253))]],
  ['EAP that succeeded has no type', EAP_FIELDS, () => [radius(made(EAP({ code: 3, id: 9 })))]],
  ['RADIUS without EAP', EAP_FIELDS, () => [radius(new Uint8Array(0), ['State', 'x'])]],
  ['MPTCP', MPTCP_FIELDS, () => [tcp(capable)]],
  ['MPTCP behind other options, and two of it', MPTCP_FIELDS, () => [tcp('NOP', ['Timestamp', [1, 2]], dss), tcp(dss, dss)]],
  ['TCP without MPTCP', ALL, () => [tcp(['MSS', 1460])]],
  // tshark takes octets for channel data where STUN went before. It names the data inside, which are a field here.
  ['channel data behind STUN', ['stun.type', 'stun.channel'], () => [bound(), channelData(8)]],
  ['channel data on any port that may have padding', [...ALL, 'stun.channel'], () => [channelData(7)]],
  [
    'AH',
    [...ALL, 'ah.length', 'ah.spi', 'ah.next_header'],
    () => [made(ether(), ip(), AH({ spi: 7, seq: 1, icv: '0123456789ab' }), UDP())],
  ],
  ['AH over IPv6', [...ALL, 'ah.length', 'ah.icv'], () => [made(ether(), ip6(), AH({ spi: 7, icv: '0123456789abcdef' }), TCP())]],
  // What SNAP carries there, DDP, is not here.
  ['AppleTalk', SNAP_FIELDS, () => [made(Dot3(ends), LLC(), SNAPOther({ OUI: 0x08_0007, code: 0x809b }), new Uint8Array(20))]],
  ['another organisation', SNAP_FIELDS, () => [made(Dot3(ends), LLC(), SNAPOther({ OUI: 0x12_3456, code: 0x809b }), new Uint8Array(20))]],
];

describeIf(requireProgram('tshark'), 'columns that need more than a field, as tshark', () => {
  it.each(cases)('%s', async (_what, fields, frames) => {
    const file = capture(frames());
    const asked = ['-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
    const theirs = spawnSync('tshark', ['-r', file, '-n', ...asked], { encoding: 'utf8' });
    const ours = await runCli(['read', file, ...asked]);
    expect(ours.err).toBe('');
    expect(ours.out.trimEnd()).toBe(theirs.stdout.trimEnd());
  });

  // Alone it says no more than its length, which tshark does not take for enough.
  it('channel data whose length is just that of the datagram is guessed without STUN before it', async () => {
    const { out } = await runCli(['read', capture([channelData(8)]), '-T', 'fields', '-e', 'frame.protocols', '-e', 'stun.channel']);
    expect(out).toBe('eth:ethertype:ip:udp:stun\t0x4001\n');
  });
});
