/** The DHCP client as a machine without a socket: frames out, answers in. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { BOOTP } from '../../../protocols/application/dhcp/dhcp.ts';
import { type Act, machine, type Move, type Request } from '../../machine/machine.ts';
import { hasOption, optionValue } from './dhcp-options.ts';
import type { DhcpInput } from './dhcp-reply.ts';
import { again, until } from './lease-timers.ts';
import { leaseOf, settingsOf } from './dhcp-lease.ts';
import type { DhcpMemory } from './dhcp-memory.ts';
import { arpAnnouncement, arpProbe, dhcpMessage } from './dhcp-messages.ts';

/** The states of a client: RFC 2131's, and INFORMING, INFORMED, PROBING, RELEASED and FAILED, which its text describes. */
export type DhcpState =
  | 'INIT'
  | 'SELECTING'
  | 'REQUESTING'
  | 'PROBING'
  | 'BOUND'
  | 'RENEWING'
  | 'REBINDING'
  | 'INIT-REBOOT'
  | 'REBOOTING'
  | 'INFORMING'
  | 'INFORMED'
  | 'RELEASED'
  | 'FAILED';

type M = DhcpMemory;
type Reply = Extract<DhcpInput, { kind: 'reply' }>;
type DhcpMove = Move<DhcpState, M, DhcpInput, Packet>;
type DhcpRequest = Request<DhcpState, M, Packet>;

/** RFC 2131 §4.1: 4 s before the second message, then twice as long each time, up to 64 s, each 1 s more or less. */
const FIRST_MS = 4000,
  MOST_MS = 64_000,
  FUZZ_MS = 1000;
/** §3.1.5: so many requests without an answer, then from the beginning. */
const MOST_REQUESTS = 5;
/** An address from before is asked for so often. */
const MOST_REBOOTS = 2;
/** §4.4.5: the least time between two messages while renewing. */
const LEAST_RENEW_MS = 60_000;
/** §3.1.5. */
const RESTART_MS = 10_000;
const PROBE_MS = 1000;
/** RFC 5227 §1.1. */
const PROBES = 3;

const waitLonger = (m: M): void => {
  m.waitMs = Math.min(MOST_MS, FIRST_MS * 2 ** m.tries) + (2 * m.random.float() - 1) * FUZZ_MS;
};

/** A new exchange, with a number of its own. */
function begin(m: M, act: Act<Packet>): void {
  m.xid = m.random.u32();
  m.tries = 0;
  m.beganAt = act.now;
}

/** Sends the message of this state; the state counts its tries. */
function say(m: M, act: Act<Packet>, message: Parameters<typeof dhcpMessage>[1]): void {
  m.sentAt = act.now;
  act.send(dhcpMessage(m, { now: act.now, ...message }));
}

const isReply = (input: DhcpInput, m: M, type: string): input is Reply =>
  input.kind === 'reply' && input.type === type && input.xid === m.xid;
const yours = (input: DhcpInput): string => (input.kind === 'reply' ? (input.packet.get(BOOTP)?.yiaddr ?? '') : '');
const isAck = (input: DhcpInput, m: M): boolean => isReply(input, m, 'ack') && yours(input) !== '0.0.0.0';

function takeLease(input: DhcpInput, m: M, act: Act<Packet>): void {
  if (input.kind !== 'reply') return;
  const ago = act.now - m.sentAt;
  const lease = leaseOf(input.packet, m.now() - ago, m.random.float());
  m.lease = lease;
  m.renewAt = m.sentAt + 1000 * lease.renewSeconds;
  m.rebindAt = m.sentAt + 1000 * lease.rebindSeconds;
  m.endsAt = m.sentAt + 1000 * lease.seconds;
  m.probes = 0;
  m.refusal = undefined;
}

/** Begins anew after this long. */
function lose(m: M, why: string, pauseMs = 0): void {
  m.refusal = why;
  m.pauseMs = pauseMs;
  m.lease = undefined;
  m.offer = undefined;
  m.remembered = undefined;
}

const acknowledged = (to: DhcpState): DhcpMove => ({ label: 'DHCPACK', when: isAck, do: takeLease, to });
const refusedAfter = (pauseMs: (m: M) => number): DhcpMove => ({
  label: 'DHCPNAK',
  when: (input, m) => isReply(input, m, 'nak'),
  do: (input, m) => {
    const said = input.kind === 'reply' ? optionValue(input.options, 'error_message') : undefined;
    lose(m, said === undefined || said === '' ? 'the server refused' : `the server refused: ${said}`, pauseMs(m));
  },
  to: 'INIT',
});
const refused = refusedAfter(() => 0);
/** A server that refuses what it has just offered would be asked without end. */
const refusedOffer = refusedAfter(({ wishes }) => wishes.restartMs ?? RESTART_MS);

const rebindLater = until('T2 passes', ({ rebindAt }) => rebindAt, 'REBINDING', begin);

const serverOf = ({ lease }: M) => ({ to: { address: lease?.server ?? '', mac: lease?.serverMac ?? '' } });
const release: DhcpRequest = {
  label: 'release',
  do: (m, act) => {
    const { lease } = m;
    if (lease === undefined) return;
    begin(m, act);
    act.send(dhcpMessage(m, { type: 'release', from: lease.address, ...serverOf(m), options: [['server_id', lease.server]], bare: true }));
    lose(m, 'it was released');
  },
  to: 'RELEASED',
};
const renew: DhcpRequest = { label: 'renew', do: begin, to: 'RENEWING' };
const rebind: DhcpRequest = { label: 'rebind', do: begin, to: 'REBINDING' };
/** §3.7: the link may be another one. */
const confirm: DhcpRequest = { label: 'confirm', do: (m) => void (m.remembered = m.lease?.address), to: 'INIT-REBOOT' };

/** The address is somebody else's. */
function decline(m: M, act: Act<Packet>): void {
  const { lease } = m;
  if (lease === undefined) return;
  act.send(
    dhcpMessage(m, {
      type: 'decline',
      options: [
        ['requested_addr', lease.address],
        ['server_id', lease.server],
      ],
      bare: true,
    }),
  );
  lose(m, `another host uses ${lease.address}`, m.wishes.restartMs ?? RESTART_MS);
}

/** RFC 5227 §2.1.1: who uses the address, or looks whether somebody does. */
const isTaken = (input: DhcpInput, { lease, mac }: M): boolean =>
  input.kind === 'neighbour' &&
  input.mac !== mac &&
  (input.sender === lease?.address || (input.sender === '0.0.0.0' && input.target === lease?.address));

const wishesOf = ({ wishes: { address, seconds } }: M, wanted = address): Parameters<typeof dhcpMessage>[1]['options'] => [
  ...(wanted === undefined ? [] : [['requested_addr', wanted] as const]),
  ...(seconds === undefined ? [] : [['lease_time', seconds] as const]),
];

/** Half of what is left, but not less than a minute; where that is too late, the next state comes first. */
const renewWait = (m: M, now: number, end: number): void => {
  const half = Math.max(LEAST_RENEW_MS, (end - now) / 2);
  m.waitMs = now + half < end && Number.isFinite(half) ? half : undefined;
};

/** A DHCP client. @see RFC 2131 §4.4, figure 5; RFC 4039; RFC 5227 §2.1 */
export const dhcpClient = machine<DhcpMemory, DhcpInput, Packet>()<DhcpState>({
  name: 'DHCP client',
  source: 'RFC 2131 §4.4, figure 5',
  start: 'INIT',
  states: {
    INIT: {
      about: 'It has no address. It begins at once, or, after it declined one, some seconds later.',
      after: [
        {
          label: 'only settings are wanted',
          after: () => 0,
          when: ({ wishes }) => wishes.informFor !== undefined,
          do: begin,
          to: 'INFORMING',
        },
        {
          label: 'it had an address',
          after: ({ pauseMs }) => pauseMs,
          when: ({ remembered }) => remembered !== undefined,
          to: 'INIT-REBOOT',
        },
        { label: 'begins', after: ({ pauseMs }) => pauseMs, do: begin, to: 'SELECTING' },
      ],
    },
    SELECTING: {
      about: 'It has sent DHCPDISCOVER, and waits for offers. The first is taken.',
      enter: (m, act) => {
        waitLonger(m);
        say(m, act, { type: 'discover', options: [...(wishesOf(m) ?? []), ...(m.wishes.rapidCommit ? (['rapid_commit'] as const) : [])] });
      },
      on: [
        {
          label: 'DHCPOFFER',
          when: (input, m) => isReply(input, m, 'offer') && input.server !== undefined && yours(input) !== '0.0.0.0',
          do: (input, m) => {
            m.offer = { address: yours(input), server: input.kind === 'reply' ? (input.server ?? '') : '' };
            m.tries = 0;
          },
          to: 'REQUESTING',
        },
        {
          label: 'DHCPACK, rapid commit',
          when: (input, m) =>
            m.wishes.rapidCommit === true && isAck(input, m) && input.kind === 'reply' && hasOption(input.options, 'rapid_commit'),
          do: takeLease,
          to: 'PROBING',
        },
      ],
      after: [again('no offer', 'SELECTING')],
    },
    REQUESTING: {
      about: 'It has sent DHCPREQUEST for the address that it was offered.',
      enter: (m, act) => {
        waitLonger(m);
        const { address = '', server = '' } = m.offer ?? {};
        say(m, act, { type: 'request', options: [...(wishesOf(m, address) ?? []), ['server_id', server]] });
      },
      on: [acknowledged('PROBING'), refusedOffer],
      after: [
        again('no answer, 5 times', 'INIT', {
          when: ({ tries }) => tries >= MOST_REQUESTS - 1,
          do: (m) => lose(m, 'the server does not answer'),
        }),
        again('no answer', 'REQUESTING'),
      ],
    },
    PROBING: {
      about: 'It asks by ARP whether another host has the address (RFC 5227 §2.1).',
      enter: (m, act) => {
        const { probeMs = PROBE_MS } = m.wishes;
        m.waitMs = probeMs / PROBES;
        if (probeMs > 0) act.send(arpProbe(m.mac, m.lease?.address ?? ''));
        m.probes = probeMs > 0 ? m.probes + 1 : PROBES;
      },
      on: [{ label: 'ARP: it is taken; DHCPDECLINE', when: isTaken, do: (_, m, act) => decline(m, act), to: 'INIT' }],
      after: [
        { label: 'once more', after: ({ waitMs }) => waitMs, when: ({ probes }) => probes < PROBES, to: 'PROBING' },
        {
          label: 'nobody has it',
          after: ({ waitMs }) => waitMs,
          do: (m, act) => (m.wishes.probeMs === 0 ? undefined : act.send(arpAnnouncement(m.mac, m.lease?.address ?? ''))),
          to: 'BOUND',
        },
      ],
    },
    BOUND: {
      about: 'The address is in use.',
      after: [until('T1 passes', ({ renewAt }) => renewAt, 'RENEWING', begin)],
      asked: { renew, rebind, confirm, decline: { label: 'decline', do: decline, to: 'INIT' }, release },
    },
    RENEWING: {
      about: 'It has asked its server for more time. The address is in use.',
      enter: (m, act) => {
        renewWait(m, act.now, m.rebindAt);
        say(m, act, { type: 'request', from: m.lease?.address ?? '', ...serverOf(m) });
      },
      on: [acknowledged('BOUND'), refused],
      after: [rebindLater, again('no answer', 'RENEWING')],
      asked: { rebind, confirm, release },
    },
    REBINDING: {
      about: 'It has asked any server for more time. The address is in use.',
      enter: (m, act) => {
        renewWait(m, act.now, m.endsAt);
        say(m, act, { type: 'request', from: m.lease?.address ?? '' });
      },
      on: [acknowledged('BOUND'), refused],
      after: [
        until(
          'the lease is over',
          ({ endsAt }) => endsAt,
          'INIT',
          (m) => lose(m, 'its time was over'),
        ),
        again('no answer', 'REBINDING'),
      ],
      asked: { confirm, release },
    },
    'INIT-REBOOT': {
      about: 'It had an address before, and would like to have it again.',
      after: [{ label: 'begins', after: () => 0, do: begin, to: 'REBOOTING' }],
    },
    REBOOTING: {
      about: 'It has sent DHCPREQUEST for the address that it had.',
      enter: (m, act) => {
        waitLonger(m);
        say(m, act, { type: 'request', options: wishesOf(m, m.remembered) ?? [] });
      },
      on: [acknowledged('PROBING'), refused],
      after: [
        again('no answer, twice', 'INIT', {
          when: ({ tries }) => tries >= MOST_REBOOTS - 1,
          do: (m) => lose(m, 'nobody answers for the address that it had'),
        }),
        again('no answer', 'REBOOTING'),
      ],
    },
    INFORMING: {
      about: 'It has an address, and has asked for settings with DHCPINFORM.',
      enter: (m, act) => {
        waitLonger(m);
        say(m, act, { type: 'inform', from: m.wishes.informFor ?? '' });
      },
      on: [
        {
          label: 'DHCPACK',
          when: (input, m) => isReply(input, m, 'ack'),
          do: (input, m) => {
            if (input.kind === 'reply') m.settings = settingsOf(input.packet);
          },
          to: 'INFORMED',
        },
      ],
      after: [again('no answer, 5 times', 'FAILED', { when: ({ tries }) => tries >= MOST_REQUESTS - 1 }), again('no answer', 'INFORMING')],
    },
    INFORMED: { about: 'It has the settings.', end: true },
    RELEASED: { about: 'The address was given back.', end: true },
    FAILED: { about: 'Nobody answered.', end: true },
  },
});
