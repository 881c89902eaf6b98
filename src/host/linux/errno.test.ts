import { describe, expect, it } from 'vitest';
import { EBUSY, EINVAL, ENETDOWN, ENODEV, EPERM, errnoName, kernelError } from './errno.ts';

describe('kernelError', () => {
  it('names the capability and the command that grants it', () => {
    const error = kernelError(-EPERM, 'open a packet socket', { iface: 'eth0' });
    expect(error).toMatchObject({
      code: 'ERR_PERMISSION',
      message: 'cannot open a packet socket on eth0: this process lacks CAP_NET_RAW or CAP_NET_ADMIN (EPERM)',
      details: { iface: 'eth0', errno: 1, name: 'EPERM' },
    });
    expect(error.remedy).toContain('setcap cap_net_raw,cap_net_admin=eip');
  });

  it('has one code for each kind of trouble', () => {
    expect(kernelError(ENODEV, 'send', { iface: 'x' })).toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'cannot send: interface x does not exist any more (ENODEV)',
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
