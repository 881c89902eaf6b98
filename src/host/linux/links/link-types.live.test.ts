import { expect, it } from 'vitest';
import { type Kept, take, tcpdumpProgram } from '../../../../test/support/kept-packets.ts';
import { frame, packed, requireLive, run } from '../../../../test/support/live-links.ts';
import { openLinks } from '../../../../test/support/open-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import { tcpdump } from '../../../../test/support/tcpdump.ts';
import { FLAG_OUTGOING, FLAG_VLAN_RESTORED } from '../../../capture/batch.ts';
import type { KernelLink } from './kernel-link.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';

/** A frame with tags in front of its type 0x88b5. */
function tagged(...tags: number[]): Uint8Array {
  const whole = new Uint8Array(60 + tags.length * 4);
  whole.set(frame(1).subarray(0, 12));
  const view = new DataView(whole.buffer);
  tags.forEach((tag, i) => {
    view.setUint32(12 + i * 4, tag);
  });
  whole.set(frame(1).subarray(12), 12 + tags.length * 4);
  return whole;
}

/** A packet behind the newer cooked header, without its outer tag. */
function untagged(octets: Uint8Array): Uint8Array {
  return Uint8Array.from([...octets.subarray(22, 24), ...octets.subarray(2, 20), ...octets.subarray(24)]);
}

for (const immediate of [false, true]) {
  describeIf(requireLive('tcpdump', 'ping'), `link types ${immediate ? 'on a packet socket' : 'on a ring'}`, () => {
    const live = openLinks();

    const link = (end: 'a' | 'b', device: string, options: KernelLinkChoices = {}): KernelLink<Kept> =>
      live.open(end, device, { immediate, ...options });

    for (const [linkType, name] of [
      [113, 'LINUX_SLL'],
      [276, 'LINUX_SLL2'],
    ] as const) {
      it(`gives every interface's packets as tcpdump -i any -y ${name} does`, async () => {
        const dump = await tcpdump(live.net.b, 'any', ['-y', name]);
        try {
          const receiver = link('b', 'any', { linkType });
          expect([receiver.linkType, receiver.interfaces[0]?.linkType, dump.linkType()]).toEqual([linkType, linkType, linkType]);
          // Plain, tagged, tagged twice; an echo that comes in and its reply that goes out.
          await link('a', 'va').send(packed([frame(3), tagged(0x8100_0005), tagged(0x8100_6007, 0x8100_0008), tagged(0x88a8_0009)]));
          run('ip', 'netns', 'exec', live.net.a, 'ping', '-c', '1', '10.77.0.2');
          const got = await take(receiver, 6, () => true);
          // libpcap 1.10 puts tags back behind the older header only: with the newer one, it loses them.
          const shown = got.map(({ octets, flags }) =>
            linkType === 276 && (flags & FLAG_VLAN_RESTORED) !== 0 ? untagged(octets) : octets,
          );
          // Since 6.9 the kernel tells the innermost type only: tcpdump takes the second tag for what that type says.
          const [doubly] = shown.splice(2, 1);
          const theirs = await dump.packets(6);
          const lost = theirs.splice(2, 1)[0] as Uint8Array;
          expect(shown).toEqual(theirs);
          expect(doubly?.length).toBe(lost.length);
          const tags = got.slice(1, 4).map(({ octets }) => [...octets.subarray(linkType === 276 ? 20 : 16).subarray(0, 4)]);
          expect(tags).toEqual([
            [0x00, 0x05, 0x88, 0xb5],
            [0x60, 0x07, 0x81, 0x00],
            [0x00, 0x09, 0x88, 0xb5],
          ]);
          expect(got.map(({ flags }) => flags)).toEqual([0, FLAG_VLAN_RESTORED, FLAG_VLAN_RESTORED, FLAG_VLAN_RESTORED, 0, FLAG_OUTGOING]);
        } finally {
          dump.stop();
        }
      });
    }

    it('puts the tags of frames that go out back too', async () => {
      const dump = await tcpdump(live.net.a, 'any', ['-y', 'LINUX_SLL', 'outbound']);
      try {
        const receiver = link('a', 'any', { linkType: 113, direction: 'out' });
        const newer = link('a', 'any', { direction: 'out' });
        await link('a', 'va', { sendOnly: true }).send(packed([tagged(0x8100_0005), frame(2)]));
        const got = await take(receiver, 2, () => true);
        expect(got.map(({ octets }) => octets)).toEqual(await dump.packets(2));
        expect(got.map(({ flags }) => flags)).toEqual([FLAG_OUTGOING | FLAG_VLAN_RESTORED, FLAG_OUTGOING]);
        expect([...got[0]!.octets.subarray(0, 2), ...got[0]!.octets.subarray(14, 20)]).toEqual([0, 4, 0x81, 0, 0, 5, 0x88, 0xb5]);
        const [first] = await take(newer, 1, () => true);
        expect(first).toMatchObject({ flags: FLAG_OUTGOING | FLAG_VLAN_RESTORED });
        expect([...first!.octets.subarray(0, 2), ...first!.octets.subarray(20, 24)]).toEqual([0x81, 0, 0, 5, 0x88, 0xb5]);
      } finally {
        dump.stop();
      }
    });

    it('filters the older cooked header in the kernel', async () => {
      const receiver = link('b', 'any', { linkType: 113, filter: tcpdumpProgram('LINUX_SLL', 'icmp and inbound') });
      await link('a', 'va').send(packed([frame(1)]));
      run('ip', 'netns', 'exec', live.net.a, 'ping', '-c', '1', '10.77.0.2');
      run('ip', 'netns', 'exec', live.net.a, 'ping', '-c', '1', '10.77.0.2');
      const got = await take(receiver, 2, () => true);
      // Sent to this host; echo request. The replies that go out do not come through.
      expect(got.map(({ octets }) => [octets[1], octets[36]])).toEqual([
        [0, 8],
        [0, 8],
      ]);
    });

    it('has the types that tcpdump -L lists, and refuses others with the list', () => {
      for (const [device, types] of [
        ['any', [276, 113]],
        ['vb', [1, 143]],
        ['lo', [1]],
      ] as const) {
        for (const linkType of types) expect(link('b', device, { linkType }).linkType).toBe(linkType);
        expect(() => link('b', device, { linkType: 101 })).toThrow(
          `${device} does not support link type 101; it supports ${types.join(' or ')}`,
        );
      }
      const names = (device: string): string[] =>
        [...run('ip', 'netns', 'exec', live.net.b, 'sh', '-c', `tcpdump -L -i ${device} 2>&1`).matchAll(/^ {2}(\S+)/gm)].map((m) => m[1]!);
      expect(names('any')).toEqual(['LINUX_SLL', 'LINUX_SLL2']);
      expect(names('vb')).toEqual(['EN10MB', 'DOCSIS']);
      expect(names('lo')).toEqual(['EN10MB']);
    });
  });
}
