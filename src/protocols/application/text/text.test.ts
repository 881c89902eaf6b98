import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { messageCutter } from '../../../packet/chain/message-cutter.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { FTPRequest, FTPResponse } from './ftp.ts';
import { IRCRequest, IRCResponse } from './irc.ts';
import { NNTPRequest, NNTPResponse } from './nntp.ts';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

layerSuite(
  'FTP',
  [
    {
      what: 'a command',
      origin: 'zeek/zeek (BSD-3-Clause) testing/btest/Traces/ftp/ipv6.pcap, packet 64',
      first: FTPRequest,
      chain: 'FTPRequest',
      octets: hex('SIZE robots.txt\r\n'),
      read: { FTPRequest: { lines: [['SIZE', 'robots.txt']] } },
      build: () => [FTPRequest({ lines: [['SIZE', 'robots.txt']] })],
      summary: "FTP Request 'SIZE robots.txt'",
    },
    {
      what: 'the end of a reply of several lines',
      origin: 'zeek/zeek (BSD-3-Clause) testing/btest/Traces/ftp/ipv6.pcap, packet 22',
      first: FTPResponse,
      chain: 'FTPResponse',
      octets: hex(' MDTM\r\n MLST Type*;Size*;Modify*;Perm*;Unique*;\r\n REST STREAM\r\n SIZE\r\n TVFS\r\n211 End\r\n'),
      read: {
        FTPResponse: {
          lines: [
            ['', ' MDTM'],
            ['', ' MLST Type*;Size*;Modify*;Perm*;Unique*;'],
            ['', ' REST STREAM'],
            ['', ' SIZE'],
            ['', ' TVFS'],
            ['211', 'End'],
          ],
        },
      },
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'NNTP',
  [
    {
      what: 'a command',
      origin: 'RFC 3977 §6.1.1.3',
      first: NNTPRequest,
      chain: 'NNTPRequest',
      octets: hex('GROUP misc.test\r\n'),
      read: { NNTPRequest: { lines: [['GROUP', 'misc.test']] } },
      build: () => [NNTPRequest({ lines: [['GROUP', 'misc.test']] })],
      summary: "NNTP Request 'GROUP misc.test'",
    },
    {
      what: 'a response with data',
      origin: 'RFC 3977 §5.2.3',
      first: NNTPResponse,
      chain: 'NNTPResponse',
      octets: hex('101 Capability list:\r\nVERSION 2\r\nREADER\r\n.\r\n'),
      read: {
        NNTPResponse: {
          lines: [
            ['101', 'Capability list:'],
            ['', 'VERSION 2'],
            ['', 'READER'],
            ['', '.'],
          ],
        },
      },
      build: () => [
        NNTPResponse({
          lines: [
            ['101', 'Capability list:'],
            ['', 'VERSION 2'],
            ['', 'READER'],
            ['', '.'],
          ],
        }),
      ],
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'IRC',
  [
    {
      what: 'messages of a client',
      origin: 'RFC 2812 §3.1.2, §3.3.1; zeek/zeek (BSD-3-Clause) testing/btest/Traces/irc-dcc-first-command.pcap, packet 4',
      first: IRCRequest,
      chain: 'IRCRequest',
      octets: hex(
        'NICK Wiz\r\n:Angel!wings@irc.org PRIVMSG Wiz :Are you receiving?\r\nPRIVMSG bob :DCC SEND hello.txt 167772161 5555 12\r\n',
      ),
      read: {
        IRCRequest: {
          lines: [
            ['', 'NICK', 'Wiz'],
            ['Angel!wings@irc.org', 'PRIVMSG', 'Wiz :Are you receiving?'],
            ['', 'PRIVMSG', 'bob :DCC SEND hello.txt 167772161 5555 12'],
          ],
        },
      },
      build: () => [
        IRCRequest({
          lines: [
            ['', 'NICK', 'Wiz'],
            ['Angel!wings@irc.org', 'PRIVMSG', 'Wiz :Are you receiving?'],
            ['', 'PRIVMSG', 'bob :DCC SEND hello.txt 167772161 5555 12'],
          ],
        }),
      ],
      summary: "IRC Request 'NICK Wiz'",
    },
    {
      what: 'a message of a server',
      origin: 'zeek/zeek (BSD-3-Clause) testing/btest/Traces/tls/irc-starttls.pcap, packet 6',
      first: IRCResponse,
      chain: 'IRCResponse',
      octets: hex(':irc.joulunet.org 670  :STARTTLS successful, go ahead with TLS handshake\r\n'),
      read: { IRCResponse: { lines: [['irc.joulunet.org', '670', ' :STARTTLS successful, go ahead with TLS handshake']] } },
    },
  ],
  { mutations: 200 },
);

describe('protocols of lines', () => {
  const over = (port: number, text: string): string =>
    chainOf(dissect(packet(IP(), TCP({ sport: 1025, dport: port }), utf8Octets(text)).bytes, IP)).replace('IP/TCP/', '');

  it('are told by their words', () => {
    expect(over(21, 'pasv\r\n')).toBe('FTPRequest');
    expect(over(21, '227 Entering\r\n')).toBe('FTPResponse');
    expect(over(21, ' within a reply\r\n')).toBe('FTPResponse');
    expect(over(21, '\x05\x01\x00')).toBe('Raw');
    expect(over(119, 'ARTICLE 5\r\n')).toBe('NNTPRequest');
    expect(over(119, '200 hello\r\n')).toBe('NNTPResponse');
    expect(over(119, 'Path: a!b\r\n')).toBe('NNTPData');
    expect(over(6667, 'JOIN #a\r\n')).toBe('IRCRequest');
    expect(over(6667, 'PING :a\r\n')).toBe('IRCResponse');
    expect(over(6667, 'NOTICE AUTH :a\r\n')).toBe('IRCResponse');
    expect(over(6667, '\x01\x02\x03\x04')).toBe('Raw');
  });

  it('have the columns that tshark 4.0 gives', () => {
    const irc = dissect(utf8Octets(':a 001 b :c d\r\nMODE #x +o y\r\n'), IRCResponse);
    expect(columnOf(irc, IRCResponse, 'irc.response.num_command')).toEqual([1]);
    expect(columnOf(irc, IRCResponse, 'irc.response.command_parameter')).toEqual(['b', '#x', '+o', 'y']);
    expect(columnOf(irc, IRCResponse, 'irc.response.trailer')).toEqual(['c d']);
    const ftp = dissect(utf8Octets('230-a\r\n230 b\r\n'), FTPResponse);
    expect(columnOf(ftp, FTPResponse, 'ftp.response.code')).toBe(230);
    expect(columnOf(dissect(utf8Octets(' a\r\n230 b\r\n'), FTPResponse), FTPResponse, 'ftp.response.code')).toBeUndefined();
  });

  it('are cut from a stream by lines, and by replies', () => {
    const cut = (layer: unknown, text: string): unknown => messageCutter(layer as AnyLayer)(utf8Octets(text), 0, text.length);
    expect(cut(FTPRequest, 'PWD\r\nQUIT\r\n')).toBe(5);
    expect(cut(FTPRequest, 'PWD\r')).toBeUndefined();
    expect(cut(FTPResponse, '211-a\r\n b\r\n211 c\r\n220 d\r\n')).toBe(18);
    expect(cut(FTPResponse, '211-a\r\n b\r\n211-c\r\n')).toBeUndefined();
    expect(cut(FTPResponse, '200 a\r\n')).toBe(7);
  });
});
