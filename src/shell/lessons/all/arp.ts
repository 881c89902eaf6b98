/** ARP: from an IPv4 address to a hardware address. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { ARP } from '../../../protocols/network/arp.ts';
import { ICMP } from '../../../protocols/network/icmp/icmp.ts';
import { BROADCAST, GATEWAY, ME, NOBODY, smallNetwork, WWW } from '../lab/small-network.ts';
import type { Lesson, Mistake } from '../walk/lesson.ts';

const WHO_HAS = 1;
const IS_AT = 2;

const asks = (p: Packet | undefined, address: string): boolean => p?.get(ARP)?.op === WHO_HAS && p.get(ARP)?.pdst === address;
const tells = (p: Packet | undefined, address: string): boolean => p?.get(ARP)?.op === IS_AT && p.get(ARP)?.psrc === address;

/** A question that left, but not to everybody. */
const notToAll: Mistake = {
  name: 'not to all',
  made: ({ sentNow }) => sentNow.some((p) => p.get(ARP)?.op === WHO_HAS && p.get(Ether)?.dst !== BROADCAST),
  say: (seen) =>
    `Your question went to ${seen.sentNow.find((p) => p.has(ARP))?.get(Ether)?.dst} alone. You do not know yet who has the address, so ask everybody: Ether(dst="${BROADCAST}").`,
};

const isAnswer: Mistake = {
  name: 'an answer instead of a question',
  made: ({ sentNow }) => sentNow.some((p) => p.get(ARP)?.op === IS_AT),
  say: 'You sent an answer (op is-at), and nobody answers an answer. A question has op="who-has", which is what ARP() has unless you say otherwise.',
};

const oneQuestion = (address: string): Mistake => ({
  name: 'another address',
  made: ({ sentNow }) => sentNow.some((p) => p.get(ARP)?.op === WHO_HAS) && !sentNow.some((p) => asks(p, address)),
  say: (seen) =>
    `You asked for ${seen.sentNow.find((p) => p.has(ARP))?.get(ARP)?.pdst}. The address to ask for is ${address}, in the field pdst.`,
});

export const arp: Lesson = {
  name: 'arp',
  title: 'ARP: who has this address?',
  goal: 'You can ask a network who has an IPv4 address, read the answer, and tell why there is none.',
  introduction: `Machines on one network send each other Ethernet frames, and a frame goes to a hardware address (MAC), not to an IP address. ARP finds the one for the other: "Who has ${WWW}?" asks one machine, and everybody hears it. "${WWW} is at 02:00:c0:00:02:50" answers the one that has it.

You are ${ME} in a small network in memory. Nothing that you send leaves this program.`,
  world: () => smallNetwork({ www: { services: { tcp: [80] } } }),
  steps: [
    {
      title: 'a question',
      text: 'ARP() makes an ARP packet. Without arguments it is a question, who-has. The address that you ask for is the field pdst: the "protocol destination", where the protocol is IP.',
      task: `make an ARP question for ${WWW}, call it a, and look at it with a.show().`,
      check: (seen) => asks(seen.packet('a'), WWW) && seen.printed.includes('###[ ARP ]###'),
      done: `hwsrc and psrc are your own addresses: they were filled in, so that whoever answers knows whom to answer. hwdst is zero: it is what you ask for.`,
      hint: 'a = ARP(field="value") makes it and gives it a name. Then a.show() prints all fields.',
      mistakes: [
        {
          name: 'psrc instead of pdst',
          made: (seen) => seen.packet('a')?.get(ARP)?.psrc === WWW,
          say: `psrc is who asks: that is you. The address that you ask for is pdst: ARP(pdst="${WWW}").`,
        },
        {
          name: 'an answer instead of a question',
          made: (seen) => seen.packet('a')?.get(ARP)?.op === IS_AT,
          say: 'op is is-at: that is an answer. Leave op out, and it is a question.',
        },
        {
          name: 'another address',
          made: (seen) => seen.packet('a')?.has(ARP) === true && !asks(seen.packet('a'), WWW),
          say: (seen) => `a asks for ${seen.packet('a')?.get(ARP)?.pdst}. It should ask for ${WWW}: ARP(pdst="${WWW}").`,
        },
        {
          name: 'no name',
          made: (seen) => seen.value('a') === undefined && seen.printedNow.includes('ARP'),
          say: 'It has no name yet, and later steps use it: write a = in front of it.',
        },
        {
          name: 'not shown',
          isHalf: true,
          made: (seen) => asks(seen.packet('a'), WWW),
          say: 'Look at it: a.show().',
        },
      ],
      solution: [`a = ARP(pdst="${WWW}")`, 'a.show()'],
    },
    {
      title: 'its 28 octets',
      text: 'What goes over the wire is octets. rfc(ARP) draws which bits belong to which field, four octets a row. hexdump(a) prints the octets themselves.',
      task: 'draw the header with rfc(ARP), and print the octets of a with hexdump(a).',
      check: (seen) => /\|\s+HWTYPE\s+\|/.test(seen.printed) && /^0000 .*\n^0010 /m.test(seen.printed),
      done: 'The octets 00 01 at 6 and 7 are op: 1 is who-has, 2 is is-at. The last four, C0 00 02 50, are 192.0.2.80.',
      hint: 'Both are functions: rfc takes the layer ARP, hexdump takes your packet a.',
      mistakes: [
        {
          name: 'only the drawing',
          isHalf: true,
          made: (seen) => /\|\s+HWTYPE\s+\|/.test(seen.printedNow),
          say: 'That is the drawing. Now the octets: hexdump(a).',
        },
        {
          name: 'only the octets',
          isHalf: true,
          made: (seen) => /^0000 /m.test(seen.printedNow),
          say: 'Those are the octets. Now the drawing, to see which field is where: rfc(ARP).',
        },
      ],
      solution: ['rfc(ARP)', 'hexdump(a)'],
    },
    {
      title: 'a frame for everybody',
      text: `An ARP packet travels in an Ethernet frame. / stacks one layer on another: Ether()/a is a in a frame. You do not know whom to ask, so ask all: the address ${BROADCAST} is for everybody on the network.`,
      task: `put a into a frame to ${BROADCAST}, and call it q.`,
      check: (seen) =>
        seen.packet('q')?.layers()[0] === (Ether as unknown) &&
        seen.packet('q')?.get(Ether)?.dst === BROADCAST &&
        asks(seen.packet('q'), WWW),
      done: 'The type of the frame became 0x806: that number says "ARP is in here". You did not have to write it.',
      hint: 'The frame stands in front: q = Ether(dst="…")/a',
      mistakes: [
        {
          name: 'the wrong way round',
          made: (seen) => seen.packet('q')?.layers()[0] === (ARP as unknown),
          say: 'The frame is outside, so it stands first: Ether(…)/a.',
        },
        {
          name: 'not to all',
          made: (seen) => seen.packet('q')?.has(Ether) === true && seen.packet('q')?.get(Ether)?.dst !== BROADCAST,
          say: (seen) => `q goes to ${seen.packet('q')?.get(Ether)?.dst}. Name the address of all: Ether(dst="${BROADCAST}").`,
        },
        {
          name: 'nothing in the frame',
          made: (seen) => seen.packet('q')?.has(Ether) === true && seen.packet('q')?.has(ARP) !== true,
          say: 'The frame is empty: put a behind it, Ether(…)/a.',
        },
      ],
      solution: [`q = Ether(dst="${BROADCAST}")/a`],
    },
    {
      title: 'ask, and hear the answer',
      text: 'srp() sends frames and waits for answers ("send and receive, with the p of layer 2, where frames are"). It gives two lists: pairs of what was sent and what answered, and what nobody answered.',
      task: 'send q: ans, unans = srp(q, timeout=2). Then ans.summary().',
      check: (seen) =>
        seen.sent.some((p) => asks(p, WWW) && p.get(Ether)?.dst === BROADCAST) &&
        seen.received.some((p) => tells(p, WWW)) &&
        seen.printed.includes('==>'),
      done: 'The question went to everybody. The answer came to you alone: whoever answers knows your address from the question.',
      hint: 'Two names on the left take the two lists: ans, unans = srp(q, timeout=2).',
      mistakes: [
        notToAll,
        isAnswer,
        oneQuestion(WWW),
        {
          name: 'no answer awaited',
          made: (seen) => seen.receivedNow.some((p) => tells(p, WWW)) && seen.value('ans') === undefined,
          say: `The answer came, but nothing holds it: sendp() only sends, and srp() without names on its left is forgotten. Write ans, unans = srp(q, timeout=2).`,
        },
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => seen.received.some((p) => tells(p, WWW)),
          say: 'The answer came. Look at it: ans.summary().',
        },
      ],
      solution: ['ans, unans = srp(q, timeout=2)', 'ans.summary()'],
    },
    {
      title: 'read the answer',
      text: 'ans[0] is the first pair. ans[0][0] is what you sent, ans[0][1] is what came back. In an answer hwsrc is the hardware address that you asked for.',
      task: `keep the hardware address of ${WWW} as mac.`,
      check: (seen) => seen.value('mac') === '02:00:c0:00:02:50',
      done: 'With this address your machine can send frames to the web server. It remembers it for a while, so that it need not ask for each packet.',
      hint: 'mac = ans[0][1].hwsrc. The name hwsrc stands for "hardware source".',
      mistakes: [
        {
          name: 'own address',
          made: (seen) => seen.value('mac') === seen.world.me.mac,
          say: 'That is your own address. It is in the question (ans[0][0]) as hwsrc, and in the answer as hwdst. You want hwsrc of the answer, ans[0][1].',
        },
        {
          name: 'the unknown address',
          made: (seen) => seen.value('mac') === '00:00:00:00:00:00' || seen.value('mac') === BROADCAST,
          say: 'That is from the question, where the address is not known yet. Take it from the answer: ans[0][1].',
        },
        {
          name: 'an IP address',
          made: (seen) => /^\d+\.\d+\.\d+\.\d+$/.test(String(seen.value('mac'))),
          say: 'That is the IP address (psrc). The hardware address is hwsrc.',
        },
      ],
      solution: ['mac = ans[0][1].hwsrc', 'mac'],
    },
    {
      title: 'nobody answers',
      text: `ARP has no "there is no such machine". If nobody has the address, nobody says a word, and you wait in vain.`,
      task: `ask for ${NOBODY} in the same way, and call the lists ans, unans again. Then unans.summary().`,
      check: (seen) =>
        seen.sent.some((p) => asks(p, NOBODY) && p.get(Ether)?.dst === BROADCAST) && seen.printed.includes(`who has ${NOBODY}`),
      done: 'An address that nobody has, a machine that is off, a cable that is out: on the wire all three look the same. Nothing comes.',
      hint: `ans, unans = srp(Ether(dst="${BROADCAST}")/ARP(pdst="${NOBODY}"), timeout=2). Without timeout it would wait for long; in the lab, waiting takes no time.`,
      mistakes: [
        notToAll,
        isAnswer,
        oneQuestion(NOBODY),
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => seen.sent.some((p) => asks(p, NOBODY)),
          say: 'The question is out, and nothing came. Look at what was not answered: unans.summary().',
        },
      ],
      solution: [`ans, unans = srp(Ether(dst="${BROADCAST}")/ARP(pdst="${NOBODY}"), timeout=2)`, 'unans.summary()'],
    },
    {
      title: 'your machine asks by itself',
      text: 'When you send an IP packet, your machine finds the hardware address for you. Before the first packet to a machine it asks by ARP. The word `wire` lists all frames of a step, in their order.',
      task: `ping the gateway: sr1(IP(dst="${GATEWAY}")/ICMP()). Then type wire.`,
      check: (seen) => seen.received.some((p) => tells(p, GATEWAY)) && seen.sent.some((p) => p.get(ICMP)?.type === 8),
      done: 'Who has it, it is at, and only then the ping. Most packets that you send begin like this, and nobody notices.',
      hint: 'sr1 sends at layer 3 and gives the first answer. You write IP and what is in it; the frame is made for you.',
      mistakes: [
        {
          name: 'nobody there',
          made: ({ sentNow }) => sentNow.some((p) => p.get(ARP)?.op === WHO_HAS) && !sentNow.some((p) => asks(p, GATEWAY)),
          say: `Your machine asked who has that address, and nobody answered, so the ping never left. The gateway is ${GATEWAY}.`,
        },
        {
          name: 'asked by hand',
          made: ({ sentNow }) => sentNow.some((p) => asks(p, GATEWAY)) && !sentNow.some((p) => p.has(ICMP)),
          say: `You asked by ARP yourself. This time send a ping, and let your machine ask: sr1(IP(dst="${GATEWAY}")/ICMP()).`,
        },
        {
          name: 'a ping elsewhere',
          made: ({ sentNow }) => sentNow.some((p) => p.has(ICMP)),
          say: `That ping went elsewhere. Ping the gateway, ${GATEWAY}: your machine does not know its hardware address yet.`,
        },
      ],
      solution: [`r = sr1(IP(dst="${GATEWAY}")/ICMP())`],
    },
    {
      title: 'who is there at all?',
      text: 'A network of addresses in pdst stands for all of them, a packet for each. "192.0.2.80/30" is four addresses: 80, 81, 82 and 83. This is how one finds out who is on a network.',
      task: 'ask for each address of 192.0.2.80/29 (eight of them) with one srp(), and look at who answers.',
      check: (seen) =>
        new Set(seen.sent.filter((p) => p.get(ARP)?.op === WHO_HAS && p.get(Ether)?.dst === BROADCAST).map((p) => p.get(ARP)?.pdst)).size >=
        8,
      done: 'Eight questions, one answer. arping("192.0.2.80/29") does the same in fewer words. Ask so only on networks where you may.',
      hint: `srp(Ether(dst="${BROADCAST}")/ARP(pdst="192.0.2.80/29"), timeout=2)`,
      mistakes: [
        notToAll,
        isAnswer,
        {
          name: 'too few',
          made: ({ sentNow }) => sentNow.some((p) => p.get(ARP)?.op === WHO_HAS),
          say: (seen) =>
            `You asked for ${new Set(seen.sentNow.map((p) => p.get(ARP)?.pdst)).size} of the eight. "/29" leaves three bits of the address open, and 2 × 2 × 2 is 8: pdst="192.0.2.80/29".`,
        },
      ],
      solution: [`ans, unans = srp(Ether(dst="${BROADCAST}")/ARP(pdst="192.0.2.80/29"), timeout=2)`, 'ans.summary()'],
    },
  ],
  sources: [
    {
      name: 'RFC 826',
      about: 'ARP itself: the packet format, and how a machine answers ("Packet Generation", "Packet Reception")',
      url: 'https://www.rfc-editor.org/rfc/rfc826',
    },
    {
      name: 'RFC 1122 §2.3.2',
      about: 'what hosts owe: old entries are forgotten, questions are not repeated too often',
      url: 'https://www.rfc-editor.org/rfc/rfc1122#section-2.3.2',
    },
    { name: 'RFC 5227', about: 'two machines with one address, and how to find out', url: 'https://www.rfc-editor.org/rfc/rfc5227' },
  ],
};
