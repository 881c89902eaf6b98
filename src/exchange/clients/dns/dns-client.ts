/** A question and its servers, as a state machine: who is asked, over what, how often, and which answer counts. */
import { machine } from '../../machine/machine.ts';

/** An answer, as far as it decides what comes next. */
export interface JudgedDnsAnswer {
  readonly attempt: number;
  /** Cut short: the TC flag. */
  readonly truncated: boolean;
  /** The server does not know, or will not say: another one may (SERVFAIL, REFUSED, NOTIMP). */
  readonly useless: boolean;
  /** The server does not understand EDNS (FORMERR or NOTIMP without an OPT record). */
  readonly dislikesEdns: boolean;
  /** BADCOOKIE, with the cookie that is to be sent. */
  readonly wantsCookie: boolean;
}

/** What comes in. */
export type DnsInput =
  | { readonly kind: 'answer'; readonly answer: JudgedDnsAnswer }
  /** The attempt came to nothing: nobody listens there, no way, a reset. */
  | { readonly kind: 'failure'; readonly attempt: number };

/** Ask this server. */
export interface DnsAttempt {
  readonly number: number;
  /** Index into the servers. */
  readonly server: number;
  readonly transport: 'udp' | 'tcp';
  readonly edns: boolean;
}

/** What it knows. */
export interface DnsQueryMemory {
  /** Rounds over all servers. */
  readonly tries: number;
  /** For the first round, ms; each further one takes `backOff` times longer. */
  readonly timeoutMs: number;
  readonly backOff: number;
  transport: 'udp' | 'tcp';
  /** Whether a truncated answer is asked for again over TCP. */
  readonly untruncate: boolean;
  /** Whether a server that nobody listens on is asked again in the next round. */
  readonly insists: boolean;
  /** Servers that are still worth asking. */
  servers: number[];
  /** Place in `servers`. */
  at: number;
  round: number;
  attempts: number;
  edns: boolean;
  cookies: number;
  /** The last useless or truncated answer: better than none. */
  fallback?: JudgedDnsAnswer;
  answer?: JudgedDnsAnswer;
}

type Act = { send(attempt: DnsAttempt): void };

/** Longest wait for one server, ms. */
const LONGEST_MS = 30_000;
const MOST_COOKIES = 2;

const ask = (m: DnsQueryMemory, act: Act, transport: DnsAttempt['transport']): void =>
  act.send({ number: ++m.attempts, server: m.servers[m.at] as number, transport, edns: m.edns });

const wait = ({ timeoutMs, backOff, round }: DnsQueryMemory): number =>
  Math.min(timeoutMs * backOff ** round, Math.max(timeoutMs, LONGEST_MS));

/** Whether somebody is left to be asked once this attempt is given up; `gone`: its server is not asked again. */
const hasNext = (m: DnsQueryMemory, gone: boolean): boolean =>
  m.servers.length > (gone ? 1 : 0) && (m.at + 1 < m.servers.length || m.round + 1 < m.tries);

function goOn(m: DnsQueryMemory, gone: boolean): void {
  if (gone) m.servers = m.servers.filter((_, i) => i !== m.at);
  else m.at++;
  if (m.at < m.servers.length) return;
  m.at = 0;
  m.round++;
}

/** Whether a server that came to nothing is given up. */
const isGone = ({ insists }: DnsQueryMemory): boolean => !insists;

const isAnswer = (i: DnsInput): i is DnsInput & { kind: 'answer' } => i.kind === 'answer';
const answerOf = (i: DnsInput): JudgedDnsAnswer => (i as DnsInput & { kind: 'answer' }).answer;
const failed = (i: DnsInput, m: DnsQueryMemory): boolean => i.kind === 'failure' && i.attempt === m.attempts;
const uselessNow = (i: DnsInput, m: DnsQueryMemory): boolean =>
  isAnswer(i) && (i.answer.useless || i.answer.dislikesEdns) && i.answer.attempt === m.attempts;

const giveUp = (m: DnsQueryMemory): void => {
  if (m.fallback !== undefined) m.answer = m.fallback;
};
const keep = (i: DnsInput, m: DnsQueryMemory): void => void (m.fallback = answerOf(i));

/** How a question is asked. @see RFC 1035 §7.2; RFC 7766 §5 (truncation); RFC 6891 §7 (no EDNS); RFC 7873 §5.3 (BADCOOKIE) */
export const dnsClient = /* @__PURE__ */ machine<DnsQueryMemory, DnsInput, DnsAttempt>()({
  name: 'DNS query',
  source: 'RFC 1035 §7.2, RFC 7766 §5',
  start: 'asking',
  states: {
    asking: {
      about: 'A server was asked; its answer is waited for. Late answers of servers that were asked before count, too.',
      enter: (m, act) => ask(m, act, m.transport),
      on: [
        {
          label: 'BADCOOKIE',
          to: 'asking',
          when: (i, m) => isAnswer(i) && i.answer.wantsCookie && m.cookies < MOST_COOKIES,
          do: (i, m) => {
            keep(i, m);
            m.cookies++;
          },
        },
        {
          label: 'EDNS is not understood',
          to: 'asking',
          when: (i, m) => isAnswer(i) && i.answer.dislikesEdns && m.edns && i.answer.attempt === m.attempts,
          do: (i, m) => {
            keep(i, m);
            m.edns = false;
          },
        },
        {
          label: 'truncated answer',
          to: 'stream',
          when: (i, m) => isAnswer(i) && i.answer.truncated && m.untruncate && m.transport === 'udp' && i.answer.attempt === m.attempts,
          do: keep,
        },
        {
          label: 'SERVFAIL, REFUSED: next server',
          to: 'asking',
          when: (i, m) => uselessNow(i, m) && hasNext(m, true),
          do: (i, m) => {
            keep(i, m);
            goOn(m, true);
          },
        },
        {
          label: 'answer',
          to: 'answered',
          when: (i, m) =>
            isAnswer(i) && (!i.answer.useless || uselessNow(i, m)) && !(i.answer.truncated && m.untruncate && m.transport === 'udp'),
          do: (i, m) => void (m.answer = answerOf(i)),
        },
        {
          label: 'unreachable: next server',
          to: 'asking',
          when: (i, m) => failed(i, m) && hasNext(m, isGone(m)),
          do: (_, m) => goOn(m, isGone(m)),
        },
        { label: 'unreachable', to: 'answered', when: (i, m) => failed(i, m) && m.fallback !== undefined, do: (_, m) => giveUp(m) },
        { label: 'unreachable', to: 'failed', when: failed },
      ],
      after: [
        { label: 'time-out: next server', to: 'asking', after: wait, when: (m) => hasNext(m, false), do: (m) => goOn(m, false) },
        { label: 'last time-out', to: 'answered', after: wait, when: (m) => m.fallback !== undefined, do: giveUp },
        { label: 'last time-out', to: 'failed', after: wait },
      ],
    },
    stream: {
      about: 'The answer was too long for UDP: the same server is asked over TCP.',
      enter: (m, act) => {
        // Who insists wants the whole answer, so what was too long for UDP once is asked for over TCP from then on.
        if (m.insists) m.transport = 'tcp';
        ask(m, act, 'tcp');
      },
      on: [
        {
          label: 'answer',
          to: 'answered',
          when: (i, m) => isAnswer(i) && i.answer.attempt === m.attempts,
          do: (i, m) => void (m.answer = answerOf(i)),
        },
        {
          label: 'no stream: next server',
          to: 'asking',
          when: (i, m) => failed(i, m) && hasNext(m, isGone(m)),
          do: (_, m) => goOn(m, isGone(m)),
        },
        { label: 'no stream', to: 'answered', when: failed, do: (_, m) => giveUp(m) },
      ],
      after: [
        { label: 'time-out: next server', to: 'asking', after: wait, when: (m) => hasNext(m, false), do: (m) => goOn(m, false) },
        { label: 'last time-out', to: 'answered', after: wait, do: giveUp },
      ],
    },
    answered: {
      about: 'With the answer; of servers that do not know, with the last of theirs; without TCP, with the truncated one.',
      end: true,
    },
    failed: { about: 'Nobody answered.', end: true },
  },
});
