/** DNS: from a name to an address, and back. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { DNS } from '../../../protocols/application/dns/dns.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { GATEWAY, smallNetwork, WWW } from '../lab/small-network.ts';
import type { Lesson, Mistake } from '../walk/lesson.ts';
import type { Seen } from '../walk/seen.ts';

const NAME = 'www.example.org.';
const NO_SUCH = 'nowhere.example.org.';
const REVERSE = '80.2.0.192.in-addr.arpa.';
const [A, PTR, MX] = [1, 12, 15];
const NXDOMAIN = 3;

interface Question {
  readonly qname: string;
  readonly qtype: number;
}

const questionOf = (p: Packet | undefined): Question | undefined => {
  const [question] = (p?.get(DNS)?.qd ?? []) as unknown as readonly { readonly qname: unknown; readonly qtype: number }[];
  return question === undefined ? undefined : { qname: String(question.qname), qtype: question.qtype };
};
const asks = (p: Packet | undefined, qname: string, qtype: number): boolean =>
  p?.get(DNS)?.qr === 0 && questionOf(p)?.qname.toLowerCase() === qname && questionOf(p)?.qtype === qtype;
const answers = (p: Packet, qname: string, qtype: number): boolean =>
  p.get(DNS)?.qr === 1 && questionOf(p)?.qname.toLowerCase() === qname && questionOf(p)?.qtype === qtype;
const isAnswered = (seen: Seen, qname: string, qtype: number): boolean =>
  seen.sent.some((p) => asks(p, qname, qtype)) && seen.received.some((p) => answers(p, qname, qtype));

const elsewhere: Mistake = {
  name: 'another server',
  made: ({ sentNow }) => sentNow.some((p) => p.has(DNS) && p.get(IP)?.dst !== GATEWAY),
  say: `That question went to another machine. The name server of this network is ${GATEWAY}: IP(dst="${GATEWAY}").`,
};
const otherPort: Mistake = {
  name: 'another port',
  made: ({ sentNow }) => sentNow.some((p) => p.get(IP)?.dst === GATEWAY && p.has(UDP) && p.get(UDP)?.dport !== 53),
  say: 'Name servers listen on UDP port 53. Write UDP(dport=53), or UDP(): in front of DNS it has that port by itself.',
};
const otherQuestion = (qname: string, qtype: number, typeName: string): Mistake => ({
  name: 'another question',
  made: ({ sentNow }) => sentNow.some((p) => p.get(DNS)?.qr === 0) && !sentNow.some((p) => asks(p, qname, qtype)),
  say: (seen) => {
    const asked = questionOf(seen.sentNow.find((p) => p.get(DNS)?.qr === 0));
    if (asked === undefined) return 'There is no question in your packet: DNS(rd=1, qd=DNSQR(qname="…")).';
    return asked.qname.toLowerCase() === qname
      ? `The name is right, and you asked for records of type ${asked.qtype}. Ask for ${typeName}: DNSQR(qname="…", qtype="${typeName}").`
      : `You asked for ${asked.qname} The name to ask for is ${qname.slice(0, -1)}.`;
  },
});
const notKept = (name: string): Mistake => ({
  name: 'not kept',
  isHalf: true,
  made: (seen) => seen.receivedNow.some((p) => p.get(DNS)?.qr === 1) && seen.packet(name)?.has(DNS) !== true,
  say: `The answer came, but it has no name. Keep it: ${name} = sr1(…).`,
});

const ask = (qname: string, qtype = ''): string =>
  `r = sr1(IP(dst="${GATEWAY}")/UDP(dport=53)/DNS(rd=1, qd=DNSQR(qname="${qname}"${qtype === '' ? '' : `, qtype="${qtype}"`})), timeout=2)`;

export const dns: Lesson = {
  name: 'dns',
  title: 'DNS: names and addresses',
  goal: 'You can ask a name server by hand, read what it answers, and tell "there is no such name" from "nobody answered".',
  introduction: `People use names, packets use addresses. DNS is the question and the answer between them: one small packet to a name server, one back, both over UDP port 53.

The name server of this network is the gateway, ${GATEWAY}. It knows the names under example.org.`,
  limits: 'the server has its own small zone and asks nobody else, as a resolver on the Internet would.',
  world: () =>
    smallNetwork({
      gateway: {
        services: {
          dns: {
            'example.org': {
              SOA: {
                mname: 'ns.example.org',
                rname: 'hostmaster.example.org',
                serial: 1,
                refresh: 3600,
                retry: 600,
                expire: 86_400,
                minimum: 300,
              },
              NS: 'ns.example.org',
              MX: { preference: 10, exchange: 'mail.example.org' },
            },
            'ns.example.org': { A: GATEWAY },
            'mail.example.org': { A: WWW },
            'www.example.org': { A: WWW },
            '2.0.192.in-addr.arpa': {
              SOA: {
                mname: 'ns.example.org',
                rname: 'hostmaster.example.org',
                serial: 1,
                refresh: 3600,
                retry: 600,
                expire: 86_400,
                minimum: 300,
              },
            },
            [REVERSE]: { PTR: 'www.example.org' },
          },
        },
      },
    }),
  steps: [
    {
      title: 'a question',
      text: 'DNS() is a message, and DNSQR() is one question in it: a name (qname) and the kind of record that you want (qtype). Without qtype it asks for A, an IPv4 address. rd=1 means "recursion desired": find it out for me.',
      task: 'make a DNS message that asks for www.example.org, call it d, and look at it with d.show().',
      check: (seen) => asks(seen.packet('d'), NAME, A) && seen.printed.includes('###[ DNS ]###'),
      done: 'qr is 0: this is a question. The answer will be the same kind of message with qr=1 and records in an.',
      hint: 'd = DNS(rd=1, qd=DNSQR(qname="www.example.org")). Then d.show().',
      mistakes: [
        {
          name: 'a question without a message',
          made: (seen) => seen.value('d') !== undefined && seen.packet('d')?.has(DNS) !== true,
          say: 'd is no DNS message yet. The question goes into one: DNS(rd=1, qd=DNSQR(qname="…")).',
        },
        {
          name: 'another name',
          made: (seen) => seen.packet('d')?.has(DNS) === true && !asks(seen.packet('d'), NAME, A),
          say: (seen) => `d asks for ${questionOf(seen.packet('d'))?.qname ?? 'nothing'} Give it qd=DNSQR(qname="www.example.org").`,
        },
        { name: 'not shown', isHalf: true, made: (seen) => asks(seen.packet('d'), NAME, A), say: 'Look at it: d.show().' },
      ],
      solution: ['d = DNS(rd=1, qd=DNSQR(qname="www.example.org"))', 'd.show()'],
    },
    {
      title: 'the name in octets',
      text: 'In the packet a name has no dots. Each part stands behind its length: 3 "www", 7 "example", 3 "org", and a 0 that ends it.',
      task: 'print the octets of d with hexdump(d), and find the lengths 03, 07 and 03.',
      check: (seen) => /^0000 .*\n^0010 /m.test(seen.printed),
      done: 'The first twelve octets are the header: id, flags, and how many questions and records follow. Then comes the name, and 00 01 00 01: type A, class IN.',
      hint: 'hexdump() takes the packet: hexdump(d).',
      mistakes: [
        {
          name: 'octets without their places',
          made: (seen) => seen.printedNow.includes('\\x03www'),
          say: 'Those are the octets in one row. hexdump(d) prints sixteen a line, with their text beside them.',
        },
      ],
      solution: ['hexdump(d)'],
    },
    {
      title: 'ask',
      text: 'The message goes into UDP, and that into IP. sr1() sends a packet and gives the first answer. UDP repeats nothing: if the question or the answer is lost, you have to ask again.',
      task: `send d to the name server ${GATEWAY}, port 53, and keep the answer as r.`,
      check: (seen) => isAnswered(seen, NAME, A) && seen.packet('r')?.get(DNS)?.qr === 1,
      done: 'IP / UDP / DNS, and back. `wire` shows both, and the ARP before them if your machine had to ask.',
      hint: `r = sr1(IP(dst="…")/UDP(dport=53)/d, timeout=2)`,
      mistakes: [elsewhere, otherPort, otherQuestion(NAME, A, 'A'), notKept('r')],
      solution: [`r = sr1(IP(dst="${GATEWAY}")/UDP(dport=53)/d, timeout=2)`, 'r.summary()'],
    },
    {
      title: 'read the answer',
      text: 'r[DNS] is the DNS part of the answer. Its an holds the answers; rdata of the first one is the address.',
      task: 'keep the address of www.example.org as address.',
      check: (seen) => seen.value('address') === WWW,
      done: 'The answer has a ttl, too: for so many seconds it may be remembered and need not be asked for again.',
      hint: 'r[DNS].an.rdata is the data of the first record. r.show() shows all.',
      mistakes: [
        {
          name: "the server's address",
          made: (seen) => seen.value('address') === GATEWAY,
          say: 'That is the address of the name server, which the packet came from. The one that you asked for is in the record: r[DNS].an.rdata.',
        },
        {
          name: 'the name',
          made: (seen) =>
            /example/.test(
              String(
                seen.value('address') instanceof Uint8Array
                  ? String.fromCharCode(...(seen.value('address') as Uint8Array))
                  : seen.value('address'),
              ),
            ),
          say: 'That is the name that the record is for. The address is in its rdata.',
        },
      ],
      solution: ['address = r[DNS].an.rdata', 'address'],
    },
    {
      title: 'there is no such name',
      text: 'A name server that knows that a name does not exist says so: rcode is 3, "NXDOMAIN". That is an answer, and a useful one. Silence is something else.',
      task: 'ask for nowhere.example.org, keep the answer as r, and look at r[DNS].rcode.',
      check: (seen) =>
        seen.received.some((p) => answers(p, NO_SUCH, A)) &&
        seen.packet('r')?.get(DNS)?.rcode === NXDOMAIN &&
        /\b3\b|NXDOMAIN|name-error/.test(seen.printed),
      done: 'rcode 0 is "no error", 2 "the server failed", 3 "no such name", 5 "refused". The SOA record in ns says for how long the "no" may be remembered.',
      hint: 'The same line as before with another qname; then r[DNS].rcode.',
      mistakes: [
        elsewhere,
        otherPort,
        otherQuestion(NO_SUCH, A, 'A'),
        notKept('r'),
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => seen.packet('r')?.get(DNS)?.rcode === NXDOMAIN,
          say: 'Look at what it says: r[DNS].rcode.',
        },
      ],
      solution: [ask('nowhere.example.org'), 'r[DNS].rcode'],
    },
    {
      title: 'from the address to the name',
      text: `DNS goes backwards, too: under the name in-addr.arpa each address has a name of its own, with its numbers turned round. For ${WWW} it is 80.2.0.192.in-addr.arpa, and the record type is PTR.`,
      task: `ask which name ${WWW} has, and keep the answer as r.`,
      check: (seen) => isAnswered(seen, REVERSE, PTR) && seen.packet('r')?.get(DNS)?.ancount === 1,
      done: 'The numbers are turned round because names are read from their end: org holds example, and 192 holds 192.0.',
      hint: 'DNSQR(qname="80.2.0.192.in-addr.arpa", qtype="PTR")',
      mistakes: [
        elsewhere,
        otherPort,
        {
          name: 'not turned round',
          made: ({ sentNow }) => sentNow.some((p) => /^192\.0\.2\.80\./.test(questionOf(p)?.qname ?? '')),
          say: 'The numbers must be turned round, the last one first: 80.2.0.192.in-addr.arpa.',
        },
        otherQuestion(REVERSE, PTR, 'PTR'),
        notKept('r'),
      ],
      solution: [ask('80.2.0.192.in-addr.arpa', 'PTR'), 'r[DNS].an.rdata'],
    },
    {
      title: 'other records',
      text: 'Addresses are not all. MX says which machine takes the mail of a domain, NS who its name servers are, TXT holds free text.',
      task: 'ask who takes mail for example.org (MX), and keep the answer as r.',
      check: (seen) => isAnswered(seen, 'example.org.', MX),
      done: 'Often the server adds what you would ask next: the address of that machine, in ar.',
      hint: 'qname="example.org", qtype="MX"',
      mistakes: [elsewhere, otherPort, otherQuestion('example.org.', MX, 'MX')],
      solution: [ask('example.org', 'MX'), 'r[DNS].an.show()'],
    },
  ],
  sources: [
    {
      name: 'RFC 1035 §4.1',
      about: 'the message: header, question and records; names in octets are in §3.1, the name of an address in §3.5',
      url: 'https://www.rfc-editor.org/rfc/rfc1035#section-4.1',
    },
    { name: 'RFC 2308', about: 'how long a "no such name" is remembered (§5)', url: 'https://www.rfc-editor.org/rfc/rfc2308' },
    { name: 'RFC 9499', about: 'what the words of DNS mean', url: 'https://www.rfc-editor.org/rfc/rfc9499' },
  ],
};
