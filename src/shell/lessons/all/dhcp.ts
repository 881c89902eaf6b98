/** DHCP: how a machine without an address gets one. */
import { dhcpServer } from '../../../exchange/answering/dhcp-server.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { BOOTP, DHCP } from '../../../protocols/application/dhcp/dhcp.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { BROADCAST, GATEWAY, smallNetwork } from '../lab/small-network.ts';
import type { Lesson, Mistake } from '../walk/lesson.ts';

const [DISCOVER, OFFER, REQUEST, ACK, NAK, RELEASE] = [1, 2, 3, 5, 6, 7];
const MINE = '02:00:c0:00:02:0a';
const OTHER = '00:0c:29:be:e4:6d';
/** The server's pool. */
const RANGE = ['192.0.2.100', '192.0.2.199'] as const;
const isLeased = (address: unknown): boolean => /^192\.0\.2\.1\d\d$/.test(String(address));

function optionOf(p: Packet | undefined, name: string): unknown {
  const options = (p?.get(DHCP)?.options ?? []) as unknown as readonly (string | readonly [unknown, unknown])[];
  for (const option of options) if (Array.isArray(option) && option[0] === name) return option[1];
  return undefined;
}
const typeOf = (p: Packet | undefined): unknown => optionOf(p, 'message-type');
const isMessage = (p: Packet | undefined, type: number): boolean => p?.has(DHCP) === true && typeOf(p) === type;
const chaddrOf = (p: Packet | undefined): string => String(p?.get(BOOTP)?.chaddr ?? '');

const notToAll: Mistake = {
  name: 'not to all',
  made: ({ sentNow }) => sentNow.some((p) => p.has(BOOTP) && (p.get(Ether)?.dst !== BROADCAST || p.get(IP)?.dst !== '255.255.255.255')),
  say: `A machine without an address knows nobody, so both headers go to all: Ether(dst="${BROADCAST}")/IP(src="0.0.0.0", dst="255.255.255.255").`,
};
const otherPorts: Mistake = {
  name: 'other ports',
  made: ({ sentNow }) => sentNow.some((p) => p.has(IP) && p.has(UDP) && (p.get(UDP)?.sport !== 68 || p.get(UDP)?.dport !== 67)),
  say: 'DHCP has fixed ports: the client is 68, the server 67. UDP(sport=68, dport=67).',
};
const otherClient: Mistake = {
  name: 'another chaddr',
  made: ({ sentNow }) => sentNow.some((p) => p.has(BOOTP) && chaddrOf(p) !== MINE),
  say: (seen) =>
    `Your message says that the client is ${chaddrOf(seen.sentNow.find((p) => p.has(BOOTP)))}, and answers go there. Your own hardware address is ${MINE}: chaddr=hw.`,
};
const otherType = (type: number, name: string): Mistake => ({
  name: 'another message type',
  made: ({ sentNow }) => sentNow.some((p) => p.has(BOOTP)) && !sentNow.some((p) => isMessage(p, type)),
  say: `The message needs its type, as the first of its options: DHCP(options=[("message-type", "${name}"), …, "end"]).`,
});

export const dhcp: Lesson = {
  name: 'dhcp',
  title: 'DHCP: an address for whoever asks',
  goal: 'You can get an address by hand in four messages, and you know why an answer does not reach you.',
  introduction: `A machine that was just switched on has no address, and knows nobody. Stop and think: how can it talk with anyone at all? It calls out to all: "Is there a DHCP server?" (discover). A server answers "you could have this address" (offer), the machine says "I take it" (request), and the server "it is yours" (ack).

A DHCP server runs on the gateway. Your hardware address is ${MINE}.`,
  limits: 'your machine keeps its address 192.0.2.10 all the while: you play a machine that has none.',
  world: () => {
    const world = smallNetwork();
    const gateway = world.net.host('gateway');
    gateway.machines.push(
      dhcpServer({
        address: gateway.address,
        mac: gateway.mac,
        clock: gateway.clock,
        pools: [{ network: '192.0.2.0/24', range: RANGE, routers: [GATEWAY], nameServers: [GATEWAY], domain: 'example.org' }],
      }),
    );
    return world;
  },
  steps: [
    {
      title: 'headers of a machine without an address',
      text: `Who has no address writes 0.0.0.0 as its own. Who knows nobody writes to all: 255.255.255.255 in IP, ${BROADCAST} in Ethernet. The ports are fixed: 68 is the client, 67 the server.`,
      task: 'make these headers, Ether()/IP()/UDP(), and call them head.',
      check: (seen) => {
        const p = seen.packet('head');
        return (
          p?.get(Ether)?.dst === BROADCAST &&
          p.get(IP)?.src === '0.0.0.0' &&
          seen.isGiven('head', 'IP', 'src') &&
          p.get(IP)?.dst === '255.255.255.255' &&
          p.get(UDP)?.sport === 68 &&
          p.get(UDP)?.dport === 67
        );
      },
      done: 'Nobody but a client that has no address yet sends from 0.0.0.0.',
      hint: `head = Ether(dst="${BROADCAST}")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP(sport=68, dport=67)`,
      mistakes: [
        {
          name: 'ports exchanged',
          made: (seen) => seen.packet('head')?.get(UDP)?.sport === 67,
          say: 'The ports are the other way round: you are the client, so sport=68, and the server is dport=67.',
        },
        {
          name: 'own address',
          made: (seen) => seen.packet('head')?.has(IP) === true && !seen.isGiven('head', 'IP', 'src'),
          say: 'Without src your machine fills in its own address when it sends. You play one that has none: src="0.0.0.0".',
        },
        {
          name: 'not to all',
          made: (seen) =>
            seen.packet('head')?.has(UDP) === true &&
            (seen.packet('head')?.get(Ether)?.dst !== BROADCAST || seen.packet('head')?.get(IP)?.dst !== '255.255.255.255'),
          say: `Both headers must go to all: Ether(dst="${BROADCAST}") and IP(dst="255.255.255.255").`,
        },
      ],
      solution: [`head = Ether(dst="${BROADCAST}")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP(sport=68, dport=67)`],
    },
    {
      title: 'why is there no reply?',
      text: 'BOOTP is the fixed part of the message, and chaddr in it says who the client is: its hardware address. The answer goes there, since there is no other address yet. DHCP holds the options. Now do what many do who copy an example: use the hardware address that stands in it.',
      task: `send head/BOOTP(chaddr="${OTHER}", xid=31337)/DHCP(options=[("message-type","discover"),"end"]) with ans, unans = srp(…, timeout=3). Then type wire.`,
      check: (seen) =>
        seen.sent.some((p) => isMessage(p, DISCOVER) && chaddrOf(p) === OTHER) && seen.received.some((p) => isMessage(p, OFFER)),
      done: `The server did answer: the offer is on the wire. But it went to ${OTHER}, and that is not you. Your network card does not even listen to it.`,
      hint: 'Only the whole line, with the address from the example: it is meant to go wrong.',
      mistakes: [
        notToAll,
        otherPorts,
        otherType(DISCOVER, 'discover'),
        {
          name: 'own chaddr',
          made: ({ sentNow }) => sentNow.some((p) => isMessage(p, DISCOVER) && chaddrOf(p) !== OTHER),
          say: `That is another address than the one of the example. This once, let it go wrong: chaddr="${OTHER}".`,
        },
      ],
      solution: [
        `ans, unans = srp(head/BOOTP(chaddr="${OTHER}", xid=31337)/DHCP(options=[("message-type","discover"),"end"]), timeout=3)`,
        'explain(unans)',
      ],
    },
    {
      title: 'discover, and an offer',
      text: `With your own hardware address the answer reaches you. get_if_hwaddr("eth0") tells it: ${MINE}.`,
      task: 'call your hardware address hw, send the discover again with chaddr=hw, and look at ans.summary().',
      check: (seen) =>
        seen.sent.some((p) => isMessage(p, DISCOVER) && chaddrOf(p) === MINE) &&
        seen.receivedNow.concat(seen.received).some((p) => isMessage(p, OFFER) && chaddrOf(p) === MINE) &&
        seen.printed.includes('Offer'),
      done: 'DHCP Discover ==> DHCP Offer. xid, the number 31337, is in both: by it a client knows which answer belongs to its question.',
      hint: 'hw = get_if_hwaddr("eth0"), and the line of the step before with chaddr=hw.',
      mistakes: [
        notToAll,
        otherPorts,
        otherType(DISCOVER, 'discover'),
        otherClient,
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => seen.received.some((p) => isMessage(p, OFFER) && chaddrOf(p) === MINE),
          say: 'The offer came. Look at it: ans.summary().',
        },
      ],
      solution: [
        'hw = get_if_hwaddr("eth0")',
        'ans, unans = srp(head/BOOTP(chaddr=hw, xid=31337)/DHCP(options=[("message-type","discover"),"end"]), timeout=3)',
        'ans.summary()',
      ],
    },
    {
      title: 'what is offered',
      text: 'The offered address is in the BOOTP part, in yiaddr: "your IP address". All else is in the options: for how long, which router, which name server. And server_id: which server it is, for there may be several.',
      task: 'keep the offered address as mine.',
      check: (seen) => isLeased(seen.value('mine')),
      done: 'It is only offered. The server keeps it for you for a short while, and gives it to somebody else if you do not take it.',
      hint: 'ans[0][1] is the offer; ans[0][1][BOOTP].yiaddr is the address. ans[0][1].show() shows all.',
      mistakes: [
        {
          name: "the server's address",
          made: (seen) => seen.value('mine') === GATEWAY,
          say: "That is the server's own address. What it offers is yiaddr in the BOOTP part.",
        },
        {
          name: 'no address',
          made: (seen) => seen.value('mine') === '0.0.0.0',
          say: 'ciaddr is the address that a client has already, and siaddr a server to boot from. The offer is in yiaddr: "your address".',
        },
      ],
      solution: ['mine = ans[0][1][BOOTP].yiaddr', 'ans[0][1][DHCP].options', 'mine'],
    },
    {
      title: 'request, and ack',
      text: 'Now say that you take it: a message of type request with two more options, requested_addr and server_id. It goes to all again, so that servers whose offer you did not take hear it too.',
      task: 'send it, with mine as requested_addr and 192.0.2.1 as server_id, and look at ans.summary().',
      check: (seen) => seen.received.some((p) => isMessage(p, ACK) && chaddrOf(p) === MINE) && seen.printed.includes('Ack'),
      done: 'The address is yours for lease_time seconds. After half of it a client asks to keep it.',
      hint: 'The options are [("message-type","request"), ("requested_addr",mine), ("server_id","192.0.2.1"), "end"].',
      mistakes: [
        notToAll,
        otherPorts,
        otherType(REQUEST, 'request'),
        otherClient,
        {
          name: 'refused',
          made: ({ receivedNow }) => receivedNow.some((p) => isMessage(p, NAK)),
          say: 'The server said no (nak): that is not the address that it offered. Ask for mine.',
        },
        {
          name: 'another server',
          made: ({ sentNow }) =>
            sentNow.some((p) => isMessage(p, REQUEST) && optionOf(p, 'server_id') !== undefined && optionOf(p, 'server_id') !== GATEWAY),
          say: `server_id names another server, so this one believes that you took another offer, and is silent. It is ${GATEWAY}.`,
        },
        {
          name: 'no address',
          made: ({ sentNow }) => sentNow.some((p) => isMessage(p, REQUEST) && optionOf(p, 'requested_addr') === undefined),
          say: 'Which address do you want? Give the option ("requested_addr", mine).',
        },
        {
          name: 'not looked at',
          isHalf: true,
          made: (seen) => seen.received.some((p) => isMessage(p, ACK)),
          say: 'The ack came. Look at it: ans.summary().',
        },
      ],
      solution: [
        'ans, unans = srp(head/BOOTP(chaddr=hw, xid=31337)/DHCP(options=[("message-type","request"),("requested_addr",mine),("server_id","192.0.2.1"),"end"]), timeout=3)',
        'ans.summary()',
      ],
    },
    {
      title: 'give it back',
      text: 'A polite machine that leaves gives its address back: a release, from the address that it had (also as ciaddr) to the server alone. Nobody answers a release, so send it with sendp().',
      task: `send a release: Ether(dst="02:00:c0:00:02:01")/IP(src=mine, dst="${GATEWAY}")/UDP(sport=68, dport=67)/BOOTP(chaddr=hw, ciaddr=mine, xid=31338)/DHCP(options=[("message-type","release"), ("server_id","${GATEWAY}"), "end"]).`,
      check: (seen) => seen.sent.some((p) => isMessage(p, RELEASE) && isLeased(p.get(BOOTP)?.ciaddr) && chaddrOf(p) === MINE),
      done: 'Discover, offer, request, ack, release: that is a whole lease. pkw dhcp does it for you.',
      hint: 'sendp() takes the whole frame. ciaddr is "client IP address": the one that you give back.',
      mistakes: [
        otherPorts,
        otherClient,
        otherType(RELEASE, 'release'),
        {
          name: 'no ciaddr',
          made: ({ sentNow }) => sentNow.some((p) => isMessage(p, RELEASE)),
          say: 'Which address do you give back? It stands in BOOTP as ciaddr=mine.',
        },
      ],
      solution: [
        `sendp(Ether(dst="02:00:c0:00:02:01")/IP(src=mine, dst="${GATEWAY}")/UDP(sport=68, dport=67)/BOOTP(chaddr=hw, ciaddr=mine, xid=31338)/DHCP(options=[("message-type","release"),("server_id","${GATEWAY}"),"end"]))`,
      ],
    },
  ],
  sources: [
    {
      name: 'RFC 2131 §3.1',
      about: 'the four messages; where answers are sent to is in §4.1, the fields of each message in table 5 (§4.4.1)',
      url: 'https://www.rfc-editor.org/rfc/rfc2131#section-3.1',
    },
    {
      name: 'RFC 2132 §9',
      about: "DHCP's own options: message type, requested address, server identifier, lease time",
      url: 'https://www.rfc-editor.org/rfc/rfc2132#section-9',
    },
  ],
};
