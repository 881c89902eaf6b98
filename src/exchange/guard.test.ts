import { describe, expect, it } from 'vitest';
import { mockNative } from '../../native/mock.ts';
import { linuxHost } from '../host/linux/linux-host.ts';
import type { GuardRequest, Host, Undo } from '../host/host.ts';
import { guard } from './guard.ts';

const REQUEST: GuardRequest = { protocol: 'tcp', localPort: 4444 };

describe('guard', () => {
  it('is that of the host that is given', async () => {
    const asked: GuardRequest[] = [];
    const undo = { what: 'test' } as Undo;
    const host = {
      name: 'x',
      admin: {
        guard: async (request: GuardRequest) => {
          asked.push(request);
          return undo;
        },
      },
    } as unknown as Host;
    expect(await guard(REQUEST, { host })).toBe(undo);
    expect(asked).toEqual([REQUEST]);
  });

  it('is refused by a host that has no packet filter', async () => {
    await expect(guard(REQUEST, { host: { name: 'alice' } as Host })).rejects.toMatchObject({
      code: 'ERR_PLATFORM',
      message: 'alice has no packet filter',
    });
  });

  it('says what is wrong with the request before anything is opened', async () => {
    const host = linuxHost({ native: mockNative() });
    await expect(guard({ protocol: 'tcp', localPort: 0 }, { host })).rejects.toMatchObject({ code: 'ERR_RANGE' });
    await host.close();
  });
});
