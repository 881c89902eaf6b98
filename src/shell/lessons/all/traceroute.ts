/** traceroute: the routers on the way, one after the other. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { ICMP } from '../../../protocols/network/icmp/icmp.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { GATEWAY, ME, smallNetwork } from '../lab/small-network.ts';
import { leadOn } from '../lab/way.ts';
import type { Lesson, Mistake } from '../walk/lesson.ts';
import type { Seen } from '../walk/seen.ts';

const ROUTERS = [GATEWAY, '198.51.100.1', '198.51.100.9'] as const;
const SERVER = '203.0.113.80';
const [ECHO_REPLY, UNREACHABLE, EXCEEDED] = [0, 3, 11];

const isEnd = (p: Packet, router: string): boolean => p.get(ICMP)?.type === EXCEEDED && p.get(IP)?.src === router;
/** Of packets to the server: ICMP errors quote them, so the first IP header counts. */
const ttls = (packets: readonly Packet[]): Set<number> =>
  new Set(packets.filter((p) => p.get(IP)?.dst === SERVER).map((p) => p.get(IP)?.ttl ?? 0));

const elsewhere: Mistake = {
  name: 'another address',
  made: ({ sentNow }) => sentNow.some((p) => p.has(IP)) && ttls(sentNow).size === 0,
  say: `That went to another address. The server is ${SERVER}: IP(dst="${SERVER}", …).`,
};
const tooFar: Mistake = {
  name: 'no small ttl',
  made: (seen) => ttls(seen.sentNow).size > 0 && seen.receivedNow.some((p) => p.get(IP)?.src === SERVER),
  say: 'That packet came to the server: its ttl was large enough. Without ttl=… it begins with 64.',
};
const otherTtl = (ttl: number): Mistake => ({
  name: 'another ttl',
  made: ({ sentNow }) => ttls(sentNow).size > 0 && !ttls(sentNow).has(ttl),
  say: (seen) => `That packet had ttl ${[...ttls(seen.sentNow)].join(', ')}. It should be ${ttl}: IP(dst="${SERVER}", ttl=${ttl}).`,
});
const isRange = (seen: Seen): boolean => [1, 2, 3, 4].every((ttl) => ttls(seen.sent).has(ttl));

export const traceroute: Lesson = {
  name: 'traceroute',
  title: 'Traceroute: which way do packets go?',
  goal: 'You can find the routers between you and a server, with three kinds of packets, and you know why that works.',
  introduction: `Between you and a server are routers, and each hands your packet to the next. No packet may wander for ever, so each has a "time to live" (ttl), and each router takes one off. The router that would make it 0 throws the packet away, and tells you so. Traceroute is that rule, used for something else: the routers betray themselves.

The server is ${SERVER}. How many routers are there before it? You will find out.`,
  limits:
    'the way behind the gateway is one machine that plays all routers. Real routers may be silent, answer late, or send packets now one way, now another.',
  world: () => {
    const world = smallNetwork();
    leadOn(world.net.host('gateway'), { routers: ROUTERS, server: SERVER, open: [80] });
    return world;
  },
  steps: [
    {
      title: 'a packet that gets as far as the first router',
      text: 'ttl is a field of IP. With ttl=1 the first router takes one off, 0 is left, and the packet ends there.',
      task: `send a ping to ${SERVER} with ttl=1, and keep the answer: r = sr1(IP(dst="${SERVER}", ttl=1)/ICMP(), timeout=2).`,
      check: (seen) => ttls(seen.sent).has(1) && seen.received.some((p) => isEnd(p, GATEWAY)) && seen.packet('r')?.has(ICMP) === true,
      done: 'The answer is not the pong of the server. It is ICMP "time exceeded", from the router where your packet ended.',
      hint: 'ttl=1 stands in IP(), beside dst.',
      mistakes: [
        elsewhere,
        otherTtl(1),
        tooFar,
        {
          name: 'not kept',
          isHalf: true,
          made: (seen) => seen.receivedNow.some((p) => isEnd(p, GATEWAY)),
          say: 'The answer came. Keep it: r = sr1(…).',
        },
      ],
      solution: [`r = sr1(IP(dst="${SERVER}", ttl=1)/ICMP(), timeout=2)`],
    },
    {
      title: 'who says so, and about what',
      text: 'The source of the answer is the router. And behind the ICMP header the router quotes the start of your packet, so that you know which one it means.',
      task: "look at r with r.show(), and keep the router's address as first.",
      check: (seen) => seen.value('first') === GATEWAY && /time-exceeded|IP in ICMP|IPerror/i.test(seen.printed),
      done: `In the quote you see your own IP header: to ${SERVER}. By it sr1() knew that this answer belongs to your ping.`,
      hint: 'Where the answer came from: first = r.src.',
      mistakes: [
        {
          name: 'own address',
          made: (seen) => seen.value('first') === ME,
          say: 'That is you. The router is where the answer came from: r.src.',
        },
        {
          name: 'the server',
          made: (seen) => seen.value('first') === SERVER,
          say: 'That is from the quote: where your packet was to go. The router is the source of the answer itself: r.src.',
        },
        {
          name: 'not shown',
          isHalf: true,
          made: (seen) => seen.value('first') === GATEWAY,
          say: 'Right. Look at the whole answer, too: r.show().',
        },
      ],
      solution: ['r.show()', 'first = r.src'],
    },
    {
      title: 'the second router',
      text: 'With ttl=2 the first router hands the packet on with 1, and the second lets it end.',
      task: 'find the second router in the same way, and keep the answer as r.',
      check: (seen) => seen.received.some((p) => isEnd(p, ROUTERS[1])),
      done: `It is ${ROUTERS[1]}. So you could go on: 3, 4, …`,
      hint: 'The same line with ttl=2.',
      mistakes: [elsewhere, otherTtl(2), tooFar],
      solution: [`r = sr1(IP(dst="${SERVER}", ttl=2)/ICMP(), timeout=2)`, 'r.src'],
    },
    {
      title: 'all of them at once',
      text: 'A pair of numbers stands for all from the first to the last: ttl=(1,6) is six packets. sr() sends them all and sorts the answers to them.',
      task: `ans, unans = sr(IP(dst="${SERVER}", ttl=(1,6))/ICMP(), timeout=2)`,
      check: (seen) =>
        isRange(seen) &&
        seen.received.some((p) => p.get(ICMP)?.type === ECHO_REPLY && p.get(IP)?.src === SERVER) &&
        seen.value('ans') !== undefined,
      done: 'Six packets, six answers: some from routers, the rest from the server, which is near enough for all larger ttls.',
      hint: 'ttl=(1,6), with brackets.',
      mistakes: [
        elsewhere,
        {
          name: 'one packet',
          made: ({ sentNow }) => ttls(sentNow).size === 1,
          say: 'That was one ttl. A pair of numbers gives all between them: ttl=(1,6).',
        },
        {
          name: 'not far enough',
          made: ({ sentNow }) => ttls(sentNow).size > 1 && !ttls(sentNow).has(4),
          say: 'None of these packets came to the server. Go further: ttl=(1,6).',
        },
        { name: 'not kept', isHalf: true, made: (seen) => isRange(seen), say: 'The answers came. Keep them: ans, unans = sr(…).' },
      ],
      solution: [`ans, unans = sr(IP(dst="${SERVER}", ttl=(1,6))/ICMP(), timeout=2)`],
    },
    {
      title: 'the way',
      text: 'Each pair in ans is what was sent and what came back. Its ttl and its source are one line of a traceroute.',
      task: 'make the list of them: hops = [(s.ttl, r.src) for s, r in ans], and print it.',
      check: (seen) => [...ROUTERS, SERVER].every((address) => seen.printed.includes(address)) && seen.value('hops') !== undefined,
      done: 'Three routers, then the server. That is all that traceroute does.',
      hint: 'hops = [(s.ttl, r.src) for s, r in ans], then print(hops).',
      mistakes: [
        {
          name: 'the question twice',
          made: (seen) => seen.value('hops') !== undefined && seen.printedNow.includes(ME),
          say: 'That is where the questions came from. The routers are the sources of the answers: r.src.',
        },
        { name: 'not printed', isHalf: true, made: (seen) => seen.value('hops') !== undefined, say: 'Print it: print(hops).' },
        {
          name: 'no name',
          isHalf: true,
          made: (seen) => ROUTERS.every((address) => seen.printedNow.includes(address)),
          say: 'That is the way. Give it its name: hops = […].',
        },
      ],
      solution: ['hops = [(s.ttl, r.src) for s, r in ans]', 'print(hops)'],
    },
    {
      title: 'with UDP, as the first traceroute did',
      text: 'Any packet has a ttl, so any will do. The first traceroute sent UDP to ports that nobody uses, from 33434 on. Routers answer as before; but how does one see that the end is reached?',
      task: `r = sr1(IP(dst="${SERVER}", ttl=20)/UDP(dport=33434), timeout=2), then r.summary().`,
      check: (seen) =>
        seen.sent.some((p) => p.get(UDP)?.dport === 33_434) &&
        seen.received.some((p) => p.get(ICMP)?.type === UNREACHABLE && p.get(ICMP)?.code === 3),
      done: 'ICMP "port unreachable" comes from the server itself: the packet arrived, and nobody listens there. So that is the end of the way.',
      hint: 'The line of the task. UDP takes the place of ICMP.',
      mistakes: [
        elsewhere,
        {
          name: 'too short',
          made: ({ receivedNow }) => receivedNow.some((p) => p.get(ICMP)?.type === EXCEEDED),
          say: 'It ended at a router on the way. Give it a larger ttl: ttl=20.',
        },
        {
          name: 'no UDP',
          made: ({ sentNow }) => ttls(sentNow).size > 0 && !sentNow.some((p) => p.has(UDP)),
          say: 'This time send UDP: /UDP(dport=33434) in place of /ICMP().',
        },
      ],
      solution: [`r = sr1(IP(dst="${SERVER}", ttl=20)/UDP(dport=33434), timeout=2)`, 'r.summary()'],
    },
    {
      title: 'the whole thing in one call',
      text: 'traceroute() does it with TCP SYNs to port 80. Firewalls that drop pings and UDP let those pass, since web servers need them.',
      task: `res, unans = traceroute("${SERVER}", maxttl=6)`,
      check: (seen) =>
        new Set(seen.sent.filter((p) => p.has(TCP)).map((p) => p.get(IP)?.ttl)).size >= 4 &&
        seen.received.some((p) => p.get(TCP)?.flags.has('SA') === true),
      done: 'SA says that port 80 is open there. The numbers of the ICMP answers are their type: 11 is "time exceeded".',
      hint: 'Two names take what it gives: the answers, and what had none.',
      mistakes: [
        elsewhere,
        {
          name: 'by hand',
          made: ({ sentNow }) => ttls(sentNow).size > 0 && !sentNow.some((p) => p.has(TCP)),
          say: `That works, too. But now let traceroute("${SERVER}", maxttl=6) do it, with TCP.`,
        },
        {
          name: 'too short',
          made: ({ sentNow }) => ttls(sentNow).size > 0,
          say: 'It did not come to the server: maxttl is too small. Take 6.',
        },
      ],
      solution: [`res, unans = traceroute("${SERVER}", maxttl=6)`],
    },
  ],
  sources: [
    {
      name: 'RFC 1812 §5.3.1',
      about: 'what a router does with the time to live',
      url: 'https://www.rfc-editor.org/rfc/rfc1812#section-5.3.1',
    },
    {
      name: 'RFC 792',
      about: 'ICMP: "Time Exceeded Message", "Destination Unreachable Message", and what they quote',
      url: 'https://www.rfc-editor.org/rfc/rfc792',
    },
  ],
};
