/**
 * The firewall's log as a link: packets that a rule with `log group N` (nftables) or `-j NFLOG` (iptables) hands out, as
 * LINKTYPE_NFLOG has them: the firewall's own header and attributes, the packet itself in one of them.
 * https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html
 */
import { inRange } from '../../../bytes/known-options.ts';
import { existsSync } from 'node:fs';
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { BpfProgram, LinkAbilities } from '../../host.ts';
import { checkTimestamps, chosenLinkType } from '../../link-choices.ts';
import { EBUSY, EINVAL, ENOBUFS, EOPNOTSUPP, EPERM, EPROTONOSUPPORT, kernelError } from '../errno.ts';
import { encodeMessages, NLM_F_ACK, NLMSG_ERROR, request } from '../netlink/message.ts';
import { NETLINK_NETFILTER, NetlinkSocket } from '../netlink/socket.ts';
import { neededToOpen } from '../privileges/permission-error.ts';
import { SO_ERROR, SO_RCVBUF, SO_RCVBUFFORCE, SOL_SOCKET } from './constants.ts';
import type { ToPacket } from '../../../capture/packet-stream.ts';
import { KernelLink } from './kernel-link.ts';
import { WHOLE } from '../../../filter/bpf/program/program.ts';

import type { KernelLinkChoices } from './kernel-link-choices.ts';
import { LINKTYPE_NFLOG, NFLOG } from './link-type.ts';
import { NflogConfig, NFULNL_CFG_CMD_BIND, NFULNL_COPY_PACKET, NFULNL_MSG_CONFIG } from './nflog-messages.ts';
import { NflogReader } from './nflog-reader.ts';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SO_MEMINFO = 55;
/** SK_MEMINFO_DROPS, of the numbers that SO_MEMINFO gives. */
const DROPS = 8;
const MSG_PEEK = 2;
const TICKS = 1e9;
const BUFFER = 2 * 1024 * 1024;
/** The kernel's own limit: an attribute's length is 16 bits. */
const LONGEST = 65_535;
const MOST_GROUPS = 65_535;
/** A group that nobody uses, for asking. */
const NOBODYS_GROUP = MOST_GROUPS;

/** The group in `nflog` (0) or `nflog:7`; undefined: another interface's name. @throws ERR_INTERFACE when it is no number from 0 to 65535 */
export function nflogGroup(name: string): number | undefined {
  if (name === NFLOG) return 0;
  if (!name.startsWith(`${NFLOG}:`)) return undefined;
  const text = name.slice(NFLOG.length + 1);
  const group = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (group <= MOST_GROUPS) return group;
  throw new PacketwrightError('ERR_INTERFACE', `${name}: expected nflog:GROUP with a group from 0 to ${MOST_GROUPS}`, { iface: name });
}

/** What every group of the log can. */
export function nflogAbilities(): LinkAbilities {
  return { linkTypes: [LINKTYPE_NFLOG], timestamps: ['host'], ticksPerSecond: TICKS };
}

/** Whether the kernel logs packets to programs (nfnetlink_log). */
export function hasNflog(native: NativeBinding, netnsFd: number): boolean {
  let refused: number;
  try {
    refused = refusalOfNobody(native, netnsFd);
  } catch (error) {
    // A kernel without nfnetlink opens no such socket.
    if (error instanceof PacketwrightError && error.details['errno'] === EPROTONOSUPPORT) return false;
    throw error;
  }
  switch (refused) {
    case EINVAL:
      return false;
    case EPERM:
      // Who may not ask can still see.
      return existsSync('/proc/net/netfilter/nfnetlink_log');
    default:
      return true;
  }
}

export interface NflogArguments<P> {
  readonly native: NativeBinding;
  /** Descriptor of the network namespace; -1: this process's. */
  readonly netnsFd: number;
  readonly group: number;
  readonly toPacket: ToPacket<P>;
  readonly options?: KernelLinkChoices;
}

/**
 * Receiving when it returns. `immediate`: each packet at once; else the kernel gathers some for 10 ms. `dropped` counts
 * the kernel's messages, each of which holds one packet or several.
 *
 * @throws ERR_PERMISSION (CAP_NET_ADMIN), ERR_BUSY (somebody has that group), ERR_PLATFORM (no nfnetlink_log), ERR_FILTER,
 *   ERR_VALUE, ERR_RANGE
 */
export function openNflogLink<P>(a: NflogArguments<P>): KernelLink<P> {
  const { native, group, options = {} } = a;
  const name = group === 0 ? NFLOG : `${NFLOG}:${group}`;
  const { snaplen = WHOLE, bufferSize = BUFFER, immediate = false, referenced = true } = options;
  checkChoices(name, options);
  const handle = native.open(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER, a.netnsFd);
  if (typeof handle === 'number') throw kernelError(handle, 'open a netlink socket', { iface: name, needs: neededToOpen(a.netnsFd) });
  const reader = new NflogReader(native, handle);
  try {
    reader.setFilter(options.filter);
    const octets = new Uint8Array(new Int32Array([bufferSize]).buffer);
    if (native.setsockopt(handle, SOL_SOCKET, SO_RCVBUFFORCE, octets) < 0) native.setsockopt(handle, SOL_SOCKET, SO_RCVBUF, octets);
    bind(a, handle, name, Math.min(snaplen, LONGEST), immediate);
  } catch (error) {
    native.close(handle);
    throw error;
  }
  const info = { name, linkType: LINKTYPE_NFLOG, mtu: LONGEST, snaplen, ticksPerSecond: TICKS };
  return new KernelLink({ device: nflogDevice(native, handle, reader), info, referenced, toPacket: a.toPacket });
}

function checkChoices(iface: string, { snaplen = WHOLE, bufferSize = BUFFER, ...o }: KernelLinkChoices): void {
  inRange('snaplen', snaplen, 1, WHOLE);
  inRange('bufferSize', bufferSize, 1, 1 << 30);
  const { linkTypes, timestamps } = nflogAbilities();
  chosenLinkType(iface, linkTypes, o.linkType);
  checkTimestamps(iface, timestamps, o.timestamps ?? 'host');
  const refused =
    (o.direction ?? 'both') !== 'both'
      ? 'one direction: the firewall rule that logs decides that'
      : o.fanout !== undefined
        ? 'fanout'
        : o.sendOnly === true
          ? 'sending'
          : undefined;
  if (refused !== undefined) throw new PacketwrightError('ERR_VALUE', `${iface} does not support ${refused}`, { iface });
}

/** One message does it all: from its first moment on, the group is as we want it. */
function bind<P>(a: NflogArguments<P>, handle: NativeHandle, iface: string, range: number, immediate: boolean): void {
  const { native, netnsFd, group } = a;
  const message = request(NFULNL_MSG_CONFIG, NLM_F_ACK, NflogConfig, {
    group,
    attributes: {
      command: NFULNL_CFG_CMD_BIND,
      mode: { range, mode: NFULNL_COPY_PACKET, pad: Uint8Array.of(0) },
      ...(immediate ? { threshold: 1 } : { timeout: 1 }),
    },
  });
  const data = encodeMessages([message], 1);
  const kernel = new Uint8Array(12);
  new DataView(kernel.buffer).setUint16(0, AF_NETLINK, true);
  const rc = native.sendto(handle, data, 0, data.length, 0, kernel);
  if (rc < 0) throw kernelError(rc, 'send a netlink request', { iface });
  // The answer is there when sendto returns. Should a packet stand in front of it, it was not a refusal.
  const answer = new Uint8Array(64);
  const receive = (flags: number): number =>
    native.recvmsg(handle, answer, new Uint8Array(12), new Uint8Array(0), new Int32Array(3), flags);
  const n = receive(MSG_PEEK);
  const view = new DataView(answer.buffer);
  if (n < 20 || view.getUint16(4, true) !== NLMSG_ERROR) return;
  receive(0);
  const errno = -view.getInt32(16, true);
  if (errno === 0) return;
  // The kernel has one word for "you may not" and for "another socket has this group".
  const taken = errno === EBUSY || (errno === EPERM && refusalOfNobody(native, netnsFd) !== EPERM);
  if (taken) throw new PacketwrightError('ERR_BUSY', `another program reads group ${group} of the firewall log`, { iface, group });
  if (errno === EINVAL)
    throw new PacketwrightError('ERR_PLATFORM', 'this kernel has no module nfnetlink_log loaded', {
      remedy: 'sudo modprobe nfnetlink_log',
    });
  throw kernelError(errno, `read group ${group} of the firewall log`, { iface, needs: errno === EPERM ? 'CAP_NET_ADMIN' : undefined });
}

/** What the kernel says to a change of a group that is not there: that it is not there, when it has a log and we may. */
function refusalOfNobody(native: NativeBinding, netnsFd: number): number {
  const socket = new NetlinkSocket({ native, protocol: NETLINK_NETFILTER, netnsFd });
  try {
    return socket.tryAsk(request(NFULNL_MSG_CONFIG, 0, NflogConfig, { group: NOBODYS_GROUP, attributes: { threshold: 1 } }))?.errno ?? 0;
  } finally {
    socket.close();
  }
}

function nflogDevice(native: NativeBinding, handle: NativeHandle, reader: NflogReader) {
  const number = new Uint8Array(4);
  const memory = new Uint32Array(DROPS + 1);
  return {
    native,
    handle,
    reader,
    adaptive: true,
    take: () => -EOPNOTSUPP,
    setFilter: (program: BpfProgram | undefined) => reader.setFilter(program),
    takeError(): number {
      const rc = native.getsockopt(handle, SOL_SOCKET, SO_ERROR, number);
      const errno = rc < 0 ? -rc : new DataView(number.buffer).getInt32(0, true);
      // The queue was full: that is counted, and no end.
      return errno === ENOBUFS ? 0 : errno;
    },
    isGone: () => false,
    drops: () => {
      native.getsockopt(handle, SOL_SOCKET, SO_MEMINFO, new Uint8Array(memory.buffer));
      return { dropped: memory[DROPS] as number, frozen: 0 };
    },
    close: () => {
      native.close(handle);
    },
  };
}
