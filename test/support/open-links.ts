/** For tests of live links: the addon, two namespaces, and what a test has opened closed after it. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { NativeBinding } from '../../native/binding.ts';
import { loadNative } from '../../native/loader.ts';
import { interfaceFacts } from '../../src/host/linux/links/interface-facts.ts';
import type { KernelLink } from '../../src/host/linux/links/kernel-link.ts';
import type { KernelLinkChoices } from '../../src/host/linux/links/kernel-link-choices.ts';
import { ANY_INTERFACE } from '../../src/host/linux/links/link-arguments.ts';
import { openKernelLink } from '../../src/host/linux/links/ring-link.ts';
import { type Kept, keep } from './kept-packets.ts';
import { type TwoNamespaces, twoNamespaces } from './live-links.ts';

export interface OpenLinks {
  readonly native: NativeBinding;
  /** There while tests and hooks run. */
  readonly net: TwoNamespaces;
  /** Opens a device of one end, or `any`. */
  open(end: 'a' | 'b', device: string, options: KernelLinkChoices): KernelLink<Kept>;
  /** Gives the link back, and closes it after the test. */
  closing<P>(link: KernelLink<P>): KernelLink<P>;
}

/** Called within `describe`, once: the namespaces are made before its tests and removed after them. */
export function openLinks(): OpenLinks {
  const open: { close(): Promise<void> }[] = [];
  let net: TwoNamespaces | undefined;
  beforeAll(() => {
    net = twoNamespaces();
  });
  afterEach(async () => {
    for (const link of open.splice(0)) await link.close();
  });
  afterAll(() => net?.remove());
  const live: OpenLinks = {
    get native() {
      return loadNative();
    },
    get net() {
      return net as TwoNamespaces;
    },
    open(end, device, options) {
      const { native } = live;
      const netnsFd = end === 'a' ? live.net.fdA : live.net.fdB;
      const facts = device === 'any' ? ANY_INTERFACE : interfaceFacts(native, device, netnsFd);
      return live.closing(openKernelLink<Kept>({ native, netnsFd, facts, toPacket: keep, options }));
    },
    closing(link) {
      open.push(link);
      return link;
    },
  };
  return live;
}
