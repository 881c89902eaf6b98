import { describe, expect, it } from 'vitest';
import { protocols } from '../protocols/protocols.ts';
import { decodeAsBinding } from './decode-as.ts';

describe('-d', () => {
  const said = (text: string): string => {
    const { space, value, layer } = decodeAsBinding(protocols, text);
    return `${space} ${value} ${layer.layerName}`;
  };
  it('names a space, a number and a protocol, by either name', () => {
    expect(said('tcp.port==8053,DNSTCP')).toBe('tcp.port 8053 DNSTCP');
    expect(said('udp.port==0x1f40,dns')).toBe('udp.port 8000 DNS');
    expect(said('ethertype==0x88b5,ip')).toBe('ethertype 34997 IP');
  });
  it.each([
    ['tcp.port=80,dns', 'expected SPACE==NUMBER,PROTOCOL'],
    ['tcp.prot==80,dns', "unknown number space 'tcp.prot'; did you mean 'tcp.port'"],
    ['tcp.port==x,dns', "'x' is not a whole number"],
    ['tcp.port==-1,dns', "'-1' is not a whole number"],
    ['tcp.port==65536,dns', 'tcp.port goes up to 65535'],
    ['ip.proto==256,tcp', 'ip.proto goes up to 255'],
    ['tcp.port==80,dsn', "unknown protocol 'dsn'"],
  ])('%s: says what is wrong', (text, what) => {
    expect(() => decodeAsBinding(protocols, text)).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringContaining(what) }),
    );
  });
});
