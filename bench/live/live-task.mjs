// A task between two namespaces that it makes, and removes whatever happens.
import { cpus } from 'node:os';
import { whyNoNamespaces } from '../../scripts/lib/namespace-pair.mjs';
import { makeNamespaces } from './namespaces.mjs';

/** Who sends has one core, who captures another one: the same for all. */
const SENDING = 1;
const CAPTURING = 0;

/** What `participantsIn` is called with where there are no namespaces: only to know who would have taken part. */
const nowhere = { a: '', b: '', iface: '', peerIface: '', peer: {}, sink: {} };

/**
 * `participantsIn(net)` gives the participants. Each runs in namespace a on the sender's core, at the highest priority, so that
 * other processes of the machine disturb less.
 */
export function live(task, participantsIn) {
  let net;
  return {
    ...task,
    prepare() {
      const missing = whyNoNamespaces();
      if (missing) return participantsIn(nowhere).map((p) => ({ ...p, missing }));
      net = makeNamespaces();
      return participantsIn(net).map((p) => ({ ...inside(net.a, SENDING), ...p }));
    },
    observe: () => net?.counters() ?? {},
    clean() {
      net?.remove();
      net = undefined;
    },
  };
}

const inside = (netns, core) => ({ netns, urgent: true, ...(cpus().length > core && { core }) });

export const sendingIn = (net) => inside(net.a, SENDING);
export const capturingIn = (net) => inside(net.b, CAPTURING);
