/** What the compiler knows and refuses. tsc judges this file; the tests run what is allowed, and see what is refused throw. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { fuzz } from '../../src/packet/templates/fuzz.ts';
import type { Flags } from '../../src/packet/spec/flags.ts';
import { type ViewOf, auto } from '../../src/packet/spec/spec.ts';
import type { Packet, Part } from '../../src/packet/laid/packet.ts';
import { RandIP, RandString } from '../../src/packet/templates/random-text.ts';
import { RandLong, RandShort } from '../../src/packet/templates/random-values.ts';
import { net, oneOf, range } from '../../src/packet/templates/sets.ts';
import type { ValueSet, Volatile } from '../../src/packet/spec/several.ts';
import type { Template } from '../../src/packet/templates/template.ts';
import { Dot1Q, Ether } from '../../src/protocols/link/ethernet.ts';
import { ARP } from '../../src/protocols/network/arp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';

const p = packet(Ether(), IP({ dst: '192.0.2.1' }), TCP({ dport: 80 }));
const q = dissect(p.bytes);

describe('what get() gives', () => {
  it('a crafted packet has its layers', () => {
    expectTypeOf(p).toEqualTypeOf<Packet<'Ether' | 'IP' | 'TCP'>>();
    expectTypeOf(p.get(TCP)).toEqualTypeOf<ViewOf<typeof TCP>>();
    expectTypeOf(p.get(TCP).dport).toEqualTypeOf<number>();
    expectTypeOf(p.get(TCP).flags).toEqualTypeOf<Flags>();
    expectTypeOf(p.get(IP).src).toEqualTypeOf<string>();
    expectTypeOf(p.get(IP, 2)).toEqualTypeOf<ViewOf<typeof IP> | undefined>();
    expect(p.get(TCP).dport).toBe(80);
  });

  it('and no others', () => {
    // @ts-expect-error there is no UDP
    expect(p.get(UDP)).toBeUndefined();
    // @ts-expect-error nor can it be set
    expect(() => p.set(UDP, { dport: 1 })).toThrow(/UDP/);
    // @ts-expect-error nor taken out
    expect(() => p.without(UDP)).toThrow(/UDP/);
    // @ts-expect-error a view has its fields only
    expect(p.get(TCP).dst).toBeUndefined();
  });

  it('a dissected packet may have any', () => {
    expectTypeOf(q).toEqualTypeOf<Packet<string>>();
    expectTypeOf(q.get(UDP)).toEqualTypeOf<ViewOf<typeof UDP> | undefined>();
    // @ts-expect-error it may be undefined
    expect(q.get(TCP).dport).toBe(80);
    expect(q.get(UDP)?.dport).toBeUndefined();
  });

  it('with() and without() change the type', () => {
    const tagged = p.with(Dot1Q({ vlan: 7 }), { after: Ether });
    expectTypeOf(tagged.get(Dot1Q).vlan).toEqualTypeOf<number>();
    const bare = tagged.without(TCP);
    expectTypeOf(bare).toEqualTypeOf<Packet<'Ether' | 'IP' | 'Dot1Q'>>();
    // @ts-expect-error it is gone
    expect(bare.get(TCP)).toBeUndefined();
  });
});

describe('what may be given', () => {
  it('values of the field, names of it, auto', () => {
    p.set(TCP, { dport: 'http', flags: 'SA', chksum: auto });
    expect(p.get(TCP).flags.has('SA')).toBe(true);
    p.get(TCP).dport = 8080;
    expect(p.get(TCP).dport).toBe(8080);
    expect(packet(ARP({ op: 'is-at' })).get(ARP).op).toBe(2);
  });

  it('and nothing else', () => {
    // @ts-expect-error no such field
    expect(() => packet(TCP({ dprot: 80 })).bytes).toThrow(/did you mean 'dport'/);
    // @ts-expect-error no such operation
    expect(() => packet(ARP({ op: 'is-ta' })).bytes).toThrow(/is-ta/);
    // @ts-expect-error a number for an address is one, a truth is none
    expect(() => packet(IP({ dst: true })).bytes).not.toThrow(/never/);
    // @ts-expect-error text for a number without names
    expect(() => packet(IP({ ttl: 'many' })).bytes).toThrow(/many/);
    // @ts-expect-error the read type is what plain assignment takes
    expect(() => (p.get(TCP).dport = 'http')).not.toThrow(/never/);
    // @ts-expect-error an option that there is not
    expect(() => packet(TCP({ options: [['MMS', 1460]] })).bytes).toThrow(/did you mean 'MSS'/);
    // @ts-expect-error a layer is called
    expect(() => packet(IP).bytes).toThrow(/call it/);
  });
});

describe('sets and random values', () => {
  it('make templates', () => {
    expectTypeOf(packet(IP({ dst: net('10.0.0.0/30') }), TCP())).toEqualTypeOf<Template<'IP' | 'TCP'>>();
    expectTypeOf(packet(IP(), TCP({ dport: [80, 443] }))).toEqualTypeOf<Template<'IP' | 'TCP'>>();
    expectTypeOf(packet(IP({ src: RandIP() }), UDP({ sport: RandShort() }))).toEqualTypeOf<Template<'IP' | 'UDP'>>();
    expectTypeOf(packet(IP(), TCP({ options: oneOf([[], ['NOP']]) }))).toEqualTypeOf<Template<'IP' | 'TCP'>>();
    expectTypeOf(packet(IP(), fuzz(UDP()))).toEqualTypeOf<Template<'IP' | 'UDP'>>();
    expectTypeOf(fuzz(p)).toEqualTypeOf<Template<'Ether' | 'IP' | 'TCP'>>();
    for (const one of packet(IP({ ttl: range(1, 3) }), TCP())) expectTypeOf(one.get(TCP).seq).toEqualTypeOf<number>();
    expectTypeOf(net('10.0.0.0/8')).toEqualTypeOf<ValueSet<string>>();
    expectTypeOf(RandLong()).toEqualTypeOf<Volatile<bigint>>();
  });

  it('text, octets and packets among the parts bring their layers', () => {
    const text: string = 'payload';
    const parts: Part[] = [IP(), text];
    expectTypeOf(packet(IP(), text)).toEqualTypeOf<Packet<'IP' | 'Raw'>>();
    expectTypeOf(packet(IP(), Uint8Array.of(1), 'x')).toEqualTypeOf<Packet<'IP' | 'Raw'>>();
    expectTypeOf(packet(p.with('x'), UDP())).toEqualTypeOf<Packet<'Ether' | 'IP' | 'TCP' | 'Raw' | 'UDP'>>();
    expectTypeOf(packet(p, UDP({ dport: [1, 2] }), { registry: protocols })).toEqualTypeOf<Template<'Ether' | 'IP' | 'TCP' | 'UDP'>>();
    expectTypeOf(packet(q)).toEqualTypeOf<Packet>();
    expectTypeOf(packet(...parts)).toEqualTypeOf<Packet>();
    // @ts-expect-error a number is no part
    expect(() => packet(IP(), 7).bytes).toThrow();
    // @ts-expect-error nor is a view: p.get(IP) is where the packet is looked at
    expect(() => packet(p.get(IP)).bytes).toThrow();
  });

  it('a list-valued field takes a list as one value', () => {
    expectTypeOf(packet(TCP({ options: ['NOP', ['MSS', 1460]] }))).toEqualTypeOf<Packet<'TCP'>>();
    expectTypeOf(packet(TCP({ flags: ['S', 'A'] }))).toEqualTypeOf<Packet<'TCP'>>();
  });

  it('have no octets, and must fit the field', () => {
    const t = packet(IP({ ttl: [1, 2] }));
    expectTypeOf<(typeof t)['bytes']>().toEqualTypeOf<never>();
    expect(() => t.bytes).toThrow(/2 packets/);
    // @ts-expect-error a text is no number
    expect(() => packet(IP({ ttl: RandString(3) })).first().bytes).toThrow();
    // @ts-expect-error addresses are no numbers
    expect(() => packet(IP({ ttl: net('10.0.0.0/30') })).first().bytes).toThrow();
  });
});
