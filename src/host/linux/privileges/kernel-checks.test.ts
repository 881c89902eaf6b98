/** What the checks make of kernels that this machine has not: errno by errno. */
import { describe, expect, it } from 'vitest';
import type { NativeBinding } from '../../../../native/binding.ts';
import { mockNative } from '../../../../native/mock.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { refusedFinding } from './finding.ts';
import { nftables, packetSockets, rings, tun } from './kernel-checks.ts';

/** A kernel that answers every open(2) and socket(2) with this errno. */
const refusing = (errno: number): NativeBinding => ({ ...mockNative(), open: () => -errno, openFile: () => -errno });
const ENOENT = 2;
const ENODEV = 19;
const EPROTONOSUPPORT = 93;
const EAFNOSUPPORT = 97;

describe('a kernel without it', () => {
  it('is told from a process without rights', async () => {
    expect(packetSockets(refusing(EAFNOSUPPORT))).toEqual({
      check: 'packet-sockets',
      state: 'impossible',
      text: 'cannot open a packet socket: EAFNOSUPPORT (errno 97)',
    });
    expect(nftables(refusing(EPROTONOSUPPORT))).toMatchObject({
      check: 'nftables',
      state: 'impossible',
      text: expect.stringMatching(/^this kernel has no nftables/) as unknown,
    });
    expect(await rings(refusing(EAFNOSUPPORT))).toMatchObject({ check: 'rings', state: 'impossible' });
    expect(tun(refusing(ENODEV))).toMatchObject({ check: 'tun', state: 'impossible' });
  });

  it('is no matter of the kernel where only the device file is missing', () => {
    expect(tun(refusing(ENOENT))).toMatchObject({
      state: 'missing',
      text: 'there is no /dev/net/tun',
      remedy: expect.stringMatching(/modprobe tun|--device \/dev\/net\/tun/) as unknown,
    });
  });
});

describe('a refusal', () => {
  it('for want of a right names the capability', () => {
    const error = new PacketwrightError('ERR_PERMISSION', 'cannot x', { remedy: 'do y', capability: 'CAP_NET_RAW' });
    expect(refusedFinding('rings', error)).toEqual({
      check: 'rings',
      state: 'missing',
      text: 'cannot x',
      remedy: 'do y',
      capability: 'CAP_NET_RAW',
    });
  });

  it('that is a fault of the program is no finding', () => {
    expect(() => refusedFinding('rings', new TypeError('x'))).toThrow(TypeError);
  });
});
