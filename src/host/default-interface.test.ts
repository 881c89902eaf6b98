import { describe, expect, it } from 'vitest';
import type { InterfaceInfo } from '../capture/batch.ts';
import { defaultInterface } from './default-interface.ts';

const host = (...list: Partial<InterfaceInfo>[]) => ({
  name: 'h',
  interfaces: async () => list.map((one, i) => ({ name: `i${i}`, linkType: 1, ...one })),
});

describe('defaultInterface', () => {
  it('is the first that is up and no loopback, with a carrier if there is one', async () => {
    const down = { up: false };
    const loopback = { up: true, loopback: true };
    const bare = { up: true, running: false };
    const good = { up: true, running: true };
    expect((await defaultInterface(host(loopback, down, bare, good, good))).name).toBe('i3');
    expect((await defaultInterface(host(loopback, bare, down))).name).toBe('i1');
    expect((await defaultInterface(host({}))).name, 'a host that does not tell').toBe('i0');
    await expect(defaultInterface(host(loopback, down))).rejects.toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'h has no interface that is up',
    });
  });
});
