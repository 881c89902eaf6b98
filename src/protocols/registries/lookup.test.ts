import { describe, expect, expectTypeOf, it } from 'vitest';
import { lookup } from './lookup.ts';

describe('lookup', () => {
  // Numbers of IANA's registries, and of /etc/services.
  it('goes both ways', () => {
    expect([lookup('tcp', 443), lookup('tcp', 'www'), lookup('udp', 'domain')]).toEqual(['https', 80, 53]);
    expect([lookup('etherType', 0x86dd), lookup('etherType', 'IPv6'), lookup('ipProtocol', 'tcp')]).toEqual(['IPv6', 0x86dd, 6]);
    expect([lookup('dhcpOption', 53), lookup('dhcpOption', 'hostname')]).toEqual(['message-type', 12]);
    expect([lookup('dnsType', 'MX'), lookup('dnsType', 28), lookup('dnsRcode', 3)]).toEqual([15, 'AAAA', 'name-error']);
    expect([lookup('icmpType', 8), lookup('icmpv6Type', 135), lookup('hardwareType', 1)]).toEqual([
      'echo-request',
      'Neighbor Solicitation',
      'Ethernet (10Mb)',
    ]);
    expect([lookup('tlsCipherSuite', 0x1301), lookup('tlsExtension', 0), lookup('tlsExtension', 'key_share')]).toEqual([
      'TLS_AES_128_GCM_SHA256',
      'server_name',
      51,
    ]);
    expect([lookup('ipfixElement', 8), lookup('tlsAlert', 40), lookup('pppProtocol', 'IPv4')]).toEqual([
      'sourceIPv4Address',
      'handshake_failure',
      0x21,
    ]);
    expectTypeOf(lookup('tcp', 1)).toEqualTypeOf<string | undefined>();
    expectTypeOf(lookup('tcp', 'http')).toEqualTypeOf<number | undefined>();
  });

  it('gives undefined where a registry has none', () => {
    expect([lookup('tcp', 4), lookup('dnsType', 'toString'), lookup('etherType', -1)]).toEqual([undefined, undefined, undefined]);
  });

  it('refuses a registry that there is not, and a key of another kind', () => {
    expect(() => lookup('tpc' as 'tcp', 1)).toThrow("lookup knows no registry 'tpc'; did you mean 'tcp'?");
    expect(() => lookup('tcp', null as never)).toThrow('lookup: expected a number or a name, found null');
  });
});
