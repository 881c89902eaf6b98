/** TCP's handshake, and the reset that the own kernel sends. */
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { withGuard } from '../lab/kernel.ts';
import { smallNetwork, WWW } from '../lab/small-network.ts';
import { serveWeb } from '../lab/web-server.ts';
import type { Lesson } from '../walk/lesson.ts';
import { ackIsSeq, ackIsWrong, flagged, isTo, noAckFlag, otherPort, seqIsOld, SPORT, synAck } from './segments.ts';

export const handshake: Lesson = {
  name: 'handshake',
  title: 'The handshake, and a reset that you did not send',
  goal: 'You can open and close a TCP connection by hand, you know the numbers in it, and you know who resets it and how to hold that back.',
  introduction: `A TCP connection begins with three segments: "SYN: I want to talk, and I count from here", "SYN and ACK: I too, and I heard you", "ACK: I heard you". Only then data flows.

A web server runs on ${WWW}, port 80. You send from port ${SPORT}.`,
  limits:
    'your machine resets what it has no socket for, as a kernel does, and guard() holds that back. On Linux guard() sets a rule of nftables, and needs root; here it needs nothing.',
  world: () => {
    const world = smallNetwork();
    withGuard(world.me);
    serveWeb(world.net.host('www'), { '/': 'Hello.\n' });
    return world;
  },
  steps: [
    {
      title: 'a SYN',
      text: 'S is the flag SYN. seq is the number that you begin to count with: each octet that you send has one. Take 1000, so that it is easy to follow; real systems draw it at random, so that nobody can guess it.',
      task: `make IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="S", seq=1000), and call it syn.`,
      check: (seen) =>
        flagged(seen.packet('syn'), 'S') &&
        isTo(seen.packet('syn'), 80) &&
        seen.packet('syn')?.get(TCP)?.sport === SPORT &&
        seen.packet('syn')?.get(TCP)?.seq === 1000,
      done: 'rfc(TCP) draws the header, if you want to see where these fields are.',
      hint: `syn = IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="S", seq=1000)`,
      mistakes: [
        {
          name: 'ports exchanged',
          made: (seen) => seen.packet('syn')?.get(TCP)?.dport === SPORT,
          say: `sport is the port that it comes from: yours, ${SPORT}. dport is where it goes: 80.`,
        },
        {
          name: 'another machine',
          made: (seen) => seen.packet('syn')?.has(IP) === true && seen.packet('syn')?.get(IP)?.dst !== WWW,
          say: (seen) => `syn goes to ${seen.packet('syn')?.get(IP)?.dst}. The web server is ${WWW}: IP(dst="${WWW}").`,
        },
        {
          name: 'no IP',
          made: (seen) => seen.packet('syn')?.has(TCP) === true && seen.packet('syn')?.has(IP) !== true,
          say: `Nothing says where the segment goes: put IP(dst="${WWW}")/ in front of TCP(…).`,
        },
        {
          name: 'another port',
          made: (seen) => seen.packet('syn')?.has(TCP) === true && seen.packet('syn')?.get(TCP)?.dport !== 80,
          say: (seen) => `syn goes to port ${seen.packet('syn')?.get(TCP)?.dport}. The web server listens on port 80: dport=80.`,
        },
        {
          name: 'no SYN',
          made: (seen) => seen.packet('syn')?.has(TCP) === true && !flagged(seen.packet('syn'), 'S'),
          say: (seen) =>
            `The flags of syn are ${String(seen.packet('syn')?.get(TCP)?.flags) || 'none'}. A connection begins with SYN, and nothing else: flags="S".`,
        },
        {
          name: 'another source port',
          made: (seen) => seen.packet('syn')?.has(TCP) === true && seen.packet('syn')?.get(TCP)?.sport !== SPORT,
          say: `Give it sport=${SPORT}: the steps after this one use that port.`,
        },
        {
          name: 'another seq',
          made: (seen) => seen.packet('syn')?.has(TCP) === true && seen.packet('syn')?.get(TCP)?.seq !== 1000,
          say: 'Give it seq=1000.',
        },
      ],
      solution: [`syn = IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="S", seq=1000)`],
    },
    {
      title: 'SYN and ACK, and a surprise',
      text: 'sr1(syn) sends it and gives the answer. Look at two numbers in it: its ack says which octet the server expects next from you, its seq is the number that the server begins with.',
      task: 'sa = sr1(syn), then look at sa[TCP].ack. Then type wire, and count the segments.',
      check: (seen) => synAck(seen.received) !== undefined && flagged(seen.packet('sa'), 'SA') && seen.printed.includes('1001'),
      done: `ack is 1001: your SYN counted as one octet. And there was a third segment, a reset (R) from your own machine. You did not send it: your kernel did. It saw an answer to a question that it had not asked, since it has no socket on port ${SPORT}, and it did what it must: it refused.`,
      hint: 'sa = sr1(syn), then sa[TCP].ack',
      mistakes: [
        {
          name: 'not kept',
          made: (seen) => synAck(seen.receivedNow) !== undefined && seen.value('sa') === undefined,
          say: 'The answer came, but it has no name. Keep it: sa = sr1(syn).',
        },
        {
          name: 'seq instead of ack',
          isHalf: true,
          made: (seen) => synAck(seen.received) !== undefined && /^\d{5,}$/m.test(seen.printedNow),
          say: 'That is the number that the server begins with. The other one is sa[TCP].ack.',
        },
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => flagged(seen.packet('sa'), 'SA'),
          say: 'The answer is SYN and ACK. Look at its number: sa[TCP].ack.',
        },
        {
          name: 'refused',
          made: ({ receivedNow }) => receivedNow.some((p) => flagged(p, 'RA')),
          say: 'The server refused: nothing listens on that port. Send the SYN to port 80.',
        },
      ],
      solution: ['sa = sr1(syn)', 'sa[TCP].ack'],
    },
    {
      title: 'what the reset does',
      text: "The server believed the reset and forgot the connection. Try it: go on as if nothing had happened, with the ACK that ends the handshake. Its seq is what the server expects (sa[TCP].ack), its ack is one more than the server's seq.",
      task: `r = sr1(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1), timeout=2)`,
      check: (seen) => seen.sent.some((p) => flagged(p, 'A') && p.get(TCP)?.sport === SPORT) && seen.received.some((p) => flagged(p, 'R')),
      done: 'The server answered with a reset: it knows of no such connection. This is why a handshake by hand fails on a real system, though each of your packets is right.',
      hint: 'Type the line of the task as it stands. It is meant to fail.',
      mistakes: [noAckFlag, otherPort],
      solution: [
        `r = sr1(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1), timeout=2)`,
        'r.summary()',
      ],
    },
    {
      title: 'hold the kernel back',
      text: `guard() tells the packet filter to drop the resets of one port, and nothing else: a rule such as iptables -A OUTPUT -p tcp --sport ${SPORT} --tcp-flags RST RST -j DROP. Then do the first two segments again.`,
      task: `type g = guard({protocol: "tcp", localPort: ${SPORT}}), and then sa = sr1(syn).`,
      check: (seen) =>
        synAck(seen.received) !== undefined && flagged(seen.packet('sa'), 'SA') && !seen.sentNow.some((p) => flagged(p, 'R')),
      done: 'Two segments, and no reset: `wire` shows them. The server now waits for your ACK.',
      hint: 'First guard, then the SYN: a rule helps only against what comes after it.',
      mistakes: [
        {
          name: 'no guard',
          made: ({ sentNow }) => sentNow.some((p) => flagged(p, 'R')),
          say: `Your kernel reset it again. Guard the port first: g = guard({protocol: "tcp", localPort: ${SPORT}}).`,
        },
        {
          name: 'only the guard',
          isHalf: true,
          made: (seen) => seen.value('g') !== undefined && seen.now.length === 0,
          say: 'Resets of that port are dropped now. Send the SYN again: sa = sr1(syn).',
        },
      ],
      solution: [`g = guard({protocol: "tcp", localPort: ${SPORT}})`, 'sa = sr1(syn)'],
    },
    {
      title: 'the ACK',
      text: 'The third segment has the flag A. seq is what the server expects next (sa[TCP].ack). ack is what you expect next: one more than its seq, since its SYN counts as one octet, too. Nobody answers an ACK, so send() is enough.',
      task: 'send the ACK with send().',
      check: (seen) => {
        const server = seen.packet('sa')?.get(TCP);
        const last = seen.sentNow.find((p) => flagged(p, 'A') && p.get(TCP)?.sport === SPORT);
        return server !== undefined && last?.get(TCP)?.ack === (server.seq + 1) >>> 0 && last.get(TCP)?.seq === server.ack;
      },
      done: 'Nothing came back, and that is good: the connection stands.',
      hint: `send(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1))`,
      mistakes: [noAckFlag, otherPort, ackIsSeq, seqIsOld, ackIsWrong],
      solution: [`send(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="A", seq=sa[TCP].ack, ack=sa[TCP].seq+1))`],
    },
    {
      title: 'the end',
      text: 'A connection ends with the flag F (FIN): "I have nothing more to send". It counts as one octet, and the other side acknowledges it. It goes with A, as all segments after the SYN do: flags="FA".',
      task: 'send a FIN with the numbers of your ACK, and keep the answer as fin.',
      check: (seen) => seen.sent.some((p) => flagged(p, 'FA')) && seen.received.some((p) => flagged(p, 'A') && p.get(TCP)?.ack === 1002),
      done: 'ack is 1002: SYN was 1000, FIN was 1001. (In full, the server sends a FIN of its own, and you acknowledge it. This one forgets you at once.) g.undo() takes the rule away.',
      hint: 'The line of the step before with flags="FA", in sr1(): fin = sr1(…, timeout=2).',
      mistakes: [
        noAckFlag,
        otherPort,
        ackIsSeq,
        seqIsOld,
        ackIsWrong,
        {
          name: 'no FIN',
          made: ({ sentNow }) => sentNow.some((p) => flagged(p, 'A')),
          say: 'That was a plain ACK once more. A FIN has both flags: flags="FA".',
        },
      ],
      solution: [
        `fin = sr1(IP(dst="${WWW}")/TCP(sport=${SPORT}, dport=80, flags="FA", seq=sa[TCP].ack, ack=sa[TCP].seq+1), timeout=2)`,
        'fin[TCP].ack',
      ],
    },
    {
      title: 'a closed port',
      text: 'A port where nothing listens answers a SYN with a reset: R and A. So one SYN tells whether a port is open. Ask only machines that you may ask.',
      task: `send a SYN to port 81 of ${WWW} with sr1(), and keep the answer as closed.`,
      check: (seen) => seen.sent.some((p) => flagged(p, 'S') && isTo(p, 81)) && flagged(seen.packet('closed'), 'RA'),
      done: 'SA is open, RA is closed, and silence is a firewall, or nobody at home.',
      hint: `closed = sr1(IP(dst="${WWW}")/TCP(dport=81, flags="S"), timeout=2)`,
      mistakes: [
        {
          name: 'an open port',
          made: (seen) => synAck(seen.receivedNow, 20) !== undefined || seen.receivedNow.some((p) => flagged(p, 'SA')),
          say: 'SYN and ACK: that port is open. Ask port 81: dport=81.',
        },
        {
          name: 'no SYN',
          made: ({ sentNow }) => sentNow.some((p) => isTo(p, 81) && !flagged(p, 'S')),
          say: 'Ask with a SYN alone: flags="S".',
        },
        {
          name: 'not kept',
          isHalf: true,
          made: ({ receivedNow }) => receivedNow.some((p) => flagged(p, 'RA')),
          say: 'That is the reset. Keep it: closed = sr1(…).',
        },
      ],
      solution: [`closed = sr1(IP(dst="${WWW}")/TCP(dport=81, flags="S"), timeout=2)`, 'closed[TCP].flags'],
    },
  ],
  sources: [
    {
      name: 'RFC 9293 §3.5',
      about: 'the handshake; when a reset is sent is in §3.5.2, closing in §3.6',
      url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.5',
    },
    {
      name: 'RFC 9293 §3.4',
      about: 'sequence numbers: what counts as an octet, and how the first number is chosen (§3.4.1)',
      url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.4',
    },
  ],
};
