import { describe, expect, it } from 'vitest';
import { EBUSY, EINVAL, ENETDOWN, ENODEV, EPERM, errnoName, kernelError } from './errno.ts';

describe('kernelError', () => {
  it('says what is not permitted where no capability would help', () => {
    expect(kernelError(-EPERM, 'send', { iface: 'eth0' })).toMatchObject({
      code: 'ERR_PERMISSION',
      message: 'cannot send on eth0: the kernel does not permit it (EPERM)',
      details: { iface: 'eth0', errno: 1, name: 'EPERM' },
    });
  });

  it('has one code for each kind of trouble', () => {
    expect(kernelError(ENODEV, 'send', { iface: 'x' })).toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'cannot send: interface x no longer exists (ENODEV)',
    });
    expect(kernelError(-ENETDOWN, 'send', { iface: 'x' })).toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'cannot send: interface x is down (ENETDOWN)',
    });
    expect(kernelError(-EBUSY, 'make the tun interface t')).toMatchObject({ code: 'ERR_BUSY' });
    expect(kernelError(-EINVAL, 'bind')).toMatchObject({ code: 'ERR_SYSTEM', message: 'cannot bind: EINVAL (errno 22)' });
  });

  it('gives numbers that have no name as they are', () => {
    expect(errnoName(-2)).toBe('ENOENT');
    expect(errnoName(4000)).toBe('errno 4000');
  });
});
