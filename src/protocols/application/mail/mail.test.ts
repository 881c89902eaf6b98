import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { packet } from '../../protocols.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { IMAPRequest, IMAPResponse } from './imap.ts';
import { POPRequest, POPResponse } from './pop.ts';
import { SMTPData, SMTPRequest, SMTPResponse } from './smtp.ts';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

layerSuite(
  'SMTP',
  [
    {
      what: 'commands in one segment',
      origin: 'RFC 2920 §4',
      first: SMTPRequest,
      chain: 'SMTPRequest',
      octets: hex('MAIL FROM:<mrose@dbc.mtview.ca.us>\r\nRCPT TO:<ned@innosoft.com>\r\nDATA\r\n'),
      read: {
        SMTPRequest: {
          lines: [
            ['MAIL', 'FROM:<mrose@dbc.mtview.ca.us>'],
            ['RCPT', 'TO:<ned@innosoft.com>'],
            ['DATA', ''],
          ],
        },
      },
      build: () => [SMTPRequest({ lines: [['MAIL', 'FROM:<mrose@dbc.mtview.ca.us>'], ['RCPT', 'TO:<ned@innosoft.com>'], 'DATA'] })],
      summary: "SMTP Request 'MAIL FROM:<mrose@dbc.mtview.ca.us>'",
    },
    {
      what: 'a reply of several lines',
      origin: 'RFC 5321 §D.1',
      first: SMTPResponse,
      chain: 'SMTPResponse',
      octets: hex('250-foo.com greets bar.com\r\n250-8BITMIME\r\n250 HELP\r\n221 bye\n250\r\n'),
      read: {
        SMTPResponse: {
          lines: [
            ['250-', 'foo.com greets bar.com'],
            ['250-', '8BITMIME'],
            ['250', 'HELP'],
            ['221', 'bye', '221 bye\n'],
            ['250', '', '250\r\n'],
          ],
        },
      },
      summary: "SMTP Response '250-foo.com greets bar.com'",
    },
    {
      what: 'lines of a message',
      origin: 'RFC 5321 §D.1',
      first: SMTPData,
      chain: 'SMTPData',
      octets: hex('Blah blah blah...\r\n..etc. etc. etc.\r\n.\r\n'),
      read: { SMTPData: { data: hex('Blah blah blah...\r\n..etc. etc. etc.\r\n.\r\n') } },
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'POP',
  [
    {
      what: 'a command',
      origin: 'RFC 1939 §10',
      first: POPRequest,
      chain: 'POPRequest',
      octets: hex('APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n'),
      read: { POPRequest: { lines: [['APOP', 'mrose c4c9334bac560ecc979e58001b3e22fb']] } },
      build: () => [POPRequest({ lines: [['APOP', 'mrose c4c9334bac560ecc979e58001b3e22fb']] })],
      summary: "POP Request 'APOP mrose c4c9334bac560ecc979e58001b3e22fb'",
    },
    {
      what: 'a reply and what it carries',
      origin: 'RFC 1939 §10',
      first: POPResponse,
      chain: 'POPResponse',
      octets: hex('+OK 2 messages (320 octets)\r\n1 120\r\n2 200\r\n.\r\n'),
      read: {
        POPResponse: {
          lines: [
            ['+OK', '2 messages (320 octets)'],
            ['', '1 120'],
            ['', '2 200'],
            ['', '.'],
          ],
        },
      },
      summary: "POP Response '+OK 2 messages (320 octets)'",
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'IMAP',
  [
    {
      what: 'commands',
      origin: 'RFC 9051 §8',
      first: IMAPRequest,
      chain: 'IMAPRequest',
      octets: hex('a003 fetch 12 full\r\na004 UID FETCH 12 body[header]\r\na006 logout\r\n'),
      read: {
        IMAPRequest: {
          lines: [
            ['a003', 'fetch', '12 full'],
            ['a004', 'UID', 'FETCH 12 body[header]'],
            ['a006', 'logout', ''],
          ],
        },
      },
      build: () => [
        IMAPRequest({
          lines: [
            ['a003', 'fetch', '12 full'],
            ['a004', 'UID', 'FETCH 12 body[header]'],
            ['a006', 'logout'],
          ],
        }),
      ],
      summary: "IMAP Request 'a003 fetch 12 full'",
    },
    {
      what: 'responses',
      origin: 'RFC 9051 §8',
      first: IMAPResponse,
      chain: 'IMAPResponse',
      octets: hex('* 18 EXISTS\r\n* OK [UIDVALIDITY 3857529045] UIDs valid\r\nx\r\na002 OK [READ-WRITE] SELECT completed\r\n'),
      read: {
        IMAPResponse: {
          lines: [
            ['*', '18', 'EXISTS'],
            ['*', 'OK', '[UIDVALIDITY 3857529045] UIDs valid'],
            ['', '', 'x'],
            ['a002', 'OK', '[READ-WRITE] SELECT completed'],
          ],
        },
      },
    },
  ],
  { mutations: 200 },
);

describe('mail', () => {
  const over = (port: number, text: string): string =>
    chainOf(dissect(packet(IP(), TCP({ sport: 1025, dport: port }), utf8Octets(text)).bytes, IP)).replace('IP/TCP/', '');

  it('is told by its words from content', () => {
    expect(over(25, 'ehlo a\r\n')).toBe('SMTPRequest');
    expect(over(25, '220-a ESMTP\r\n')).toBe('SMTPResponse');
    expect(over(587, 'Mailing lists are\r\n')).toBe('SMTPData');
    expect(over(25, '\x00\x01')).toBe('Raw');
    expect(over(110, 'UIDL\r\n')).toBe('POPRequest');
    expect(over(110, '-ERR no\r\n')).toBe('POPResponse');
    expect(over(110, 'Received: x\r\n')).toBe('POPData');
    expect(over(143, '+ go on\r\n')).toBe('IMAPResponse');
    expect(over(143, 'a NO x\r\n')).toBe('IMAPResponse');
    expect(over(143, 'a1 Login x y\r\n')).toBe('IMAPRequest');
    expect(over(143, 'Received: by x\r\n')).toBe('IMAPData');
  });

  it('has the columns that tshark 4.0 gives', () => {
    const smtp = dissect(utf8Octets('250-a\r\n250 b\r\n250 c\r\n354 d\r\n'), SMTPResponse);
    expect(columnOf(smtp, SMTPResponse, 'smtp.response.code')).toEqual([250, 250, 354]);
    const imap = dissect(utf8Octets('a UID FETCH 1 x\r\nb list "" *\r\n{lit}\r\n'), IMAPRequest);
    expect(columnOf(imap, IMAPRequest, 'imap.request.command')).toEqual(['FETCH', 'list']);
    const done = dissect(utf8Octets('* 1 EXISTS\r\na OK FETCH done\r\n'), IMAPResponse);
    expect(columnOf(done, IMAPResponse, 'imap.response.command')).toEqual(['FETCH']);
    const pop = dissect(utf8Octets('+OK\r\n1 2\r\n'), POPResponse);
    expect(columnOf(pop, POPResponse, 'pop.response.indicator')).toBe('+OK');
    expect(columnOf(pop, POPResponse, 'pop.response.description')).toBeUndefined();
  });
});
