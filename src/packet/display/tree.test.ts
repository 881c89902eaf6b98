import { describe, expect, it } from 'vitest';
import { fromHex } from '../../bytes/hex.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { DHCP } from '../../protocols/application/dhcp/dhcp.ts';
import { DNS } from '../../protocols/application/dns/dns.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { Raw } from '../layer/raw.ts';

const ends = { src: '192.0.2.1', dst: '192.0.2.2' };

// RFC 791 §3.1 and RFC 9293 §3.1 say where each field stands; that tshark says the same: test/interop/tshark-positions.test.ts.
describe('tree()', () => {
  const syn = packet(IP(ends), TCP({ sport: 4025, dport: 80, options: [['MSS', 1460], 'NOP'] }));

  it('has a line a field, with names, numbers, bits and what it means', () => {
    const lines = syn.tree().split('\n');
    expect(lines[0]).toBe('IP');
    expect(lines).toContain('  0100 ....            version  4');
    expect(lines).toContain('                       proto    tcp (6)');
    expect(lines).toContain('  0111 ....            dataofs   7  (header length in words of 4 octets)');
    expect(lines).toContain('  .... ...0 0000 0010  flags     S');
    expect(lines).toContain('                         MSS  1460');
  });

  it('has the octets of each line before it on request', () => {
    const lines = syn.tree({ octets: true }).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^0009 {2}06 +proto +tcp \(6\)$/));
    expect(lines).toContainEqual(expect.stringMatching(/^000c {2}c0 00 02 01 +src +192\.0\.2\.1$/));
    expect(lines.find((line) => line.endsWith(' TCP'))).toBe('0014  0f b9 00 50 00 00 00 00 … TCP');
  });

  it('has one line for layers that are not wanted whole', () => {
    const lines = packet(Ether(), IP(ends), UDP({ dport: 53 }), DNS())
      .tree({ whole: (layer) => layer === 'UDP' })
      .split('\n');
    expect(lines.filter((line) => !line.startsWith(' '))).toHaveLength(4);
    expect(lines).toContain('  dport   domain (53)  (destination port)');
    expect(lines.at(-1)).toBe('DNS Qry "www.example.com."');
  });

  it('shows records with their own places, and none where a name was joined of other octets', () => {
    // A question and an answer whose owner points to it (RFC 1035 §4.1.4).
    const message = fromHex('000081800001000100000000016100000100 01c00c00010001000000000004c0000207'.replaceAll(' ', ''));
    const text = dissect(message, DNS).tree({ octets: true });
    expect(text).toContain('000c  01 61 00 00 01 00 01');
    expect(text).toMatch(/^001f {2}c0 00 02 07 +rdata +192\.0\.2\.7/m);
  });

  it('has names for numbers in options, as for fields', () => {
    // RFC 2132 §9.6: 5 is DHCPACK.
    const ack = packet(DHCP({ options: [['message-type', 'ack'], ['lease_time', 60], 'end'] })).tree();
    expect(ack).toContain('    message-type  ack (5)\n    lease_time  60\n    end');
  });

  it('says what is wrong below the layer that has it', () => {
    const cut = dissect(syn.bytes.subarray(0, 40), IP);
    const lines = cut.tree().split('\n');
    expect(lines.filter((line) => line.startsWith('  ! '))).toEqual(cut.issues.map(({ text }) => `  ! ${text}`));
    expect(cut.issues.length).toBeGreaterThan(0);
  });

  it('shows octets that are no text in hexadecimal, cuts what is long, and lets no control through', () => {
    const of = (load: Uint8Array): string | undefined => packet(Raw({ load })).tree().split('\n')[1];
    expect(of(fromHex('00ff1b'))).toContain('load  00ff1b');
    expect(of(new Uint8Array(100))).toContain(`${'00'.repeat(32)}… (100 octets)`);
    expect(of(new Uint8Array(2000).fill(0x61))).toMatch(/a… \(\d+ characters more\)/);
    expect(of(utf8Octets('a\tb\u009b'))).not.toMatch(/[\u0080-\u009f]/);
  });
});
