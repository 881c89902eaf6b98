/** Fragments: what happens to a packet that is too large for a link. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { ICMP } from '../../../protocols/network/icmp/icmp.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { GATEWAY, smallNetwork } from '../lab/small-network.ts';
import { leadOn } from '../lab/way.ts';
import type { Lesson } from '../walk/lesson.ts';

const SERVER = '203.0.113.80';
const MTU = 600;
const [ECHO_REPLY, UNREACHABLE, TOO_BIG] = [0, 3, 4];

const isPiece = (p: Packet): boolean => p.has(IP) && (p.get(IP)?.flags.has('MF') === true || (p.get(IP)?.frag ?? 0) > 0);
const isPong = (p: Packet): boolean => p.get(ICMP)?.type === ECHO_REPLY && p.get(IP)?.src === SERVER;
const isTooBig = (p: Packet): boolean => p.get(ICMP)?.type === UNREACHABLE && p.get(ICMP)?.code === TOO_BIG;
const offsets = (packets: readonly Packet[]): number[] => packets.filter((p) => p.has(IP)).map((p) => p.get(IP)?.frag ?? 0);

export const fragments: Lesson = {
  name: 'fragments',
  title: 'Fragments: a packet in pieces',
  goal: 'You can cut a packet into pieces that fit, read offset and flags of each, and you know why some packets may not be cut.',
  introduction: `Each link has a largest packet, its MTU: 1500 octets on Ethernet, often less further on. What is larger is cut into fragments, each with an IP header of its own, and the receiver puts them together. Or the packet says "do not fragment", and then the router must send word instead.

The server is ${SERVER}. Behind your gateway is a link that takes ${MTU} octets.`,
  limits:
    "the server of this lesson puts fragments together; other hosts of the lab do not. Routers of the lab cut nothing: you cut by hand. The server's own answers come whole.",
  world: () => {
    const world = smallNetwork();
    leadOn(world.net.host('gateway'), { routers: [GATEWAY, '198.51.100.1'], server: SERVER, mtu: MTU });
    return world;
  },
  steps: [
    {
      title: 'a large packet',
      text: 'A ping may carry data. 1000 octets of it, 8 of ICMP and 20 of IP are a packet of 1028. id is a number that all pieces of one packet will share.',
      task: `make big = IP(dst="${SERVER}", id=7)/ICMP(id=1, seq=1)/("x"*1000), and look at len(big).`,
      check: (seen) => seen.packet('big')?.bytes.length === 1028 && seen.packet('big')?.get(IP)?.id === 7 && seen.printed.includes('1028'),
      done: `1028 is fine for your own link (1500), and too much for the one behind the gateway (${MTU}).`,
      hint: '"x"*1000 is a text of 1000 letters. Brackets around it, and it becomes the data of the ping.',
      mistakes: [
        {
          name: 'another length',
          made: (seen) => seen.packet('big')?.has(IP) === true && seen.packet('big')?.bytes.length !== 1028,
          say: (seen) => `big has ${seen.packet('big')?.bytes.length} octets. 1000 of data make 1028: /("x"*1000).`,
        },
        {
          name: 'another id',
          made: (seen) => seen.packet('big')?.has(IP) === true && seen.packet('big')?.get(IP)?.id !== 7,
          say: 'Give IP its number: id=7. By it the receiver knows which pieces belong together.',
        },
        {
          name: 'length not seen',
          isHalf: true,
          made: (seen) => seen.packet('big')?.bytes.length === 1028,
          say: 'Now its length: len(big).',
        },
      ],
      solution: [`big = IP(dst="${SERVER}", id=7)/ICMP(id=1, seq=1)/("x"*1000)`, 'len(big)'],
    },
    {
      title: 'do not fragment',
      text: 'The flag DF says: do not cut this. A router that cannot send it on as it is throws it away, and tells you how large a packet may be.',
      task: `r = sr1(IP(dst="${SERVER}", flags="DF")/ICMP()/("x"*1000), timeout=2)`,
      check: (seen) => seen.received.some(isTooBig) && seen.packet('r')?.has(ICMP) === true,
      done: 'ICMP "fragmentation needed" (type 3, code 4), from the gateway.',
      hint: 'flags="DF" stands in IP().',
      mistakes: [
        {
          name: 'no DF',
          made: ({ sentNow }) => sentNow.some((p) => p.get(IP)?.dst === SERVER && p.get(IP)?.flags.has('DF') !== true),
          say: 'That packet may be cut: DF is not set. IP(dst="…", flags="DF").',
        },
        {
          name: 'it fits',
          made: (seen) => seen.receivedNow.some(isPong),
          say: `The server answered: your packet was small enough for the link. Make it larger than ${MTU} octets: /("x"*1000).`,
        },
        {
          name: 'not kept',
          isHalf: true,
          made: ({ receivedNow }) => receivedNow.some(isTooBig),
          say: 'The answer came. Keep it: r = sr1(…).',
        },
      ],
      solution: [`r = sr1(IP(dst="${SERVER}", flags="DF")/ICMP()/("x"*1000), timeout=2)`, 'r.summary()'],
    },
    {
      title: 'how large may it be?',
      text: 'The answer carries the MTU of the next link, in the field nexthopmtu. TCP uses this all the time: it sends with DF, and learns the largest packet of the whole way. Where a firewall drops these messages, large packets vanish without a word: a "black hole".',
      task: 'keep that number as mtu.',
      check: (seen) => seen.value('mtu') === MTU,
      done: `${MTU}: so much may one packet have, its IP header included.`,
      hint: 'mtu = r[ICMP].nexthopmtu',
      mistakes: [
        {
          name: 'length of the answer',
          made: (seen) => seen.value('mtu') === 56,
          say: 'That is the length of the answer itself. The number is a field of its ICMP header: r[ICMP].nexthopmtu.',
        },
        {
          name: 'own link',
          made: (seen) => seen.value('mtu') === 1500 || seen.value('mtu') === 1028,
          say: 'That is not what the gateway told. Read it from the answer: r[ICMP].nexthopmtu.',
        },
      ],
      solution: ['mtu = r[ICMP].nexthopmtu', 'mtu'],
    },
    {
      title: 'cut it',
      text: 'fragment(packet, fragsize=n) cuts a packet into pieces that carry at most n octets each. The data of each piece but the last must be a multiple of 8 octets, for offsets count in eights.',
      task: 'pieces = fragment(big, fragsize=400), then len(pieces).',
      check: (seen) =>
        seen.packets('pieces').length === 3 &&
        seen.packets('pieces').every((p) => isPiece(p) && p.bytes.length <= MTU) &&
        /\b3\b/.test(seen.printed),
      done: '1008 octets (ICMP header and data) in pieces of 400 are 400, 400 and 208. Each has an IP header of its own: 420, 420 and 228.',
      hint: 'Both lines of the task.',
      mistakes: [
        {
          name: 'too large',
          made: (seen) => seen.packets('pieces').some((p) => p.bytes.length > MTU),
          say: `A piece is larger than ${MTU} octets, so it would not pass either. fragsize=400.`,
        },
        {
          name: 'another number',
          made: (seen) => seen.packets('pieces').length > 0 && seen.packets('pieces').length !== 3,
          say: (seen) => `Those are ${seen.packets('pieces').length} pieces. With fragsize=400 there are 3, and the next steps use them.`,
        },
        { name: 'not counted', isHalf: true, made: (seen) => seen.packets('pieces').length === 3, say: 'How many are there? len(pieces).' },
      ],
      solution: ['pieces = fragment(big, fragsize=400)', 'len(pieces)'],
    },
    {
      title: 'what is in the pieces',
      text: 'MF ("more fragments") is set in all but the last. frag is where a piece belongs, in units of 8 octets: 50 means octet 400. Only the first piece has the ICMP header; the others carry octets from the middle.',
      task: 'look at the second one: pieces[1].show().',
      check: (seen) => /frag\s+= 50\b/.test(seen.printed),
      done: 'No ICMP in it, only data. A firewall that looks for ports sees none in such a piece.',
      hint: 'Lists count from 0: the second is pieces[1].',
      mistakes: [
        {
          name: 'the first',
          made: (seen) => /frag\s+= 0\b/.test(seen.printedNow),
          say: 'That is the first one, with frag 0: lists count from 0. The second is pieces[1].',
        },
        {
          name: 'the last',
          made: (seen) => /frag\s+= 100\b/.test(seen.printedNow),
          say: 'That is the third and last: MF is not set. The second is pieces[1].',
        },
      ],
      solution: ['pieces[1].show()', '[(p.frag, str(p.flags), len(p)) for p in pieces]'],
    },
    {
      title: 'send them',
      text: 'The server collects the pieces with the same source, destination, protocol and id. When all are there, it has your ping, and answers it. Their order does not matter.',
      task: 'send the pieces with send(pieces), then type wire.',
      check: (seen) => seen.sent.filter(isPiece).length >= 3 && seen.received.some(isPong),
      done: 'Three pieces went out, one answer came: the server put them together.',
      hint: 'send() takes a list of packets, too.',
      mistakes: [
        {
          name: 'uncut',
          made: ({ sentNow }) => sentNow.some((p) => p.get(IP)?.dst === SERVER && !isPiece(p)),
          say: 'That is the whole packet, uncut. Send the list: send(pieces).',
        },
        {
          name: 'some missing',
          made: (seen) => seen.sentNow.some(isPiece) && !seen.receivedNow.some(isPong),
          say: (seen) =>
            `Pieces with the offsets ${offsets(seen.sentNow.filter(isPiece)).join(', ')} left. All of 0, 50 and 100 are needed: send(pieces).`,
        },
      ],
      solution: ['send(pieces)'],
    },
    {
      title: 'one is lost',
      text: 'If one piece is lost, the rest is useless: the receiver waits for some time, and throws all of it away. That is why one would rather send small packets than fragments.',
      task: `cut a packet with id=8 in the same way, and send only its first and last piece: send(fragment(IP(dst="${SERVER}", id=8)/ICMP(id=1, seq=2)/("x"*1000), fragsize=400)[::2]).`,
      check: (seen) => {
        const sent = seen.sent.filter((p) => isPiece(p) && p.get(IP)?.id === 8);
        return offsets(sent).includes(0) && offsets(sent).includes(100) && !offsets(sent).includes(50) && !seen.received.some(isPong);
      },
      done: 'Silence. (After a minute or two a real server may send ICMP "time exceeded", code 1: reassembly took too long. This one does not.)',
      hint: '[::2] takes every second item of a list: the first and the third.',
      mistakes: [
        {
          name: 'all of them',
          made: (seen) => seen.sentNow.some(isPiece) && seen.receivedNow.some(isPong),
          say: 'The server answered, so all pieces arrived. Leave one out: [::2] behind fragment(…). Then take id=8 and begin this step with `again`.',
        },
        {
          name: 'the old id',
          made: ({ sentNow }) => sentNow.some((p) => isPiece(p) && p.get(IP)?.id !== 8),
          say: 'These belong to another packet. Give IP a number of its own: id=8.',
        },
        {
          name: 'one piece',
          made: ({ sentNow }) => sentNow.filter(isPiece).length === 1,
          say: 'That was one piece. Send the first and the last: [::2].',
        },
      ],
      solution: [`send(fragment(IP(dst="${SERVER}", id=8)/ICMP(id=1, seq=2)/("x"*1000), fragsize=400)[::2])`],
    },
  ],
  sources: [
    {
      name: 'RFC 791 §2.3',
      about: 'fragmentation; the fields are in §3.1, and how pieces are put together in §3.2',
      url: 'https://www.rfc-editor.org/rfc/rfc791#section-2.3',
    },
    { name: 'RFC 1191 §4', about: '"fragmentation needed", and the MTU in it', url: 'https://www.rfc-editor.org/rfc/rfc1191#section-4' },
    {
      name: 'RFC 1122 §3.3.2',
      about: 'for how long a host waits for missing pieces',
      url: 'https://www.rfc-editor.org/rfc/rfc1122#section-3.3.2',
    },
    { name: 'RFC 8900', about: 'why fragments are best avoided', url: 'https://www.rfc-editor.org/rfc/rfc8900' },
  ],
};
