/** A web server with as much TCP as a lesson needs: a handshake, one request, its answer, and the end; and resets for whoever gets it wrong. */
import { utf8, utf8Octets } from '../../../bytes/text.ts';
import { type AnsweringMachine, answeringMachine } from '../../../exchange/answering/answering-machine.ts';
import { replyHeaders } from '../../../exchange/answering/reply-headers.ts';
import type { LabHost } from '../../../lab/lab-host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../protocols/protocols.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';

const PORT = 80;
const MSS = 1460;
const WINDOW = 64_240;

/** RFC 9293 §3.3.1: what both ends know. */
interface Connection {
  /** The next number that the server sends, and the next that it expects. */
  next: number;
  expected: number;
  isOpen: boolean;
  text: string;
}

const u32 = (n: number): number => n >>> 0;

/** Makes a host of the lab a web server. @param pages by their paths, what they say */
export function serveWeb(host: LabHost, pages: Readonly<Record<string, string>>): void {
  host.machines.push(webServer(host, pages));
}

function webServer(host: LabHost, pages: Readonly<Record<string, string>>): AnsweringMachine {
  const connections = new Map<string, Connection>();
  const isOurs = (address: string): boolean => address === host.address;
  return answeringMachine({
    name: 'web server',
    isRequest: (received) => received.has(TCP),
    makeReply: (received) => {
      const headers = replyHeaders(received, isOurs);
      const tcp = received.get(TCP);
      if (headers === undefined || tcp === undefined) return undefined;
      const key = `${received.get(IP)?.src} ${tcp.sport}`;
      const segment = (flags: string, seq: number, ack: number, text = ''): Packet =>
        packet(
          ...headers,
          TCP({
            ...{ sport: tcp.dport, dport: tcp.sport, seq: u32(seq), ack: u32(ack), flags },
            window: flags.startsWith('R') ? 0 : WINDOW,
            options: flags === 'SA' ? [['MSS', MSS]] : [],
          }),
          utf8Octets(text),
        );
      const there = connections.get(key);
      const data = utf8(received.payload(TCP));
      // A reset is believed where it points at the next octet (RFC 9293 §3.10.7.4), and never answered.
      if (tcp.flags.has('R')) {
        if (there?.expected === tcp.seq) connections.delete(key);
        return undefined;
      }
      if (tcp.dport !== PORT || (there === undefined && !tcp.flags.has('S'))) {
        // §3.10.7.1: no such connection.
        if (tcp.flags.has('A')) return segment('R', tcp.ack, 0);
        return segment('RA', 0, tcp.seq + data.length + Number(tcp.flags.has('S')) + Number(tcp.flags.has('F')));
      }
      if (tcp.flags.has('S')) {
        if (tcp.flags.has('A')) return undefined;
        const first = host.random.u32();
        connections.set(key, { next: u32(first + 1), expected: u32(tcp.seq + 1), isOpen: false, text: '' });
        return segment('SA', first, tcp.seq + 1);
      }
      return there === undefined ? undefined : further(there, tcp, data, segment, () => connections.delete(key), pages);
    },
  });
}

type Segment = (flags: string, seq: number, ack: number, text?: string) => Packet;

/** RFC 9293 §3.10.7.4: numbers first, then the acknowledgement, then the data. */
function further(
  c: Connection,
  tcp: { readonly seq: number; readonly ack: number; readonly flags: { has(name: 'A' | 'F'): boolean } },
  data: string,
  segment: Segment,
  forget: () => void,
  pages: Readonly<Record<string, string>>,
): Packet[] {
  // Not the octet that is next: what is, is said again.
  if (tcp.seq !== c.expected) return [segment('A', c.next, c.expected)];
  if (!tcp.flags.has('A')) return [];
  if (tcp.ack !== c.next) return c.isOpen ? [segment('A', c.next, c.expected)] : [segment('R', tcp.ack, 0)];
  c.isOpen = true;
  c.expected = u32(c.expected + data.length + Number(tcp.flags.has('F')));
  c.text += data;
  if (tcp.flags.has('F')) {
    forget();
    return [segment('A', c.next, c.expected)];
  }
  if (data === '') return [];
  if (!c.text.includes('\r\n\r\n')) return [segment('A', c.next, c.expected)];
  const answer = answerTo(c.text, pages);
  c.text = '';
  const at = c.next;
  c.next = u32(at + answer.length + 1);
  return [segment('A', at, c.expected), segment('PA', at, c.expected, answer), segment('FA', at + answer.length, c.expected)];
}

/** RFC 9112 §3: the first line, and the field Host that HTTP/1.1 demands (§3.2). */
function answerTo(request: string, pages: Readonly<Record<string, string>>): string {
  const [, method, path = '', version] = /^(\S+) (\S+) HTTP\/(1\.[01])\r\n/.exec(request) ?? [];
  const hasHost = /\r\nHost:/i.test(request);
  if (method === undefined || (version === '1.1' && !hasHost))
    return response('400 Bad Request', 'The request needs a first line and a Host.\n');
  if (method !== 'GET') return response('501 Not Implemented', 'This server knows GET.\n');
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  return page === undefined ? response('404 Not Found', `There is no ${path} here.\n`) : response('200 OK', page);
}

const response = (status: string, text: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`;
