/** A packet in one line, in scapy 2.5's words. */
import { layerSummary, summaryText as libraryText } from '../../packet/display/summary.ts';
import { shownPacket } from '../../packet/display/unresolved.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import { REPR } from '../python/behaviour.ts';
import { addressOf, Net } from './net.ts';
import type { ScapyPacket } from './scapy-packet.ts';

/** `own`: this layer's words alone. A packet that stands for several is told by the first of them. */
export function summaryText(p: ScapyPacket, o: { readonly own?: boolean } = {}): string {
  const laid = shownPacket((p.under === undefined ? p.made({ fill: true, single: true }) : cutOff(p)) as unknown as Laid);
  return withNames(p, inScapysWords(o.own === true ? layerSummary(laid, 0) : libraryText(laid)));
}

/** A name that was not looked up stands where its address will. */
function withNames(p: ScapyPacket, text: string): string {
  const name = p.chain().flatMap(({ given, layer }) => {
    const dst = given.get('dst');
    // A hardware address is no name.
    const isNet = layer.layout.byName.get('dst')?.kind.value !== 'mac';
    const net = typeof dst === 'string' && isNet ? addressOf(dst) : dst;
    return net instanceof Net && net.hostName !== undefined ? [net[REPR]()] : [];
  })[0];
  return name === undefined ? text : text.replace(/ > (?:0\.0\.0\.0|::)(?=[:\s]|$)/, () => ` > ${name}`);
}

/** A layer that lies in others is told without them. */
const cutOff = (p: ScapyPacket): unknown => p.copy().made({ fill: true, single: true });

/** scapy shows the names of DNS as the octets that they are in Python, and a space behind. */
const inScapysWords = (text: string): string =>
  text.replace(
    /(DNS (?:Qry|Ans)) "(.*)"$/,
    (_, head: string, name: string) => `${head} "${/^[\d.]+$|^[\da-f:]+$/i.test(name) ? name : `b'${name}'`}" `,
  );
