/** The registry of a packet goes with it, wherever it goes. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Lab, lab } from '../lab/lab.ts';
import { bind } from '../packet/chain/bindings.ts';
import { u16 } from '../packet/fields/integers.ts';
import { packetFromJson } from '../packet/from-json.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { layer } from '../packet/layer/layer.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { fuzz } from '../packet/templates/fuzz.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { answeringMachine, startAnswering } from './answering/answering-machine.ts';
import { arpMachine } from './answering/arp-machine.ts';
import { sr, sr1 } from './send-receive.ts';

const PORT = 60_123;
const Mine = layer('Mine', {
  fields: { n: u16() },
  match: { hash: (mine, _role, seed) => seed ^ (mine.n & 0xff), answers: (reply, request) => reply.n === request.n + 256 },
});
const registry = protocols.with(bind(UDP, { sport: PORT }, Mine), bind(UDP, { dport: PORT }, Mine));
const mine = (n = 1, dst = '192.0.2.20') => packet(IP({ dst }), UDP({ sport: 5000 }), Mine({ n }), { registry });
const portOf = (p: Packet<any>): number | undefined => (p as Packet).get(UDP)?.dport;

describe('a registry given to packet()', () => {
  it('is that of copies, changed packets, templates, JSON and packets made of it', () => {
    const p = mine();
    const all: Record<string, Packet<any>> = {
      itself: p,
      copy: p.copy(),
      with: p.with('x'),
      without: p.with('x').without(Mine),
      set: mine().set(Mine, { n: 2 }),
      wrapped: packet(Ether(), p),
      'wrapped after a look': packet(Ether(), dissect(p.bytes, IP, { registry })),
      'a template': packet(IP({ ttl: [1, 2] }), UDP(), Mine(), { registry }).first(),
      'a template of a packet': [...packet(Ether({ type: [0x800] }), p)][0] as Packet,
      'a seeded one': [
        ...packet(IP({ ttl: [1, 2] }), UDP(), Mine(), { registry })
          .seeded(1)
          .repeat(2),
      ][3] as Packet,
      fuzz: fuzz(mine(), { keep: ['UDP'] }).first(),
      json: packetFromJson(objectOf(p).registry, p.json()),
    };
    for (const [name, made] of Object.entries(all)) {
      expect(objectOf(made).registry, name).toBe(registry);
      if (name !== 'without') expect(portOf(made), name).toBe(PORT);
    }
    expect(objectOf(packet(Ether(), packet(IP()))).registry).toBe(protocols);
  });

  let net: Lab | undefined;
  afterEach(() => net?.close());

  it('is what answers are dissected with, each probe with its own', async () => {
    net = lab({
      hosts: {
        alice: { address: '192.0.2.10/24', mac: '02:00:00:00:00:0a' },
        bob: { address: '192.0.2.20/24', mac: '02:00:00:00:00:0b' },
      },
    });
    const host = net.host('alice'),
      bob = net.host('bob');
    const running = await startAnswering(
      [
        answeringMachine({
          isRequest: (p) => p.get(UDP)?.dport === PORT && p.get(IP)?.dst === '192.0.2.99',
          makeReply: (p) =>
            packet(
              Ether({ dst: p.get(Ether)?.src ?? '', src: bob.mac }),
              IP({ src: '192.0.2.99', dst: p.get(IP)?.src ?? '' }),
              UDP({ sport: PORT, dport: p.get(UDP)?.sport ?? 0 }),
              Uint8Array.of((p.payload(UDP)[0] as number) + 1, p.payload(UDP)[1] as number),
            ),
        }),
        arpMachine({ macOf: (address) => (address === '192.0.2.99' ? bob.mac : undefined) }),
      ],
      { host: bob, iface: 'eth0' },
    );
    const usual = packet(IP({ dst: '192.0.2.99' }), UDP({ sport: 5001, dport: PORT }), Uint8Array.of(7, 7));
    const one = await sr1(mine(5, '192.0.2.99'), { host });
    expect(one?.get(Mine)?.n).toBe(261);
    const { answered } = await sr([usual, mine(5, '192.0.2.99')], { host, timeoutMs: 200 });
    expect(answered.map(([sent, received]) => [sent.has(Mine), received.has(Mine)])).toEqual(
      expect.arrayContaining([
        [false, false],
        [true, true],
      ]),
    );
    await running.stop();
  });
});
