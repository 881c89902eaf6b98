/** Questions of any protocol that nobody has answered: what asks, and what answers it, the specs say. Of TCP, ARP and Neighbour Discovery there are others. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { checksumIssues } from '../../packet/laid/checksum-issues.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { addressFields } from '../address-fields.ts';
import { isGroupAnywhere } from '../groups.ts';
import type { View } from '../matching/answers.ts';
import { asks } from '../matching/asks.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import { icmpError } from './icmp-error.ts';
import { isNetwork, type Network, type Seen } from './seen.ts';
import { Stations } from './stations.ts';

const MOST = 4096;
/** Who asks again has waited in between: from the first question to the capture's end. */
const WAITED_MS = 2500;
/** Who asks once: a resolver waits five seconds before it asks again (resolv.conf(5)). */
const WAITED_ONCE_MS = 5000;
/** No capture has nothing at all for so long. */
const APART_MS = 3_600_000;
/** Questions of one asker that are looked for among answers from elsewhere. */
const LOOKED_FOR = 3;
/** It has no address yet. @see RFC 2131 §4.1 */
const NOBODY = '0.0.0.0';

/** What one asks of another by a protocol. */
interface Asking {
  readonly asker: string;
  readonly asked: string;
  readonly layer: AnyLayer;
  readonly mac: string;
  readonly firstMs: number;
  /** The first question. */
  readonly at: Evidence;
  times: number;
  isAnswered: boolean;
}

/** The innermost layer of a packet's own that has a say in what answers what. */
interface Message {
  readonly layer: AnyLayer;
  readonly view: View;
  readonly protocol: string;
}

export class SilenceLooker implements Looker {
  #askings = new BoundedMap<string, Asking>(MOST);
  /** By what a question and its answers have in common, wherever they come from. */
  #byHash = new BoundedMap<string, Asking>(MOST);
  #lastMs = Number.NaN;
  /** Who has said something to whom by a protocol, even before it was asked. */
  readonly #spoke = new BoundedMap<string, true>(MOST);
  /** Of whom an error was told: `from to`. */
  readonly #told = new BoundedMap<string, true>(MOST);
  /** Who has sent something to whom that does not tell what it is: a fragment, or what is encrypted. It may be the answer. */
  readonly #unread = new BoundedMap<string, true>(MOST);
  /** Addresses that something came for: their direction is in the capture. */
  readonly #reached = new BoundedMap<string, true>(MOST);
  readonly #stations = new Stations();

  see(seen: Seen, findings: Findings): void {
    // Two captures that were put together: what the first one asked the second one cannot have answered.
    if (Math.abs(seen.ms - this.#lastMs) > APART_MS) this.#judge(findings);
    if (!Number.isNaN(seen.ms)) this.#lastMs = seen.ms;
    this.#stations.see(seen);
    const { network } = seen;
    if (network === undefined) {
      this.#noteFragment(seen);
      return;
    }
    this.#reached.set(network.dst, true);
    // What a stream carries waits as long as the stream does.
    if (seen.tcp !== undefined) return;
    const error = icmpError(seen);
    if (error !== undefined) {
      this.#told.set(`${error.src} ${error.dst}`, true);
      return;
    }
    const message = messageOf(seen, network);
    if (message === undefined) {
      if (seen.udp === undefined) this.#unread.set(`${network.src} ${network.dst}`, true);
      return;
    }
    const { layer, view, protocol } = message;
    const { src, dst } = network;
    const isAsked = asks(layer, view);
    // Both ask each other, or this is the answer: nobody is silent.
    const other = this.#askings.get(`${dst} ${src} ${protocol}`);
    if (other !== undefined) other.isAnswered = true;
    this.#spoke.set(`${src} ${dst} ${protocol}`, true);
    if (!isAsked) {
      for (const to of [dst, NOBODY]) {
        const found = this.#byHash.get(`${to} ${protocol} ${hashOf(message, 'reply')}`);
        if (found !== undefined) found.isAnswered = true;
      }
      return;
    }
    const mac = seen.ether?.src ?? '';
    // A group need not answer; but who has no address yet cannot go on without one.
    if (src !== NOBODY && (isGroupAnywhere(dst) || dst.endsWith('.255'))) return;
    const key = `${src === NOBODY ? mac : src} ${dst} ${protocol}`;
    let there = this.#askings.get(key);
    if (there === undefined) {
      there = {
        asker: src,
        asked: dst,
        layer,
        mac,
        firstMs: seen.ms,
        at: seen.at(layer),
        times: 0,
        isAnswered: this.#spoke.has(`${dst} ${src} ${protocol}`),
      };
      this.#askings.set(key, there);
    }
    there.times++;
    if (!there.isAnswered && there.times <= LOOKED_FOR) this.#byHash.set(`${src} ${protocol} ${hashOf(message, 'request')}`, there);
  }

  #noteFragment({ p }: Seen): void {
    const depth = p.layers().findIndex(isNetwork);
    if (depth < 0) return;
    const { src, dst } = p.view(depth) as unknown as { readonly src: string; readonly dst: string };
    this.#unread.set(`${src} ${dst}`, true);
  }

  end(findings: Findings): void {
    this.#judge(findings);
  }

  #judge(findings: Findings): void {
    for (const asking of this.#askings.values()) {
      const { asker, asked, mac, firstMs, times, isAnswered, at } = asking;
      const waitedMs = this.#lastMs - firstMs;
      if (isAnswered || !(waitedMs >= (times > 1 ? WAITED_MS : WAITED_ONCE_MS))) continue;
      if (this.#told.has(`${asker} ${asked}`) || this.#unread.has(`${asked} ${asker}`) || findings.has('neighbour-silent', asked)) continue;
      // At a port of a switch, answers to others are never seen.
      if (asker === NOBODY && !this.#stations.isHeard(mac)) continue;
      // Receivers drop what is damaged.
      if (checksumIssues(objectOf(at.packet).built()).some(({ kind }) => kind === 'checksum')) continue;
      tell(asking, waitedMs, this.#reached.has(asker), findings);
    }
    this.#askings = new BoundedMap<string, Asking>(MOST);
    this.#byHash = new BoundedMap<string, Asking>(MOST);
  }
}

function tell({ asker, asked, mac, times, layer, at }: Asking, waitedMs: number, isReached: boolean, findings: Findings): void {
  const isNobody = asker === NOBODY;
  const who = isNobody ? mac : asker;
  const what = `${times === 1 ? 'the question' : `any of ${times} questions`} (${layer.layerName}) from ${who} in ${(waitedMs / 1000).toFixed(1)} s`;
  const why = isNobody ? ['no server is there', 'it has nothing for that host'] : ['a firewall drops it', 'the host is down'];
  if (!isReached) why.push('the capture has one direction only');
  findings.add({
    code: 'nothing-came',
    sentence: `${isNobody ? 'nobody answered' : `${asked} did not answer`} ${what}: ${why.slice(0, -1).join(', ')}, or ${why.at(-1)}`,
    // Who asked once may have lost the packet; who was never reached may be so in the capture only.
    certainty: isReached && !isNobody && times > 1 ? 'likely' : 'possible',
    at,
    about: `${isNobody ? who : asked} ${layer.layerName}`,
  });
}

const hashOf = ({ layer, view }: Message, role: 'request' | 'reply'): number => {
  try {
    return layer.spec.match?.hash(view, role, 0) ?? 0;
  } catch {
    return 0;
  }
};

/** What tunnels and errors carry is not the packet's own. */
function messageOf({ p }: Seen, network: Network): Message | undefined {
  const layers = p.layers();
  let found = -1;
  for (let i = layers.indexOf(network.layer) + 1; i < layers.length; i++) {
    const layer = layers[i] as AnyLayer;
    if (isNetwork(layer) || layer.spec.quotes !== undefined || addressFields(layer).pair !== undefined) break;
    if (layer.spec.match !== undefined) found = i;
  }
  const layer = layers[found];
  if (layer === undefined) return undefined;
  return { layer, view: p.view(found) as unknown as View, protocol: layer.spec.wireshark ?? layer.layerName };
}
