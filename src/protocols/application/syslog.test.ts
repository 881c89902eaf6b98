import { layerSuite } from '../../../test/support/layer-suite.ts';
import { Syslog } from './syslog.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const BSD = "Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8";
const NEW = '1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It’s time to make the do-nuts.';

layerSuite(
  'Syslog',
  [
    {
      what: 'a message of RFC 3164',
      origin: 'RFC 3164 §5.4, example 1',
      first: Syslog,
      chain: 'Syslog',
      octets: hex(`<34>${BSD}`),
      read: { Syslog: { pri: 34, msg: BSD } },
      build: () => [Syslog({ pri: 34, msg: BSD })],
      summary: 'Syslog <34>',
    },
    {
      what: 'a message of RFC 5424',
      origin: 'RFC 5424 §6.5, example 2',
      first: Syslog,
      chain: 'Syslog',
      octets: hex(`<165>${NEW}`),
      read: { Syslog: { pri: 165, msg: NEW } },
      build: () => [Syslog({ pri: 165, msg: NEW })],
    },
    {
      what: 'a priority with a zero in front',
      origin: 'RFC 3164 §4.3.3: not as it should be',
      first: Syslog,
      chain: 'Syslog',
      octets: hex('<00>x'),
      read: { Syslog: { pri: hex('<00>'), msg: 'x' } },
    },
    {
      what: 'a message without a priority',
      origin: 'RFC 3164 §5.4, example 2',
      first: Syslog,
      chain: 'Syslog',
      octets: hex('Use the BFG!'),
      read: { Syslog: { pri: '', msg: 'Use the BFG!' } },
    },
  ],
  { mutations: 500 },
);
