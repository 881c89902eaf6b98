/** Whether a route has nowhere to come back to. */
import { NLM_F_REQUEST } from '../netlink/message.ts';
import { walkAttributes } from '../netlink/attributes.ts';
import { ENODEV } from '../errno.ts';
import type { Home } from './find-home.ts';
import type { UndoStep } from './read-journal.ts';

/** linux/rtnetlink.h: a route begins with struct rtmsg, and names its interface in RTA_OIF. */
const RTM_NEWROUTE = 24;
const RTMSG_OCTETS = 12;
const RTA_OIF = 4;
/** A link is asked for by struct ifinfomsg: its number is at octet 4 of 16. */
const RTM_GETLINK = 18;
const IFINFOMSG_OCTETS = 16;

/** The kernel calls a route through an interface that is gone unreachable, like one whose gateway is not back yet. */
export function interfaceIsGone({ socket }: Home, { type, body }: UndoStep): boolean {
  let index = 0;
  if (type === RTM_NEWROUTE && body.length > RTMSG_OCTETS) {
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    walkAttributes(body, RTMSG_OCTETS, body.length, (attribute, start, end) => {
      if (attribute === RTA_OIF && end - start === 4) index = view.getInt32(start, true);
    });
  }
  if (index <= 0) return false;
  const asked = new Uint8Array(IFINFOMSG_OCTETS);
  new DataView(asked.buffer).setInt32(4, index, true);
  return socket.tryAsk({ type: RTM_GETLINK, flags: NLM_F_REQUEST, body: asked })?.errno === ENODEV;
}
