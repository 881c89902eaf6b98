/** Frames that nobody can answer: to this host itself. */
import { isLoopbackAddress, readMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { addressFields } from './address-fields.ts';
import { networkLayer } from './matching/answers.ts';
import type { Concrete } from './concrete.ts';
import { plain } from './own-addresses.ts';

/**
 * Why a frame gets no answer: it is for one of this host's own addresses, or has its own MAC as destination. The kernel routes its own
 * packets before they become frames, and drops frames with such addresses (RFC 1122 §3.2.1.3 (g) for 127.0.0.0/8).
 */
export function toOneself({ packet, link, way }: Concrete): PacketwrightError | undefined {
  const p = objectOf(packet).built();
  const { name, loopback } = link.info;
  const i = networkLayer(p);
  const { pair, destinationAddress } = addressFields(p.shape.layers[i] as AnyLayer);
  if (pair !== undefined && destinationAddress !== undefined) {
    const to = String((p.view(i) as unknown as Record<string, unknown>)[destinationAddress.name]);
    const isOwn = way?.own ?? (isLoopbackAddress(to) || (link.info.addresses ?? []).some((own) => plain(own) === to));
    if (isOwn)
      return new PacketwrightError('ERR_ROUTE', `${to} is this host's own address: no frame to it is answered`, {
        address: to,
        iface: name,
        remedy: 'send the packet without its link header, and name no interface: sr, sr1',
      });
  }
  const mac = addressFields(p.shape.layers[0] as AnyLayer).destinationMac;
  if (loopback === true || mac === undefined || mac.anchor !== 0 || link.mac.every((x) => x === 0)) return undefined;
  const at = p.locate(0) + mac.bit / 8;
  if (!link.mac.every((x, k) => x === p.b[at + k])) return undefined;
  const own = readMac(link.mac, 0);
  return new PacketwrightError('ERR_ROUTE', `${own} is the MAC of ${name} itself: no frame that leaves there for it is answered`, {
    mac: own,
    iface: name,
    remedy: "give another host's MAC, or leave dst out: it is looked up",
  });
}
