import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { fromHex, toHex } from './hex.ts';
import { decodeSocketAddress, encodeSocketAddress, type SocketAddress } from './socket-address.ts';

describe('a socket address', () => {
  it('refuses what does not fit', () => {
    expect(() => encodeSocketAddress({ address: '192.0.2.1', port: 65536 })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(() => encodeSocketAddress({ address: '192.0.2' })).toThrow(expect.objectContaining({ code: 'ERR_ADDRESS' }));
    expect(() => decodeSocketAddress(fromHex('0200005000'))).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(() => decodeSocketAddress(fromHex('0a00').subarray(0, 1))).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(() => decodeSocketAddress(new Uint8Array(16).fill(1))).toThrow('family 257');
  });
});

// The C library's own structures, on this machine: little-endian, as all that Node runs on here.
describeIf(requireScapy(), "a socket address is the C library's", () => {
  it('for IPv4 and IPv6', () => {
    const samples: SocketAddress[] = [
      { address: '192.0.2.1', port: 80 },
      { address: '0.0.0.0' },
      { address: '2001:db8::1', port: 65535 },
      { address: 'fe80::1', port: 53, scope: 7 },
    ];
    const theirs = askPython(
      `import ctypes, socket
class In(ctypes.Structure):
    _fields_ = [('family', ctypes.c_uint16), ('port', ctypes.c_uint16), ('address', ctypes.c_uint8 * 4), ('zero', ctypes.c_uint8 * 8)]
class In6(ctypes.Structure):
    _fields_ = [('family', ctypes.c_uint16), ('port', ctypes.c_uint16), ('flow', ctypes.c_uint32), ('address', ctypes.c_uint8 * 16), ('scope', ctypes.c_uint32)]
def octets(a):
    family = socket.AF_INET6 if ':' in a['address'] else socket.AF_INET
    raw = socket.inet_pton(family, a['address'])
    s = In6() if family == socket.AF_INET6 else In()
    s.family, s.port = family, socket.htons(a.get('port', 0))
    s.address[:] = raw
    if family == socket.AF_INET6: s.scope = a.get('scope', 0)
    return bytes(s).hex()
answer = [octets(a) for a in given]`,
      samples,
    );
    expect(samples.map((sample) => toHex(encodeSocketAddress(sample)))).toEqual(theirs);
    for (const sample of samples) expect(decodeSocketAddress(encodeSocketAddress(sample))).toEqual({ port: 0, scope: 0, ...sample });
  });
});
