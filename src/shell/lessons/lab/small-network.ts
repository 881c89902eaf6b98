/** The network of most lessons: the student, a gateway that is the name server, and a web server. */
import { lab, type LabHostSpec } from '../../../lab/lab.ts';
import type { World } from '../walk/world.ts';

/** RFC 5737 §3: addresses for examples, which nobody has. */
export const ME = '192.0.2.10';
export const GATEWAY = '192.0.2.1';
export const WWW = '192.0.2.80';
/** Nobody's. */
export const NOBODY = '192.0.2.99';

export const BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** The same each time: its time stands still while nothing happens, and its random numbers have a seed. */
export function smallNetwork(o: { readonly gateway?: Partial<LabHostSpec>; readonly www?: Partial<LabHostSpec> } = {}): World {
  const net = lab({
    seed: 1,
    time: 'virtual',
    hosts: {
      me: { address: `${ME}/24`, gateway: GATEWAY },
      gateway: { address: `${GATEWAY}/24`, ...o.gateway },
      www: { address: `${WWW}/24`, ...o.www },
    },
  });
  return { net, me: net.host('me') };
}
