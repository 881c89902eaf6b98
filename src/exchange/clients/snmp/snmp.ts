/** Asks an SNMP agent: get, the next ones, many at once, set, and a walk. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { OptionNames } from '../../../bytes/known-options.ts';
import type { Address, UdpPort } from '../../../host/host.ts';
import { snmpErrors } from '../../../protocols/application/snmp/pdus.ts';
import { checkExchangeOptions } from '../../check-options.ts';
import { driveMachine } from '../../machine/drive-machine.ts';
import { type ClientOptions, type Destination, destinationOf } from '../destination.ts';
import { snmpClient, type SnmpMemory } from './snmp-client.ts';
import { communitySecurity, type SnmpSecurity } from './snmp-messages.ts';
import { compareOids, isWithin, pduOf, type SnmpAsked, type SnmpPdu, type SnmpVariable } from './snmp-pdu.ts';
import { type SnmpUser, userSecurity } from './usm.ts';

/** How an agent is asked. */
export interface SnmpOptions extends ClientOptions {
  /** Default 2c; 3 with a user. */
  readonly version?: '1' | '2c' | '3';
  /** Of versions 1 and 2c. Default `public`. */
  readonly community?: string;
  /** Of version 3. */
  readonly user?: SnmpUser;
  /** Of version 3: the context that is asked about. Default: none. */
  readonly context?: string;
  /** How often the same is sent again. Default 5. */
  readonly retries?: number;
}

/** How a walk is made. */
export interface SnmpWalkOptions {
  /** How many variables are asked for at once; 1 asks one after another, as version 1 must. Default 10. */
  readonly repetitions?: number;
}

/** An agent that is asked. One request after another. */
export interface SnmpClient extends AsyncDisposable {
  readonly address: Address;
  /** These variables. Where there is none, version 2c and 3 say so in the value (`noSuchInstance`). @throws ERR_REFUSED with the agent's error */
  get(...oids: readonly string[]): Promise<readonly SnmpVariable[]>;
  /** The variable after each of these. @throws ERR_REFUSED */
  getNext(...oids: readonly string[]): Promise<readonly SnmpVariable[]>;
  /** The next variables after these, so many of each. @throws ERR_REFUSED; ERR_VALUE for version 1 */
  getBulk(oids: readonly string[], repetitions: number): Promise<readonly SnmpVariable[]>;
  /** Sets all of these, or none. @throws ERR_REFUSED */
  set(...variables: readonly SnmpVariable[]): Promise<readonly SnmpVariable[]>;
  /** All below a name, in order; `endOfMibView` behind the last that the agent has, of whatever version. @throws ERR_REFUSED for an agent that goes backwards */
  walk(root: string, o?: SnmpWalkOptions): AsyncGenerator<SnmpVariable, void, undefined>;
  close(): Promise<void>;
}

const OPTIONS: OptionNames<SnmpOptions> = {
  ...{ host: true, port: true, timeoutMs: true, signal: true },
  ...{ version: true, community: true, user: true, context: true, retries: true },
};
const TIMEOUT_MS = 1000;
const RETRIES = 5;
const REPETITIONS = 10;
/** RFC 3416 §3: numbers of requests have 31 bits. */
const MOST_ID = 2 ** 31 - 1;
const NO_SUCH_NAME = snmpErrors.value('no_such_name') ?? 0;

/**
 * Opens a client of an agent: `await using agent = await openSnmp('192.0.2.1'); await agent.get('1.3.6.1.2.1.1.1.0')`.
 *
 * @throws ERR_VALUE for options that do not go together; ERR_RESOLVE, ERR_ROUTE, ERR_SYSTEM; its requests reject with ERR_TIMEOUT and ERR_REFUSED
 * @see RFC 3416 (requests); RFC 1157, RFC 1901 (versions 1 and 2c); RFC 3412, RFC 3414, RFC 3826, RFC 7860 (version 3)
 */
export async function openSnmp(agent: string, o: SnmpOptions = {}): Promise<SnmpClient> {
  checkExchangeOptions('openSnmp', o, OPTIONS);
  const { user, version = user === undefined ? '2c' : '3', community = 'public', context = '' } = o;
  if ((version === '3') !== (user !== undefined))
    throw new PacketwrightError('ERR_VALUE', `openSnmp: version ${version} ${user === undefined ? 'needs' : 'has no'} user`, {
      remedy: user === undefined ? "give user: { name: '…' }" : "leave the user out, or take version: '3'",
    });
  const to = await destinationOf(agent, o, 'snmp');
  const { clock, random } = to.host;
  const security =
    user === undefined
      ? communitySecurity(version === '1' ? 0 : 1, community)
      : userSecurity(user, { context, random, seconds: () => clock.monotonic() / 1000 });
  return new Client(to, await to.sockets.udp({ to }), security, version, o);
}

class Client implements SnmpClient {
  readonly address: Address;
  readonly #to: Destination;
  readonly #port: UdpPort;
  readonly #security: SnmpSecurity;
  readonly #version: string;
  readonly #o: SnmpOptions;
  readonly #closed = new AbortController();
  readonly #reading: Promise<void>;
  /** Gets what comes, while there is a request. */
  #on: ((data: Uint8Array) => void) | undefined;
  #onError: ((error: unknown) => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(to: Destination, port: UdpPort, security: SnmpSecurity, version: string, o: SnmpOptions) {
    this.address = to.address;
    this.#to = to;
    this.#port = port;
    this.#security = security;
    this.#version = version;
    this.#o = o;
    this.#reading = this.#read();
  }

  get(...oids: readonly string[]): Promise<readonly SnmpVariable[]> {
    return this.#ask({ kind: 'get', variables: oids.map(unset) });
  }

  getNext(...oids: readonly string[]): Promise<readonly SnmpVariable[]> {
    return this.#ask({ kind: 'next', variables: oids.map(unset) });
  }

  async getBulk(oids: readonly string[], repetitions: number): Promise<readonly SnmpVariable[]> {
    if (this.#version === '1')
      throw new PacketwrightError('ERR_VALUE', 'SNMP version 1 has no getBulk', { remedy: "take version '2c' or '3'" });
    return this.#ask({ kind: 'bulk', variables: oids.map(unset), maxRepetitions: repetitions });
  }

  set(...variables: readonly SnmpVariable[]): Promise<readonly SnmpVariable[]> {
    return this.#ask({ kind: 'set', variables });
  }

  async *walk(root: string, { repetitions = REPETITIONS }: SnmpWalkOptions = {}): AsyncGenerator<SnmpVariable, void, undefined> {
    const top = root.replace(/^\./, '');
    const isOne = this.#version === '1' || repetitions <= 1;
    for (let from = top; ; ) {
      const { error, variables } = await this.#exchange(
        isOne ? { kind: 'next', variables: [unset(from)] } : { kind: 'bulk', variables: [unset(from)], maxRepetitions: repetitions },
      );
      // RFC 1157 §4.1.3: there is none after the last. Other errors are errors.
      if (error === NO_SUCH_NAME) {
        yield { oid: from, value: ['endOfMibView', null] };
        return;
      }
      if (error !== 0) throw agentError(this.#to.name, error, undefined);
      if (variables.length === 0) return;
      for (const variable of variables) {
        if (!isWithin(variable.oid, top)) return;
        yield variable;
        if (variable.value[0] === 'endOfMibView') return;
        if (compareOids(variable.oid, from) <= 0)
          throw new PacketwrightError('ERR_REFUSED', `${this.#to.name} goes backwards: .${variable.oid} comes after .${from}`, {
            oid: variable.oid,
          });
        from = variable.oid;
      }
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#port.close();
    await this.#reading;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(): Promise<void> {
    while (!this.#closed.signal.aborted)
      try {
        for await (const { data } of this.#port.messages({ signal: this.#closed.signal })) this.#on?.(data);
        return;
      } catch (error) {
        this.#onError?.(error);
      }
  }

  async #ask(asked: SnmpAsked): Promise<readonly SnmpVariable[]> {
    const { error, errorIndex, variables } = await this.#exchange(asked);
    if (error === 0) return variables;
    throw agentError(this.#to.name, error, variables[errorIndex - 1]?.oid);
  }

  /** One after another: an answer's number is of the request that waits. */
  #exchange(asked: SnmpAsked): Promise<SnmpPdu> {
    const mine = this.#last.then(() => this.#once(asked));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #once(asked: SnmpAsked): Promise<SnmpPdu> {
    if (this.#closed.signal.aborted) throw new PacketwrightError('ERR_CLOSED', 'this SNMP client is closed');
    const { host, name, address, port } = this.#to;
    const { timeoutMs = TIMEOUT_MS, retries = RETRIES, signal } = this.#o;
    signal?.throwIfAborted();
    const id = 1 + host.random.below(MOST_ID - 1);
    const memory: SnmpMemory = {
      ...{ timeoutMs, retries, tries: 0, mended: 0, response: undefined, complaint: undefined },
      knowsEngine: this.#security.knowsEngine,
    };
    const driven = driveMachine(snmpClient, memory, {
      clock: host.clock,
      send: (what) =>
        this.#port.send(what === 'request' ? this.#security.make(pduOf(asked, id), id) : this.#security.discover(id), address, port),
      ...(signal !== undefined && { signal }),
    });
    let unread = 0;
    this.#on = (data) => {
      const read = this.#security.read(data);
      if (read === undefined) {
        unread++;
        return;
      }
      const { pdu, canMend } = read;
      if (pdu.kind === 'report') driven.deliver({ kind: 'report', counter: pdu.variables[0]?.oid ?? '', canMend });
      else if (pdu.kind === 'response' && pdu.id === id) driven.deliver({ kind: 'response', pdu });
    };
    const failed = new Promise<never>((_, reject) => (this.#onError = reject));
    failed.catch(() => undefined);
    try {
      await Promise.race([driven.ended, failed]);
      signal?.throwIfAborted();
      if (memory.response !== undefined) return memory.response;
      throw memory.complaint === undefined ? silent(name, port, retries, unread) : refused(name, memory.complaint);
    } finally {
      driven.stop();
      this.#on = undefined;
      this.#onError = undefined;
    }
  }
}

const unset = (oid: string): SnmpVariable => ({ oid: oid.replace(/^\./, ''), value: ['null', null] });

const agentError = (name: string, error: number, oid: string | undefined): PacketwrightError =>
  new PacketwrightError('ERR_REFUSED', `${name}: ${snmpErrors.name(error) ?? `error ${error}`}${oid === undefined ? '' : ` (.${oid})`}`, {
    ...{ error, oid },
  });

/** @param unread datagrams that came and could not be read as answers */
const silent = (name: string, port: number, retries: number, unread: number): PacketwrightError => {
  const what = unread === 0 ? '' : `; ${unread} ${unread === 1 ? 'datagram' : 'datagrams'} came that could not be read`;
  return new PacketwrightError('ERR_TIMEOUT', `${name} port ${port} did not answer ${retries + 1} SNMP requests${what}`, {
    unread,
    remedy:
      unread === 0
        ? 'check the address, that the agent runs, and the community: an agent does not answer one that it does not know'
        : 'look at what it sends (pkw sniff): it is damaged, of another version, or of another user',
  });
};

/** RFC 3414 §5, RFC 3412 §5: what each counter counts. */
const COMPLAINTS: Readonly<Record<string, string>> = {
  '1.3.6.1.6.3.15.1.1.1.0': 'it does not support that level of security for this user',
  '1.3.6.1.6.3.15.1.1.2.0': 'the message is not within its time window',
  '1.3.6.1.6.3.15.1.1.3.0': 'it does not know the user',
  '1.3.6.1.6.3.15.1.1.4.0': 'it does not know the engine',
  '1.3.6.1.6.3.15.1.1.5.0': 'the digest is wrong: another password or authentication',
  '1.3.6.1.6.3.15.1.1.6.0': 'it cannot decrypt the message: another privacy password or cipher',
  '1.3.6.1.6.3.11.2.1.1.0': 'it does not know the security model',
  '1.3.6.1.6.3.12.1.4.0': 'it does not have the context',
  '1.3.6.1.6.3.12.1.5.0': 'it does not know the context',
};

const refused = (name: string, counter: string): PacketwrightError =>
  new PacketwrightError('ERR_REFUSED', `${name}: ${COMPLAINTS[counter] ?? `it reports .${counter}`}`, { oid: counter });
