/**
 * Opening and closing, again and again. `PKW_CYCLES=1000 npx vitest run --project live link-cycles` does as many with
 * rings too, which cost the kernel some 0.1 s each.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NativeBinding } from '../../../../native/binding.ts';
import { loadNative } from '../../../../native/loader.ts';
import { etherTypeFilter, type Kept, keep, numbers, take } from '../../../../test/support/kept-packets.ts';
import { frame, packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../../test/support/live-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import { interfaceFacts } from './interface-facts.ts';
import type { KernelLink } from './kernel-link.ts';
import { openKernelLink } from './ring-link.ts';

const asked = Number(process.env['PKW_CYCLES'] ?? 0);

describeIf(requireLive(), 'opening and closing', () => {
  let net: TwoNamespaces;
  let native: NativeBinding;
  beforeAll(() => {
    native = loadNative();
    net = twoNamespaces();
  });
  afterAll(() => net?.remove());

  const open = (device: 'va' | 'vb', o: { immediate?: boolean; sendOnly?: boolean }): KernelLink<Kept> => {
    const netnsFd = device === 'va' ? net.fdA : net.fdB;
    const options = { ...o, bufferSize: 512 * 1024, filter: etherTypeFilter(0x88b5) };
    return openKernelLink<Kept>({ native, netnsFd, facts: interfaceFacts(native, device, netnsFd), toPacket: keep, options });
  };
  /** The first packet, by way of a listener that is still there at the end. */
  const heard = (link: KernelLink<Kept>): Promise<Kept> => new Promise((resolve) => void link.listen((batch) => resolve(keep(batch, 0))));
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  const sockets = (): number => run('ip', 'netns', 'exec', net.b, 'cat', '/proc/net/packet').trim().split('\n').length - 1;

  for (const [what, immediate, cycles] of [
    ['sockets', true, asked || 1000],
    ['rings', false, asked || 100],
  ] as const) {
    it(
      `loses no first packet and leaves nothing behind in ${cycles} cycles of ${what}`,
      async () => {
        const sender = open('va', { sendOnly: true });
        const before = descriptors();
        const got: number[] = [];
        for (let i = 0; i < cycles; i++) {
          const receiver = open('vb', { immediate });
          await receiver.ready;
          await sender.send(packed([frame(i)]));
          got.push(...numbers(i % 3 === 0 ? [await heard(receiver)] : await take(receiver, 1)));
          await receiver.close();
        }
        expect(got).toEqual(Array.from({ length: cycles }, (_, i) => i));
        // A ring's memory is given back on another thread, and its socket is there until then.
        await expect.poll(sockets).toBe(0);
        expect(descriptors()).toBe(before);
        await sender.close();
      },
      30_000 + cycles * 300,
    );
  }

  it('costs the kernel no memory that stays', async () => {
    // What a ring maps is given back: the mappings of this process do not grow.
    const rings = (): number =>
      readFileSync('/proc/self/maps', 'utf8')
        .split('\n')
        .filter((line) => line.includes('socket:')).length;
    const before = rings();
    const links = [0, 1, 2].map(() => open('vb', {}));
    expect(rings()).toBe(before + 3);
    for (const link of links) await link.close();
    await expect.poll(rings).toBe(before);
  });
});
