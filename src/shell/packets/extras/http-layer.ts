/** scapy's `HTTP`, which stands before a request or a response and has no octets. Ours begin with the message; so it is found where one is. */
import { layer } from '../../../packet/layer/layer.ts';

export const HTTP = layer('HTTP', {
  title: 'HTTP',
  about: 'What stands before a request or a response in scapy; it has no octets.',
  fields: {},
  summary: () => 'HTTP',
} as never);

/** What pkt[HTTP] finds in a packet that was read. */
export const HTTP_MESSAGES: ReadonlySet<string> = new Set(['HTTPRequest', 'HTTPResponse']);
