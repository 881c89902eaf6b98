/** An SNMP agent whose objects are an object of the program. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { utf8Octets } from '../../bytes/text.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { snmpErrors } from '../../protocols/application/snmp/pdus.ts';
import { SNMP } from '../../protocols/application/snmp/snmp.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { compareOids, plainValue, readPdu, type SnmpPdu, type SnmpValue, type SnmpVariable } from '../clients/snmp/snmp-pdu.ts';
import { answer } from './answer.ts';
import type { AnsweringMachine } from './answering-machine.ts';
import type { OwnAddress } from './icmp-echo-machine.ts';

/** What stands under a name: a value by its type, a whole number (INTEGER), text (OCTET STRING), or a function that is asked each time. */
export type SnmpObject = SnmpValue | number | string | (() => SnmpValue | number | string);

/** What an SNMP machine has. */
export interface SnmpMachineOptions extends OwnAddress {
  /** By name, with or without a point in front: `{ '1.3.6.1.2.1.1.5.0': 'box' }`. */
  readonly objects: Readonly<Record<string, SnmpObject>>;
  /** Who asks with another community has no answer. Default `public`. */
  readonly community?: string;
  /** Octets of a message, at most. Default 1,472: what an Ethernet frame carries. */
  readonly most?: number;
  /** Default 161. */
  readonly port?: number;
}

const MOST = 1472;
/** Of one GETBULK; a manager asks again behind the last. */
const MOST_VARIABLES = 1000;
const error = (name: Parameters<typeof snmpErrors.value>[0]): number => snmpErrors.value(name) as number;

interface Reply {
  readonly error?: number;
  readonly index?: number;
  readonly variables: readonly SnmpVariable[];
}

/** Versions as messages number them. */
type Version = 0 | 1;

/**
 * An SNMP agent, versions 1 and 2c: GET, GETNEXT and GETBULK of the objects that it is given; SET is refused. What `objects` has is read when it
 * is asked for, names when this is called.
 *
 * @throws ERR_VALUE for a name that is none
 * @see RFC 1157 §4.1; RFC 3416 §4.2; RFC 3584 §4.2.2
 */
export function snmpMachine(o: SnmpMachineOptions): AnsweringMachine {
  checkOptions('snmpMachine', o, { isOurs: true, objects: true, community: true, most: true, port: true });
  const { isOurs, community = 'public', most = MOST, port = 161 } = o;
  const agent = new Agent(o.objects);
  return answer({
    name: 'SNMP',
    isOurs,
    when: (received) => received.get(UDP)?.dport === port,
    reply: (received: Packet) => {
      const message = plainValue(dissect(received.payload(UDP).slice(), SNMP).get(SNMP)?.message) as
        | Readonly<Record<string, unknown>>
        | undefined;
      const version = plainValue(message?.['version']);
      if (message === undefined || (version !== 0 && version !== 1) || plainValue(message['community']) !== community) return undefined;
      const asked = readPdu(message['PDU']);
      if (asked === undefined) return undefined;
      const made = (reply: Reply) => SNMP({ message: { version, community, PDU: responseTo(asked, reply) as never } });
      const fits = (reply: Reply): boolean => packet(made(reply)).bytes.length <= most;
      let reply = agent.reply(asked, version);
      if (reply === undefined) return undefined;
      // RFC 3416 §4.2.3: of a bulk what fits; of others all or nothing (§4.2.1).
      while (asked.kind === 'bulk' && reply.variables.length > 0 && !fits(reply))
        reply = { variables: reply.variables.slice(0, reply.variables.length >> 1) };
      if (!fits(reply)) reply = { error: error('too_big'), variables: version === 0 ? asked.variables : [] };
      return [made(reply)];
    },
  });
}

const responseTo = ({ id }: SnmpPdu, reply: Reply) => [
  'response',
  {
    id,
    error: reply.error ?? 0,
    error_index: reply.index ?? 0,
    varbindlist: reply.variables.map(({ oid, value }) => ({ oid, value })),
  },
];

class Agent {
  readonly #objects = new Map<string, SnmpObject>();
  /** In order. */
  readonly #names: readonly string[];

  constructor(objects: SnmpMachineOptions['objects']) {
    for (const [given, object] of Object.entries(objects)) {
      const name = given.replace(/^\./, '');
      if (!/^[0-2](\.\d+)+$/.test(name))
        throw new PacketwrightError('ERR_VALUE', `snmpMachine: '${given}' is no name of an object`, {
          name: given,
          remedy: 'numbers with points: 1.3.6.1.2.1.1.5.0',
        });
      this.#objects.set(name, object);
    }
    this.#names = [...this.#objects.keys()].sort(compareOids);
  }

  reply(asked: SnmpPdu, version: Version): Reply | undefined {
    const { kind, variables } = asked;
    switch (kind) {
      case 'get':
        return this.#each(variables, version, ({ oid }) => this.#get(oid, version));
      case 'next':
        return this.#each(variables, version, ({ oid }) => this.#next(oid, version));
      case 'bulk':
        // RFC 1157 has none.
        return version === 0 ? undefined : { variables: this.#bulk(asked) };
      case 'set':
        // RFC 3584 §4.4: what version 2 calls not writable, version 1 has no such name for.
        return { error: error(version === 0 ? 'no_such_name' : 'not_writable'), index: 1, variables };
      default:
        return undefined;
    }
  }

  /** Version 1 has an error for the first that there is not (RFC 1157 §4.1.2), version 2 a value in its place. */
  #each(variables: readonly SnmpVariable[], version: Version, find: (asked: SnmpVariable) => SnmpVariable): Reply {
    const found = variables.map(find);
    const missing = version === 0 ? found.findIndex(({ value: [type] }) => MISSING.has(type)) : -1;
    return missing < 0 ? { variables: found } : { error: error('no_such_name'), index: missing + 1, variables };
  }

  #get(oid: string, version: Version): SnmpVariable {
    const value = this.#objects.has(oid) ? this.#value(oid) : undefined;
    if (value !== undefined && isOf(version, value)) return { oid, value };
    // RFC 3416 §4.2.1: an object that there is, but not this instance of it. Whose last number alone differs is taken for one.
    const object = oid.slice(0, oid.lastIndexOf('.') + 1);
    const isKnown = this.#names.some((name) => name.startsWith(object));
    return { oid, value: [isKnown ? 'noSuchInstance' : 'noSuchObject', null] };
  }

  #next(oid: string, version: Version): SnmpVariable {
    for (let i = this.#after(oid); i < this.#names.length; i++) {
      const name = this.#names[i] as string;
      const value = this.#value(name);
      if (isOf(version, value)) return { oid: name, value };
    }
    return { oid, value: ['endOfMibView', null] };
  }

  /** RFC 3416 §4.2.3: some once, the others again and again, row by row. */
  #bulk({ variables, nonRepeaters = 0, maxRepetitions = 0 }: SnmpPdu): SnmpVariable[] {
    const once = Math.min(Math.max(nonRepeaters, 0), variables.length);
    const found = variables.slice(0, once).map(({ oid }) => this.#next(oid, 1));
    let row = variables.slice(once).map(({ oid }) => oid);
    for (let n = 0; n < maxRepetitions && row.length > 0 && found.length + row.length <= MOST_VARIABLES; n++) {
      const next = row.map((oid) => this.#next(oid, 1));
      found.push(...next);
      // A row of ends only says nothing new.
      if (next.every(({ value: [type] }) => type === 'endOfMibView')) break;
      row = next.map(({ oid }) => oid);
    }
    return found;
  }

  /** Where the first name behind `oid` stands. */
  #after(oid: string): number {
    let [low, high] = [0, this.#names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareOids(this.#names[middle] as string, oid) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #value(name: string): SnmpValue {
    const object = this.#objects.get(name);
    const given = typeof object === 'function' ? object() : object;
    if (typeof given === 'number') return ['integer', given];
    return typeof given === 'string' ? ['octets', utf8Octets(given)] : (given ?? ['null', null]);
  }
}

const MISSING: ReadonlySet<SnmpValue[0]> = new Set(['noSuchObject', 'noSuchInstance', 'endOfMibView']);
/** RFC 3584 §4.2.2.1: version 1 does not see numbers of 64 bits. */
const isOf = (version: Version, [type]: SnmpValue): boolean => version === 1 || type !== 'counter64';
