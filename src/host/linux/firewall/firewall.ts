/**
 * A host's packet filter: rules in an nftables table that the netlink socket owns. The kernel takes the table away with the
 * socket, so however this process ends, nothing stays; and nobody else can change the table meanwhile.
 */
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { FirewallEntry, FirewallRule, GuardRequest, Undo } from '../../host.ts';
import { EEXIST, EINVAL, ENOENT, EOPNOTSUPP } from '../errno.ts';
import { NLM_F_ACK, NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, type NetlinkMessage, readBody, request } from '../netlink/message.ts';
import { NETLINK_NETFILTER, NetlinkSocket, refusalError } from '../netlink/socket.ts';
import { checkRule } from './checked-rule.ts';
import { matches, outcome } from './expressions.ts';
import { guardRules, type PlannedRule } from './guard.ts';
import { guardLineFor } from './guard-line.ts';
import { iptablesLines } from './iptables-line.ts';
import {
  BatchMessage,
  ChainMessage,
  HOOKS,
  NF_ACCEPT,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFTABLES,
  NFPROTO_INET,
  NFT_MSG_DELRULE,
  NFT_MSG_DELTABLE,
  NFT_MSG_GETRULE,
  NFT_MSG_GETTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWTABLE,
  NFT_TABLE_F_OWNER,
  NLM_F_ECHO,
  RuleMessage,
  TableMessage,
} from './messages.ts';
import { decodeNote, encodeNote } from './rule-note.ts';

const PREFIX = 'packetwright-';
/** The table of a process: its number, and one to tell its hosts apart. */
const TABLE = /^packetwright-(\d+)-\d+$/;
/** Processes in different namespaces may have the same number. */
const NAME_TRIES = 100;
/** Kernels without nf_tables, without its inet family, or before owned tables (5.12). */
const EPROTONOSUPPORT = 93;
const EAFNOSUPPORT = 97;
const NOT_THERE: readonly unknown[] = [EINVAL, EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT];

type Direction = FirewallRule['direction'];

/** Hosts that have a table: nobody else may hold on to them, and the table would go with the socket. */
const holding = new Set<Firewall>();
let tables = 0;

export class Firewall {
  readonly #native: () => NativeBinding;
  readonly #netnsFd: () => number;
  /** Handles of our own rules, and the chain of each. */
  readonly #rules = new Map<bigint, Direction>();
  readonly #chains = new Set<Direction>();
  #socket: NetlinkSocket | undefined;
  #table: string | undefined;

  /** Neither function is called before the first use. */
  constructor(native: () => NativeBinding, netnsFd: () => number) {
    this.#native = native;
    this.#netnsFd = netnsFd;
  }

  /** The rules of all processes that use this package, in this namespace; handles are `TABLE/NUMBER`. @throws ERR_PERMISSION, ERR_PLATFORM */
  list(): FirewallEntry[] {
    return helped(undefined, () => {
      const names = this.#open().dump(
        request(NFT_MSG_GETTABLE, 0, TableMessage, { family: NFPROTO_INET }),
        'list the tables',
        ({ body }) => {
          const name = readBody(TableMessage, body)?.attributes.name;
          return name !== undefined && TABLE.test(name) ? name : undefined;
        },
      );
      return names.flatMap((name) => this.#listTable(name));
    });
  }

  /** @throws ERR_ADDRESS, ERR_RANGE, ERR_VALUE for the rule; ERR_PERMISSION, ERR_PLATFORM with the line for iptables */
  add(rule: FirewallRule): Undo {
    const checked = checkRule(rule);
    const planned = { checked, further: [] };
    const instead = process.platform === 'linux' ? iptablesLines(planned).join(' ; ') : undefined;
    return this.#make('add a firewall rule', [planned], instead);
  }

  /** @throws as {@link add} */
  guard(request: GuardRequest): Undo {
    const what = request.protocol === 'udp' ? 'port unreachables' : 'resets';
    const instead = guardLineFor(process.platform, request);
    return this.#make(`block ${what} of ${request.protocol} port ${request.localPort}`, guardRules(request), instead);
  }

  /** @throws ERR_VALUE when there is no such rule; ERR_BUSY when it belongs to another process */
  delete(handle: string): void {
    const [table = '', number = '', ...more] = handle.split('/');
    const pid = TABLE.exec(table)?.[1];
    if (pid === undefined || !/^\d+$/.test(number) || more.length > 0) throw noRule(handle);
    if (table !== this.#table) {
      if (!this.list().some((entry) => entry.handle === handle)) throw noRule(handle);
      throw new PacketwrightError(
        'ERR_BUSY',
        `the firewall rule ${handle} belongs to process ${pid} and is removed when that process ends`,
        {
          handle,
          pid: Number(pid),
        },
      );
    }
    if (!this.#rules.has(BigInt(number))) throw noRule(handle);
    this.#remove([BigInt(number)]);
  }

  /**
   * Whether rules could be made, without making any: the kernel checks a table with a rule, and throws both away, since the end of
   * the batch never comes.
   *
   * @throws ERR_PERMISSION, ERR_PLATFORM
   */
  check(): void {
    const table = `${PREFIX}${process.pid}-check`;
    const [rule] = guardRules({ protocol: 'tcp', localPort: 1 }) as [PlannedRule];
    // Not hooked in: no packet would meet it even then.
    const chain = request(NFT_MSG_NEWCHAIN, NLM_F_ACK | NLM_F_CREATE, ChainMessage, {
      family: NFPROTO_INET,
      attributes: { table, name: rule.checked.rule.direction },
    });
    helped(undefined, () => this.#batch([newTable(table), chain, newRule(table, rule)], 'make firewall rules', undefined, false));
  }

  /** Takes away this host's own rules; those of other processes stay. */
  clear(): void {
    if (this.#table === undefined) return;
    const message = request(NFT_MSG_DELTABLE, NLM_F_ACK, TableMessage, { family: NFPROTO_INET, attributes: { name: this.#table } });
    this.#batch([message], 'clear the firewall');
    this.#table = undefined;
    this.#rules.clear();
    this.#chains.clear();
    holding.delete(this);
  }

  /** The kernel takes the table away. Closing twice does nothing. */
  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#table = undefined;
    this.#rules.clear();
    this.#chains.clear();
    holding.delete(this);
  }

  #make(what: string, planned: readonly PlannedRule[], instead: string | undefined): Undo {
    const handles = helped(instead, () => this.#addAll(what, planned));
    const table = this.#table;
    const undo = async (): Promise<void> => {
      // Handles are counted anew in each table: after clear() they may be those of other rules.
      if (this.#table === table) this.#remove(handles.filter((handle) => this.#rules.has(handle)));
    };
    return { what, undo, [Symbol.asyncDispose]: undo };
  }

  /** All of the rules, or none. Gives their handles. */
  #addAll(what: string, planned: readonly PlannedRule[]): bigint[] {
    const directions = [...new Set(planned.map(({ checked }) => checked.rule.direction))].filter((one) => !this.#chains.has(one));
    for (let tries = 0; ; tries++) {
      const table = this.#table ?? `${PREFIX}${process.pid}-${tables++}`;
      const made = this.#table === undefined ? [newTable(table)] : [];
      const messages = [...made, ...directions.map((one) => newChain(table, one)), ...planned.map((one) => newRule(table, one))];
      const handles: bigint[] = [];
      try {
        this.#batch(messages, what, (handle) => handles.push(handle));
      } catch (error) {
        const taken = made.length > 0 && error instanceof PacketwrightError && error.details['errno'] === EEXIST;
        if (taken && tries < NAME_TRIES) continue;
        throw error;
      }
      this.#table = table;
      holding.add(this);
      for (const one of directions) this.#chains.add(one);
      for (const [i, handle] of handles.entries()) this.#rules.set(handle, (planned[i] as PlannedRule).checked.rule.direction);
      return handles;
    }
  }

  /** Our own rules; with the last one the table goes. */
  #remove(handles: readonly bigint[]): void {
    const table = this.#table;
    if (table === undefined || handles.length === 0) return;
    if (handles.length === this.#rules.size) {
      this.clear();
      return;
    }
    const messages = handles.map((handle) =>
      request(NFT_MSG_DELRULE, NLM_F_ACK, RuleMessage, {
        family: NFPROTO_INET,
        attributes: { table, chain: this.#rules.get(handle), handle },
      }),
    );
    this.#batch(messages, 'delete a firewall rule');
    for (const handle of handles) this.#rules.delete(handle);
  }

  /** Sends messages that are done as a whole or not at all. `on` gets the handle of each rule that was made, in order. */
  #batch(messages: readonly NetlinkMessage[], what: string, on?: (handle: bigint) => void, forGood = true): void {
    const bound = (type: number): NetlinkMessage => request(type, 0, BatchMessage, { resource: NFNL_SUBSYS_NFTABLES });
    const all = [bound(NFNL_MSG_BATCH_BEGIN), ...messages, ...(forGood ? [bound(NFNL_MSG_BATCH_END)] : [])];
    const refused = this.#open().batch(all, ({ type, body }) => {
      const handle = type === NFT_MSG_NEWRULE ? readBody(RuleMessage, body)?.attributes.handle : undefined;
      if (handle !== undefined) on?.(BigInt(handle));
    });
    const first = refused.find((one) => one !== undefined);
    if (first !== undefined) throw refusalError(first, what);
  }

  #listTable(table: string): FirewallEntry[] {
    const pid = Number(TABLE.exec(table)?.[1]);
    const question = request(NFT_MSG_GETRULE, 0, RuleMessage, { family: NFPROTO_INET, attributes: { table } });
    try {
      return this.#open().dump(question, 'list the firewall rules', ({ body }) => {
        const { table: found, handle, expressions = [], note } = readBody(RuleMessage, body)?.attributes ?? {};
        const noted = note === undefined ? undefined : decodeNote(note);
        if (found !== table || handle === undefined || noted === undefined) return undefined;
        const counted = expressions.find(({ name }) => name === 'counter')?.data as { octets?: bigint; packets?: bigint } | undefined;
        return {
          ...noted.rule,
          handle: `${table}/${handle}`,
          packets: Number(counted?.packets ?? 0),
          octets: Number(counted?.octets ?? 0),
          pid,
          ...(noted.guard === undefined ? {} : { guard: noted.guard }),
        };
      });
    } catch (error) {
      // Its process has ended meanwhile.
      if (error instanceof PacketwrightError && error.details['errno'] === ENOENT) return [];
      throw error;
    }
  }

  #open(): NetlinkSocket {
    const netnsFd = this.#netnsFd();
    this.#socket ??= new NetlinkSocket({ native: this.#native(), protocol: NETLINK_NETFILTER, netnsFd });
    return this.#socket;
  }
}

const noRule = (handle: string): PacketwrightError =>
  new PacketwrightError('ERR_VALUE', `there is no firewall rule ${handle}`, { handle, remedy: 'pkw firewall lists the rules' });

function newTable(name: string): NetlinkMessage {
  const values = { family: NFPROTO_INET, attributes: { name, flags: NFT_TABLE_F_OWNER } };
  return request(NFT_MSG_NEWTABLE, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, TableMessage, values);
}

function newChain(table: string, direction: Direction): NetlinkMessage {
  return request(NFT_MSG_NEWCHAIN, NLM_F_ACK | NLM_F_CREATE, ChainMessage, {
    family: NFPROTO_INET,
    attributes: { table, name: direction, hook: { number: HOOKS[direction], priority: 0 }, policy: NF_ACCEPT, type: 'filter' },
  });
}

function newRule(table: string, { checked, further, guard }: PlannedRule): NetlinkMessage {
  return request(NFT_MSG_NEWRULE, NLM_F_ACK | NLM_F_CREATE | NLM_F_APPEND | NLM_F_ECHO, RuleMessage, {
    family: NFPROTO_INET,
    attributes: {
      table,
      chain: checked.rule.direction,
      expressions: [...matches(checked), ...further, ...outcome(checked)],
      note: encodeNote({ rule: checked.rule, ...(guard === undefined ? {} : { guard }) }),
    },
  });
}

/** What is refused for want of Linux, of nftables or of permission, with the line that does the same where it can be done. */
function helped<T>(instead: string | undefined, f: () => T): T {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    const { errno } = error.details;
    const typed = instead === undefined ? {} : { remedy: `or type: ${instead}` };
    if (error.code === 'ERR_PERMISSION' && instead !== undefined)
      throw new PacketwrightError('ERR_PERMISSION', error.message, {
        ...error.details,
        remedy: `${error.remedy}; or type as root: ${instead}`,
        cause: error,
      });
    if (error.code === 'ERR_PLATFORM')
      throw new PacketwrightError('ERR_PLATFORM', error.message, { ...error.details, ...typed, cause: error });
    if (NOT_THERE.includes(errno))
      throw new PacketwrightError('ERR_PLATFORM', `this kernel has no nftables with owned tables (Linux 5.12): ${error.message}`, {
        ...error.details,
        ...typed,
        cause: error,
      });
    throw error;
  }
}
