/** The DHCPv6 client as a machine without a socket: frames out, answers in. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { type Act, machine, type Move, type Timer } from '../../machine/machine.ts';
import { again, until } from '../dhcp/lease-timers.ts';
import { type Dhcp6Lease, lease6Of } from './dhcp6-lease.ts';
import { addressProbe, dhcp6Message, type Dhcp6Memory } from './dhcp6-messages.ts';
import { type Dhcp6Input, type Dhcp6Option, hasOption6, messageOf, option6 } from './dhcp6-options.ts';

/** The states of a client: RFC 8415 §18.2 describes them; the names are after its messages. */
export type Dhcp6State =
  | 'INIT'
  | 'SOLICITING'
  | 'REQUESTING'
  | 'CONFIRMING'
  | 'PROBING'
  | 'BOUND'
  | 'RENEWING'
  | 'REBINDING'
  | 'DECLINING'
  | 'RELEASING'
  | 'RELEASED'
  | 'INFORMING'
  | 'INFORMED';

type M = Dhcp6Memory;
type Answer = Exclude<Dhcp6Input, { kind: 'neighbour' }>;
type Dhcp6Move = Move<Dhcp6State, M, Dhcp6Input, Packet>;
type Dhcp6Timer = Timer<Dhcp6State, M, Packet>;

/** RFC 8415 §7.6: first and longest wait, ms, and how many messages at most. */
const TIMES = {
  solicit: { first: 1000, most: 3_600_000, count: Number.POSITIVE_INFINITY },
  request: { first: 1000, most: 30_000, count: 10 },
  confirm: { first: 1000, most: 4000, count: Number.POSITIVE_INFINITY },
  renew: { first: 10_000, most: 600_000, count: Number.POSITIVE_INFINITY },
  rebind: { first: 10_000, most: 600_000, count: Number.POSITIVE_INFINITY },
  inform: { first: 1000, most: 3_600_000, count: Number.POSITIVE_INFINITY },
  release: { first: 1000, most: Number.POSITIVE_INFINITY, count: 4 },
  decline: { first: 1000, most: Number.POSITIVE_INFINITY, count: 4 },
} as const;
type Kind = keyof typeof TIMES;
/** CNF_MAX_RD: who gets no answer so long goes on with what it has (§18.2.3). */
const CONFIRM_MS = 10_000;
const PROBE_MS = 1000;
/** A server that refuses is asked again after so long, ms. */
const PAUSE_MS = 10_000;
const BEST = 255;
/** RFC 8415 §21.13: the server failed, and may do better later; the addresses are of another link. */
const UNSPEC_FAIL = 1,
  NOT_ON_LINK = 4;
/** §21.24, §21.25: other values of SOL_MAX_RT and INF_MAX_RT are ignored, seconds. */
const LEAST_MAX_RT = 60,
  MOST_MAX_RT = 86_400;

/** §15: RT = IRT + RAND * IRT, then 2 * RT + RAND * RT, at most MRT + RAND * MRT. */
function wait(m: M, kind: Kind): void {
  const { first, most } = TIMES[kind];
  const longest = kind === 'solicit' ? m.solMaxMs : kind === 'inform' ? m.infMaxMs : most;
  const random = m.random.float() * 0.2 - 0.1;
  if (m.tries === 0) {
    // §18.2.1: the first wait for advertisements is never shorter than IRT.
    m.waitMs = first * (1 + (kind === 'solicit' ? Math.abs(random) : random));
    return;
  }
  const next = (m.waitMs ?? first) * (2 + random);
  m.waitMs = next > longest ? longest * (1 + random) : next;
}

function begin(m: M, act: Act<Packet>): void {
  m.trid = m.random.below(0x100_0000);
  m.tries = 0;
  m.beganAt = act.now;
}

const given = (p: Packet | undefined): readonly Dhcp6Option[] => (p === undefined ? [] : (messageOf(p)?.options ?? []));

function say(m: M, act: Act<Packet>, kind: Kind, from: readonly Dhcp6Option[] = [], message = kind): void {
  wait(m, kind);
  m.sentAt = act.now;
  act.send(dhcp6Message(m, message, from, act.now));
}

/** §18.2.9, §18.2.10: what a server says of waits counts, also where it gives nothing. */
function heed(input: Dhcp6Input, m: M): void {
  if (input.kind === 'neighbour') return;
  const ms = (name: 'SolMaxRT' | 'InfMaxRT', before: number): number => {
    const seconds = option6(input.options, name);
    return seconds !== undefined && seconds >= LEAST_MAX_RT && seconds <= MOST_MAX_RT ? 1000 * seconds : before;
  };
  m.solMaxMs = ms('SolMaxRT', m.solMaxMs);
  m.infMaxMs = ms('InfMaxRT', m.infMaxMs);
}
const heeding = (moves: readonly Dhcp6Move[]): Dhcp6Move[] =>
  moves.map((move) => ({
    ...move,
    do: (input, m, act) => {
      heed(input, m);
      move.do?.(input, m, act);
    },
  }));

const isAnswer = (input: Dhcp6Input, m: M, kind: 'advertise' | 'reply'): input is Answer => input.kind === kind && input.trid === m.trid;
const lends = (input: Dhcp6Input, m: M): boolean =>
  isAnswer(input, m, 'reply') && input.status === 0 && lease6Of(input.packet, 0) !== undefined;

function takeLease(input: Dhcp6Input, m: M, act: Act<Packet>): void {
  if (input.kind === 'neighbour') return;
  const lease = lease6Of(input.packet, m.now() - (act.now - m.sentAt));
  if (lease === undefined) return;
  hold(m, lease, m.sentAt);
  m.tries = 0;
  m.refusal = undefined;
}

/** @param since when it was obtained, monotonic ms */
function hold(m: M, lease: Dhcp6Lease, since: number): void {
  m.lease = lease;
  m.renewAt = since + 1000 * lease.renewSeconds;
  m.rebindAt = since + 1000 * lease.rebindSeconds;
  m.endsAt = since + 1000 * lease.seconds;
}

/** §18.2.3 is for addresses; who has prefixes, or does not know whose they are, asks with REBIND (§18.2.12). */
const canConfirm = ({ lease }: M): boolean => lease !== undefined && lease.prefixes.length === 0 && hasOption6(lease.options, 'ServerId');

function beginConfirming(m: M, act: Act<Packet>): void {
  begin(m, act);
  m.elsewhere = false;
}

function lose(m: M, why: string, pauseMs = 0): void {
  m.refusal = why;
  m.pauseMs = pauseMs;
  m.lease = undefined;
  m.offer = undefined;
}

const over = (kind: Kind, to: Dhcp6State, action: (m: M) => void): Dhcp6Timer =>
  again(`no answer, ${TIMES[kind].count} times`, to, { when: ({ tries }) => tries >= TIMES[kind].count - 1, do: action });

const said = (input: Dhcp6Input): string => {
  const text = input.kind === 'neighbour' ? '' : (option6(input.options, 'StatusCode')?.statusmsg ?? '');
  const code = input.kind === 'neighbour' ? 0 : input.status;
  return `the server refused, status ${code}${text === '' ? '' : `: ${text}`}`;
};
const renewed: Dhcp6Move = { label: 'REPLY', when: lends, do: takeLease, to: 'BOUND' };
const forgotten: Dhcp6Move = {
  label: 'REPLY: no such binding',
  when: (input, m) => isAnswer(input, m, 'reply') && input.status !== UNSPEC_FAIL,
  do: (input, m) => lose(m, said(input)),
  to: 'INIT',
};
/** §18.2.10: it is asked again, in its time. */
const failed: Dhcp6Move = {
  label: 'REPLY: it failed',
  when: (input, m) => isAnswer(input, m, 'reply') && input.status === UNSPEC_FAIL,
  do: (input, m) => void (m.refusal = said(input)),
};
const release = { label: 'release', do: begin, to: 'RELEASING' } as const;
const rebind = { label: 'rebind', do: begin, to: 'REBINDING' } as const;
const confirm = { label: 'confirm', do: beginConfirming, to: 'CONFIRMING' } as const;
const over6 = until(
  'its time is over',
  ({ endsAt }: M) => endsAt,
  'INIT' as const,
  (m) => lose(m, 'its time was over'),
);
const isTaken = (input: Dhcp6Input, { lease }: M): boolean =>
  input.kind === 'neighbour' && lease?.addresses.some(({ address }) => address === input.target) === true;

/** A DHCPv6 client. @see RFC 8415 §18.2 */
export const dhcp6Client = machine<Dhcp6Memory, Dhcp6Input, Packet>()<Dhcp6State>({
  name: 'DHCPv6 client',
  source: 'RFC 8415 §18.2',
  start: 'INIT',
  states: {
    INIT: {
      about: 'It has nothing, or what it had in an earlier run. The first message waits for up to a second (§18.2.1).',
      after: [
        {
          label: 'only settings are wanted',
          after: ({ pauseMs }) => pauseMs,
          when: ({ wishes }) => wishes.inform === true,
          do: begin,
          to: 'INFORMING',
        },
        {
          label: 'it had a lease',
          after: ({ pauseMs }) => pauseMs,
          when: ({ remembered, now }) => remembered !== undefined && !(remembered.obtainedAt + 1000 * remembered.seconds <= now()),
          do: (m, act) => {
            beginConfirming(m, act);
            if (m.remembered !== undefined) hold(m, m.remembered, act.now - (m.now() - m.remembered.obtainedAt));
            m.remembered = undefined;
          },
          to: 'CONFIRMING',
        },
        { label: 'begins', after: ({ pauseMs }) => pauseMs, do: begin, to: 'SOLICITING' },
      ],
    },
    SOLICITING: {
      about: 'It has sent SOLICIT, and waits a second for the best server; later for the first.',
      enter: (m, act) => say(m, act, 'solicit'),
      on: heeding([
        {
          label: 'REPLY, rapid commit',
          when: (input, m) =>
            m.wishes.rapidCommit === true && lends(input, m) && input.kind === 'reply' && hasOption6(input.options, 'RapidCommit'),
          do: takeLease,
          to: 'PROBING',
        },
        {
          label: 'ADVERTISE, of the best or late',
          when: (input, m) => isAnswer(input, m, 'advertise') && isUsable(input) && (m.tries > 0 || preferenceOf(input) === BEST),
          do: (input, m, act) => {
            take(input, m);
            begin(m, act);
          },
          to: 'REQUESTING',
        },
        {
          label: 'ADVERTISE',
          when: (input, m) => isAnswer(input, m, 'advertise') && isUsable(input) && preferenceOf(input) > (m.offer?.preference ?? -1),
          do: take,
        },
        {
          label: 'ADVERTISE of nothing',
          when: (input, m) => isAnswer(input, m, 'advertise'),
          do: (input, m) => void (m.refusal = said(input)),
        },
      ]),
      after: [
        again('the best of them', 'REQUESTING', { when: ({ offer }) => offer !== undefined, do: begin }),
        again('no ADVERTISE', 'SOLICITING'),
      ],
    },
    REQUESTING: {
      about: 'It has sent REQUEST to the server that it chose.',
      enter: (m, act) => {
        m.lease = m.offer && lease6Of(m.offer.packet, 0);
        say(m, act, 'request', given(m.offer?.packet));
      },
      on: heeding([
        { label: 'REPLY', when: lends, do: takeLease, to: 'PROBING' },
        {
          label: 'REPLY: refused',
          when: (input, m) => isAnswer(input, m, 'reply'),
          do: (input, m) => lose(m, said(input), PAUSE_MS),
          to: 'INIT',
        },
      ]),
      after: [over('request', 'INIT', (m) => lose(m, 'the server does not answer')), again('no answer', 'REQUESTING')],
    },
    PROBING: {
      about: 'It asks whether another host has the address (RFC 4862 §5.4).',
      enter: (m, act) => {
        const { probeMs = PROBE_MS } = m.wishes;
        m.waitMs = probeMs;
        if (probeMs > 0) for (const { address } of m.lease?.addresses ?? []) act.send(addressProbe(m.mac, address));
      },
      on: [{ label: 'ND: it is taken', when: isTaken, do: (_, m, act) => begin(m, act), to: 'DECLINING' }],
      after: [{ label: 'nobody has it', after: ({ waitMs }) => waitMs, to: 'BOUND' }],
    },
    BOUND: {
      about: 'What was lent is in use.',
      after: [until('T1 passes', ({ renewAt }) => renewAt, 'RENEWING', begin)],
      asked: {
        renew: { label: 'renew', do: begin, to: 'RENEWING' },
        rebind,
        decline: { label: 'decline', do: begin, to: 'DECLINING' },
        confirm,
        release,
      },
    },
    CONFIRMING: {
      about: 'It asks whether what it has is good on this link: with CONFIRM, or with REBIND where it has prefixes (RFC 8415 §18.2.12).',
      enter: (m, act) => say(m, act, 'confirm', [], canConfirm(m) ? 'confirm' : 'rebind'),
      on: heeding([
        { ...renewed, when: (input, m) => !canConfirm(m) && lends(input, m) },
        {
          label: 'REPLY: it is good here',
          when: (input, m) => canConfirm(m) && isAnswer(input, m, 'reply') && input.status === 0,
          do: (_, m) => void (m.refusal = undefined),
          to: 'BOUND',
        },
        {
          label: 'REPLY: of another link',
          // Another server may know better.
          when: (input, m) => canConfirm(m) && isAnswer(input, m, 'reply') && input.status === NOT_ON_LINK,
          do: (input, m) => {
            m.elsewhere = true;
            m.refusal = said(input);
          },
        },
        { ...forgotten, when: (input, m) => !canConfirm(m) && forgotten.when?.(input, m) === true },
        failed,
      ]),
      after: [
        over6,
        until(
          'no answer in 10 s: it is kept',
          ({ beganAt }) => beganAt + CONFIRM_MS,
          'BOUND',
          (m) => void (m.tries = 0),
        ),
        again('all say: of another link', 'INIT', { when: ({ elsewhere }) => elsewhere, do: (m) => lose(m, m.refusal ?? '') }),
        again('no answer', 'CONFIRMING'),
      ],
      asked: { rebind, release },
    },
    RENEWING: {
      about: 'It has asked its server for more time.',
      enter: (m, act) => say(m, act, 'renew', m.lease?.options),
      on: heeding([renewed, forgotten, failed]),
      after: [until('T2 passes', ({ rebindAt }) => rebindAt, 'REBINDING', begin), again('no answer', 'RENEWING')],
      asked: { rebind, confirm, release },
    },
    REBINDING: {
      about: 'It has asked any server for more time.',
      enter: (m, act) => say(m, act, 'rebind'),
      on: heeding([renewed, forgotten, failed]),
      after: [over6, again('no answer', 'REBINDING')],
      asked: { confirm, release },
    },
    DECLINING: {
      about: 'It has told the server that another host has the address.',
      enter: (m, act) => say(m, act, 'decline', m.lease?.options),
      on: [
        {
          label: 'REPLY',
          when: (input, m) => isAnswer(input, m, 'reply'),
          do: (_, m) => lose(m, 'another host uses the address'),
          to: 'INIT',
        },
      ],
      after: [over('decline', 'INIT', (m) => lose(m, 'another host uses the address')), again('no answer', 'DECLINING')],
    },
    RELEASING: {
      about: 'It gives back what was lent.',
      enter: (m, act) => say(m, act, 'release', m.lease?.options),
      on: [{ label: 'REPLY', when: (input, m) => isAnswer(input, m, 'reply'), do: (_, m) => lose(m, 'it was released'), to: 'RELEASED' }],
      after: [over('release', 'RELEASED', (m) => lose(m, 'it was released')), again('no answer', 'RELEASING')],
    },
    RELEASED: { about: 'It was given back.', end: true },
    INFORMING: {
      about: 'It has asked for settings with INFORMATION-REQUEST.',
      enter: (m, act) => say(m, act, 'inform'),
      on: heeding([
        {
          label: 'REPLY',
          when: (input, m) => isAnswer(input, m, 'reply') && input.status === 0,
          do: (input, m) => {
            if (input.kind === 'reply') m.settings = { packet: input.packet };
          },
          to: 'INFORMED',
        },
        failed,
      ]),
      after: [again('no answer', 'INFORMING')],
    },
    INFORMED: { about: 'It has the settings.', end: true },
  },
});

function isUsable(input: Dhcp6Input): boolean {
  return input.kind !== 'neighbour' && input.status === 0 && lease6Of(input.packet, 0) !== undefined;
}
function preferenceOf(input: Dhcp6Input): number {
  return input.kind === 'neighbour' ? -1 : (option6(input.options, 'Pref') ?? 0);
}
function take(input: Dhcp6Input, m: M): void {
  if (input.kind !== 'neighbour') m.offer = { packet: input.packet, preference: preferenceOf(input) };
}
