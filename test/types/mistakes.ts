/** What must not compile: `npm run types` says so when a line of these does. Never run. */
import { dissect, Ether, IP, type Packet, packet, sr, TCP, UDP } from '../../src/index.ts';

const wantsUdp = (p: Packet<'IP' | 'UDP'>): number => p.get(UDP).dport;

const wantsIp = (p: Packet<'IP'>): string => p.get(IP).dst;

export function mistakes(): void {
  const p = packet(Ether(), IP(), TCP({ dport: 80 }), 'GET /');
  // @ts-expect-error No UDP was put in.
  p.get(UDP);
  // @ts-expect-error No such field to read.
  p.get(TCP).dprot;
  // @ts-expect-error No such field to give.
  packet(TCP({ dprot: 80 }));
  // @ts-expect-error An address is text.
  packet(IP({ dst: true }));
  // @ts-expect-error No such field to set.
  p.set(TCP, { dprot: 80 });
  // @ts-expect-error It was taken out.
  p.without(TCP).get(TCP);
  // @ts-expect-error A dissected packet may have no TCP.
  dissect(p.bytes, Ether).get(TCP).dport;
  // @ts-expect-error A second TCP may not be there.
  p.get(TCP, 2).dport;
  // @ts-expect-error It has no UDP.
  wantsUdp(p);
  // @ts-expect-error Nobody knows whether a dissected packet has one.
  wantsUdp(dissect(p.bytes));
  const sent = sr([p, packet(IP(), UDP())]).then(({ unanswered }) => unanswered[0]);
  void sent.then((one) => {
    if (one === undefined) return;
    wantsIp(one);
    // @ts-expect-error Not all of them have it.
    wantsUdp(one);
  });
}
