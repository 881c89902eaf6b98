/** What must not compile: `npm run types` says so when a line of these does. Never run. */
import { dissect, Ether, IP, packet, TCP, UDP } from '../../src/index.ts';

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
}
