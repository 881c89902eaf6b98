/** What terms mean on link types that few people have, and which of them each refuses. The octets follow the documents named beside them. */
import { describe, expect, it } from 'vitest';
import { LINKTYPE, linkTypeByName } from '../../capture/link-types.ts';
import { compile } from './compile.ts';
import { runFilter } from './program/run-filter.ts';

const typeOf = (name: string): number => linkTypeByName(name)?.number as number;

/** A packet of 64 octets that are 0 but for those given by their place. */
function packet(octets: Readonly<Record<number, number>>): Uint8Array {
  const made = new Uint8Array(64);
  for (const [at, octet] of Object.entries(octets)) made[Number(at)] = octet;
  return made;
}

const matches = (filter: string, linkType: number, octets: Readonly<Record<number, number>>): boolean =>
  runFilter(compile(filter, { linkType }), packet(octets)) > 0;

describe('terms by link type', () => {
  it("'igrp' is protocol 9, which IANA has for any private interior gateway protocol; EIGRP is 88", () => {
    const ip = (protocol: number) => ({ 12: 0x08, 14: 0x45, 23: protocol });
    expect([matches('igrp', 1, ip(9)), matches('igrp', 1, ip(88))]).toEqual([true, false]);
    expect([matches('ip proto \\igrp', 1, ip(9)), matches('ip proto eigrp', 1, ip(88))]).toEqual([true, true]);
    expect(matches('igrp[0] = 5', 1, { ...ip(9), 34: 5 })).toBe(true);
  });

  it("'link proto' on PPP takes EtherTypes for what PPP has in their place (IANA, PPP DLL protocol numbers)", () => {
    for (const [etherType, ppp] of [
      [0x0800, 0x21],
      [0x86dd, 0x57],
      [0x6003, 0x27],
      [0x809b, 0x29],
      [0x0600, 0x25],
      [0xfe, 0x23],
      [0x42, 0x31],
      [0xe0, 0x2b],
      [0xc021, 0xc021],
    ] as const)
      for (const type of [LINKTYPE.PPP, LINKTYPE.PPP_HDLC, LINKTYPE.PPP_PPPD]) {
        expect(matches(`link proto ${etherType}`, type, { 2: ppp >> 8, 3: ppp & 0xff })).toBe(true);
        expect(matches(`link proto ${etherType}`, type, { 2: 0x77, 3: 0x77 })).toBe(false);
      }
  });

  it("on BSD/OS's PPP 'ip' is IP compressed and not, and 'link proto 0x21' is that number only", () => {
    const of = (filter: string): boolean[] => [0x21, 0x2d, 0x2f].map((ppp) => matches(filter, LINKTYPE.PPP_BSDOS, { 6: ppp }));
    expect([of('ip'), of('link proto 0x21')]).toEqual([
      [true, true, true],
      [true, false, false],
    ]);
  });

  it('behind PPI every filter is for 802.11 packets (link type 105) only; the empty one is for all', () => {
    const ppi = (type: number, filter: string): boolean => matches(filter, LINKTYPE.PPI, { 2: 8, 4: type });
    for (const filter of ['len = 64', 'radio[2] = 8', 'not type mgt or type mgt'])
      expect([filter, ppi(105, filter), ppi(1, filter)]).toEqual([filter, true, false]);
    expect([ppi(105, ''), ppi(1, '')]).toEqual([true, true]);
  });

  it('switch tags say a direction: Broadcom by opcode (0 to the processor, 1 from it), Marvell by its second bit', () => {
    const ways = (type: number, first: number): boolean[] => ['inbound', 'outbound'].map((word) => matches(word, type, { 12: first }));
    expect([0x00, 0x1f, 0x20, 0x3f, 0x40].map((first) => ways(LINKTYPE.DSA_TAG_BRCM, first))).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
      [false, false],
    ]);
    expect([0x00, 0x40, 0x80, 0xc0].map((first) => ways(LINKTYPE.DSA_TAG_DSA, first))).toEqual([
      [true, false],
      [false, true],
      [true, false],
      [false, true],
    ]);
  });

  it("ISO protocols behind Juniper's ATM, PPPoE and Ethernet stand behind an LLC header", () => {
    const juniper = { 0: 0x4d, 1: 0x47, 2: 0x43 };
    for (const [name, at] of [
      ['JUNIPER_ATM1', 14],
      ['JUNIPER_ATM2', 18],
      ['JUNIPER_PPPOE', 35],
      ['JUNIPER_ETHER', 35],
    ] as const)
      expect([matches('clnp', typeOf(name), { ...juniper, [at]: 0x81 }), matches('clnp', typeOf(name), juniper)]).toEqual([true, false]);
  });

  it('behind ATM LAN emulation follows Ethernet, with tags too', () => {
    expect(matches('lane and vlan 5', LINKTYPE.SUNATM, { 0: 1, 18: 0x81, 21: 5 })).toBe(true);
    expect(matches('lane and vlan 5', LINKTYPE.SUNATM, { 0: 1, 18: 0x81, 21: 6 })).toBe(false);
  });

  it("pf's names: one system's each, in any case (pflog(4))", () => {
    expect(matches('reason no-route', LINKTYPE.PFLOG, { 3: 16 })).toBe(true);
    for (const name of ['map-failed', 'state-locked', 'translate', 'dummynet', 'DummyNet'])
      expect([15, 16].map((number) => matches(`reason ${name}`, LINKTYPE.PFLOG, { 3: number }))).toEqual([true, false]);
    expect(matches('action Synproxy-Drop', LINKTYPE.PFLOG, { 2: 10 })).toBe(true);
  });

  it('names of 802.11 and LLC frames are taken in any case', () => {
    expect(matches('type MGT subtype Beacon', LINKTYPE.IEEE802_11, { 0: 0x80 })).toBe(true);
    expect(matches('subtype RTS', LINKTYPE.IEEE802_11, { 0: 0xb4 })).toBe(true);
    expect(matches('dir ToDS', LINKTYPE.IEEE802_11, { 1: 1 })).toBe(true);
    expect(matches('llc UI', 1, { 13: 40, 16: 3 })).toBe(true);
  });

  it.each([
    ['vlan', 'PPI'],
    ['vlan 5 and ip', 'PPI'],
    ['multicast', 'BACNET_MS_TP'],
    ['ether multicast', 'BACNET_MS_TP'],
    ['sio 5', 'MTP3'],
    ['fisu', 'MTP3'],
    ['inbound', 'DSA_TAG_EDSA'],
    ['vlan', 'DSA_TAG_EDSA'],
    ['multicast', 'LINUX_SLL'],
    ['mpls', 'RAW'],
    ['llc', 'C_HDLC'],
    ['action pass', 'EN10MB'],
  ])("'%s' is refused on %s, with the link type's name and what helps", (filter, name) => {
    expect(() => compile(filter, { linkType: typeOf(name) })).toThrow(
      expect.objectContaining({
        code: 'ERR_FILTER',
        message: expect.stringContaining(`is not supported on link type ${name}`) as string,
        details: expect.objectContaining({ remedy: expect.stringMatching(/^(compare octets|choose|capture|use)/) as string }) as object,
      }),
    );
  });

  it.each([
    ['vlan', 'IEEE802_11_RADIO'],
    ['broadcast', 'BACNET_MS_TP'],
    ['multicast', 'ARCNET'],
    ['opc 5', 'MTP2'],
  ])("'%s' is taken on %s", (filter, name) => {
    expect(compile(filter, { linkType: typeOf(name) }).length).toBeGreaterThan(1);
  });
});
