/** SSH, Telnet and VNC. */
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { SSHPacket, SSHVersion } from './ssh.ts';
import { Telnet } from './telnet.ts';
import { RFBVersion } from './vnc.ts';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const LISTS = ['curve25519-sha256', 'ssh-ed25519', 'aes128-ctr', 'aes128-ctr', 'hmac-sha2-256', 'hmac-sha2-256', 'none', 'none', '', ''];
const KEXINIT = `${'ab'.repeat(16)}${LISTS.map((list) => list.length.toString(16).padStart(8, '0') + hex(list)).join('')}0000000000`;
/** All of a packet is a multiple of 8 octets (RFC 4253 §6). */
const PADDING = '00'.repeat(8 + ((8 - ((6 + KEXINIT.length / 2) % 8)) % 8));
const length = 2 + KEXINIT.length / 2 + PADDING.length / 2;

layerSuite(
  'SSH',
  [
    {
      what: 'an identification, and a proposal behind it',
      origin: 'RFC 4253 §4.2, §7.1; tshark 4.0 reads the same values',
      first: SSHVersion,
      chain: 'SSHVersion/SSHPacket',
      octets: `${hex('SSH-2.0-x\r\n')}${length.toString(16).padStart(8, '0')}${(PADDING.length / 2).toString(16).padStart(2, '0')}14${KEXINIT}${PADDING}`,
      read: { SSHVersion: { protocol: 'SSH-2.0-x' }, SSHPacket: { packet_length: length, message_code: 20 } },
      summary: "SSH 'SSH-2.0-x' / SSH message KEXINIT",
    },
    {
      what: 'a request for a group of its own',
      origin: 'simsong/tcpflow (GPL-3.0) tests/local2.pcap, packet 17',
      first: SSHPacket,
      chain: 'SSHPacket',
      octets: '000000140622000004000000040000002000000000000000',
      read: { SSHPacket: { packet_length: 20, padding_length: 6, message_code: 34 } },
      build: () => [
        SSHPacket({ padding_length: 6, message_code: 'KEX_DH_GEX_REQUEST', data: fromHex('000004000000040000002000000000000000') }),
      ],
      summary: 'SSH message KEX_DH_GEX_REQUEST',
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'Telnet',
  [
    {
      what: 'commands, parameters and data',
      origin: 'RFC 854; RFC 1091 §2; the-tcpdump-group/tcpdump (BSD-3-Clause) tests/telnet-iac-check-oobr.pcap (its first octets)',
      first: Telnet,
      chain: 'Telnet',
      octets: `fffe24fffa1801fff0${hex('login: ')}fffff1fff6`,
      read: {
        Telnet: {
          items: [
            [255, { iac: 255, cmd: 254, option: 36 }],
            [255, { iac: 255, cmd: 250, option: 24, parameters: '01' }],
            [255, { iac: 255, cmd: 240 }],
            [0x6c, `${hex('login: ')}fffff1`],
            [255, { iac: 255, cmd: 246 }],
          ],
        },
      },
      build: () => [
        Telnet({
          items: [
            [255, { cmd: 'DONT', option: 36 }],
            [255, { cmd: 'SB', option: 'terminal-type', parameters: fromHex('01') }],
            [255, { cmd: 'SE' }],
            [0x6c, fromHex(`${hex('login: ')}fffff1`)],
            [255, { cmd: 'AYT' }],
          ],
        }),
      ],
      summary: 'Telnet commands',
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'RFB',
  [
    {
      what: 'a version',
      origin: 'zeek/zeek (BSD-3-Clause) testing/btest/Traces/rfb/vnc-scanner.pcap, packet 4',
      first: RFBVersion,
      chain: 'RFBVersion',
      octets: hex('RFB 003.008\n'),
      read: { RFBVersion: { version: '003.008' } },
      build: () => [RFBVersion()],
      summary: 'RFB version 003.008',
    },
  ],
  { mutations: 200 },
);

describe('sessions of terminals and screens', () => {
  const over = (dport: number, octets: Uint8Array): string =>
    chainOf(dissect(packet(IP(), TCP({ sport: 1025, dport }), octets).bytes, IP)).replace('IP/TCP/', '');

  it('are told by their first octets', () => {
    expect(over(22, utf8Octets('SSH-1.99-x\r\n'))).toBe('SSHVersion');
    expect(over(2222, utf8Octets('SSH-2.0-OpenSSH_9.2\r\n'))).toBe('SSHVersion');
    expect(over(22, fromHex('d415a720d415a720d415a720'))).toBe('SSHEncrypted');
    expect(over(22, fromHex('0000000c0a1500000000000000000000'))).toBe('SSHPacket');
    expect(over(5900, fromHex('0102'))).toBe('RFBData');
    expect(over(23, utf8Octets('ls'))).toBe('Telnet');
  });

  it('have the columns that tshark 4.0 gives', () => {
    const p = dissect(fromHex('fffd18fffa1800fff061'), Telnet);
    expect(columnOf(p, Telnet, 'telnet.cmd')).toEqual([253, 250, 240]);
    expect(columnOf(p, Telnet, 'telnet.subcmd')).toEqual([24, 24]);
  });
});
