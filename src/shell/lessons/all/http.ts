/** HTTP over a connection made by hand. */
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { withGuard } from '../lab/kernel.ts';
import { smallNetwork, WWW } from '../lab/small-network.ts';
import { serveWeb } from '../lab/web-server.ts';
import type { Lesson, Mistake } from '../walk/lesson.ts';
import type { Seen } from '../walk/seen.ts';
import { ackIsSeq, ackIsWrong, carries, dataOf, flagged, isTo, noAckFlag, otherPort, seqIsOld, SPORT, synAck } from './segments.ts';

const requests = (seen: Seen): string[] => seen.sentNow.filter((p) => isTo(p, 80) && carries(p)).map(dataOf);
const HELLO = 'Hello. You made this connection by hand.\n';

const textOf = (value: unknown): string => (value instanceof Uint8Array ? String.fromCharCode(...value) : String(value ?? ''));

const kernelReset: Mistake = {
  name: 'no guard',
  made: ({ sentNow }) => sentNow.some((p) => flagged(p, 'R')),
  say: `Your kernel reset the connection: it has no socket on that port. Guard port ${SPORT}, as in the first step, and send from it.`,
};

export const http: Lesson = {
  name: 'http',
  title: 'HTTP: a page over a connection made by hand',
  goal: 'You can fetch a web page with packets of your own, and you know the mistakes that keep the answer away.',
  introduction: `HTTP is text: a request of a few lines, and an answer of a few lines and the page. It travels in a TCP connection, so there is a handshake first (the lesson "handshake" goes through it slowly).

A web server runs on ${WWW}, port 80. You send from port ${SPORT}.`,
  limits: 'the server answers one request, and then ends the connection. It sends nothing again if you do not acknowledge it.',
  world: () => {
    const world = smallNetwork();
    withGuard(world.me);
    serveWeb(world.net.host('www'), { '/': HELLO, '/more': 'There is more.\n' });
    return world;
  },
  steps: [
    {
      title: 'quiet, kernel',
      text: `Your kernel would reset a connection that it did not open. Guard the port first, and then open it: one source port for all segments, ${SPORT}.`,
      task: `g = guard({protocol: "tcp", localPort: ${SPORT}}), then sa = sr1(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="S", seq=1000)).`,
      check: (seen) =>
        flagged(seen.packet('sa'), 'SA') && synAck(seen.receivedNow) !== undefined && !seen.sentNow.some((p) => flagged(p, 'R')),
      done: 'SYN, and SYN with ACK. Two of three.',
      hint: 'Both lines, in this order.',
      mistakes: [
        kernelReset,
        {
          name: 'a closed port',
          made: ({ receivedNow }) => receivedNow.some((p) => flagged(p, 'RA')),
          say: 'The server refused: nothing listens on that port. HTTP is on port 80: dport=80.',
        },
        {
          name: 'not kept',
          isHalf: true,
          made: (seen) => synAck(seen.receivedNow) !== undefined,
          say: 'The answer came. Keep it: sa = sr1(…).',
        },
      ],
      solution: [
        `g = guard({protocol: "tcp", localPort: ${SPORT}})`,
        `sa = sr1(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="S", seq=1000))`,
      ],
    },
    {
      title: 'the third segment',
      text: 'All further segments share ports and numbers, so make them once. A name saves typing: head, with the flag A, seq=sa[TCP].ack and ack=sa[TCP].seq+1.',
      task: `head = IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1), then send(head).`,
      check: (seen) => {
        const server = seen.packet('sa')?.get(TCP);
        const head = seen.packet('head')?.get(TCP);
        return (
          server !== undefined &&
          head?.ack === (server.seq + 1) >>> 0 &&
          head.seq === server.ack &&
          head.sport === SPORT &&
          seen.sentNow.some((p) => flagged(p, 'A') && p.get(TCP)?.ack === head.ack)
        );
      },
      done: 'The connection stands. You may speak.',
      hint: 'Two lines: one makes head, one sends it.',
      mistakes: [
        noAckFlag,
        otherPort,
        ackIsSeq,
        seqIsOld,
        ackIsWrong,
        {
          name: 'not sent',
          isHalf: true,
          made: (seen) => seen.packet('head')?.has(TCP) === true && seen.now.length === 0,
          say: 'Send it: send(head).',
        },
      ],
      solution: [`head = IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1)`, 'send(head)'],
    },
    {
      title: 'a request',
      text: 'A request is lines that end with \\r\\n. The first names method, path and version. HTTP/1.1 wants a Host, too. An empty line ends it, so there are two \\r\\n at the end.',
      task: 'make the text "GET / HTTP/1.1\\r\\nHost: www.example.org\\r\\n\\r\\n", and call it request.',
      check: (seen) => /^GET \/ HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*Host: \S+\r\n(?:[^\r\n]+\r\n)*\r\n$/i.test(textOf(seen.value('request'))),
      done: 'Host says which site you want: one machine may have many.',
      hint: 'request = "GET / HTTP/1.1\\r\\nHost: www.example.org\\r\\n\\r\\n"',
      mistakes: [
        {
          name: 'no empty line',
          made: (seen) => seen.value('request') !== undefined && !textOf(seen.value('request')).endsWith('\r\n\r\n'),
          say: 'It does not end with an empty line, so the server would wait for more: \\r\\n\\r\\n at the end.',
        },
        {
          name: 'no Host',
          made: (seen) => seen.value('request') !== undefined && !/\nHost:/i.test(textOf(seen.value('request'))),
          say: 'The line Host is missing. HTTP/1.1 demands it, and servers answer 400 without it.',
        },
        {
          name: 'another first line',
          made: (seen) => seen.value('request') !== undefined,
          say: 'The first line is GET, a blank, the path /, a blank, HTTP/1.1.',
        },
      ],
      solution: ['request = "GET / HTTP/1.1\\r\\nHost: www.example.org\\r\\n\\r\\n"'],
    },
    {
      title: 'ask, and get all of the answer',
      text: 'The server first acknowledges your request, with a segment that carries nothing. The page comes in further ones. sr1() stops at the first, so it would show you the empty one. sr(…, multi=True) collects all that answer.',
      task: 'ans, unans = sr(head/request, multi=True, timeout=2), then ans.summary().',
      check: (seen) => seen.received.some((p) => carries(p) && dataOf(p).startsWith('HTTP/1.1 200')) && seen.printed.includes('==>'),
      done: 'A is the acknowledgement, PA (push, ack) carries the answer, FA ends the connection.',
      hint: 'head/request is the segment with the text behind it.',
      mistakes: [
        kernelReset,
        noAckFlag,
        {
          name: 'only the first',
          made: (seen) =>
            seen.receivedNow.some((p) => carries(p) && dataOf(p).startsWith('HTTP/1.1 200')) && seen.value('ans') === undefined,
          say: 'The page is on the wire (`wire` shows it), but sr1() took only the first segment, which is empty. A connection gives its answer once, so `back` and open it again; then sr() with multi=True.',
        },
        {
          name: 'bad request',
          made: ({ receivedNow }) => receivedNow.some((p) => carries(p) && dataOf(p).startsWith('HTTP/1.1 400')),
          say: 'The server understood the segment, but not the request (400). It needs its first line, Host, and an empty line.',
        },
        {
          name: 'half a request',
          made: (seen) => requests(seen).some((text) => !text.includes('\r\n\r\n')),
          say: 'The server acknowledged your octets and waits for more: the empty line is missing. End with \\r\\n\\r\\n.',
        },
        otherPort,
        seqIsOld,
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => seen.received.some((p) => carries(p)),
          say: 'The answer came. Look at it: ans.summary().',
        },
      ],
      solution: ['ans, unans = sr(head/request, multi=True, timeout=2)', 'ans.summary()'],
    },
    {
      title: 'the page',
      text: 'The answer has lines like the request: a status (200 is good, 404 not found), what it is and how long, an empty line, and then the page. It is in the load of the second segment.',
      task: 'keep the load of the segment with the page as page, and print it: print(page.decode()).',
      check: (seen) => textOf(seen.value('page')).startsWith('HTTP/1.1 200') && seen.printed.includes(HELLO.trim()),
      done: 'Content-Length counts the octets behind the empty line: so the reader knows where the page ends.',
      hint: 'ans[1][1] is the second answer; ans[1][1].load are its octets.',
      mistakes: [
        {
          name: 'the empty segment',
          made: (seen) => seen.value('page') !== undefined && textOf(seen.value('page')) === '',
          say: 'That one carries nothing. Take the one with PA: ans[1][1].',
        },
        {
          name: 'the request',
          made: (seen) => textOf(seen.value('page')).startsWith('GET'),
          say: 'That is your own request: ans[1][0]. The answer is ans[1][1].',
        },
        {
          name: 'not printed',
          isHalf: true,
          made: (seen) => textOf(seen.value('page')).startsWith('HTTP/1.1 200'),
          say: 'That is it. Print it: print(page.decode()).',
        },
      ],
      solution: ['page = ans[1][1].load', 'print(page.decode())'],
    },
    {
      title: 'another port, another connection',
      text: 'Now a famous mistake: the right numbers from the wrong port. RandShort() draws a new number for each packet, so a SYN and its ACK with sport=RandShort() come from two ports.',
      task: `send head once more from port 5555: r = sr1(IP(dst="${WWW}")/TCP(sport=5555, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1), timeout=2).`,
      check: (seen) =>
        seen.sent.some((p) => flagged(p, 'A') && isTo(p, 80) && p.get(TCP)?.sport !== SPORT) && seen.received.some((p) => flagged(p, 'R')),
      done: 'A reset from the server: it knows no connection with that port. Draw a random port once: sport = int(RandNum(1025, 65535)).',
      hint: 'The line of the task as it stands. It is meant to go wrong.',
      mistakes: [
        {
          name: 'the old port',
          made: ({ sentNow }) => sentNow.some((p) => isTo(p, 80) && p.get(TCP)?.sport === SPORT),
          say: `That left from port ${SPORT}, which is the right one. This once, use another: sport=5555.`,
        },
        {
          name: 'a SYN',
          made: ({ sentNow }) => sentNow.some((p) => flagged(p, 'S')),
          say: 'That is a SYN: it begins a new connection, which is allowed from any port. Send an ACK: flags="A".',
        },
      ],
      solution: [
        `r = sr1(IP(dst="${WWW}")/TCP(sport=5555, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1), timeout=2)`,
        'r.summary()',
      ],
    },
  ],
  sources: [
    {
      name: 'RFC 9112 §3',
      about: 'the request line and Host (§3.2); how long a message is, in §6.3',
      url: 'https://www.rfc-editor.org/rfc/rfc9112#section-3',
    },
    { name: 'RFC 9110 §15', about: 'status codes', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15' },
    {
      name: 'RFC 9293 §3.10.7',
      about: 'what TCP does with each segment that comes, and when it answers with a reset',
      url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.10.7',
    },
  ],
};
