/** Web Services Dynamic Discovery: devices find each other by messages of SOAP over UDP. @see OASIS WS-Discovery 1.1; OASIS SOAP-over-UDP 1.1 */
import { text } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { mix } from '../../../bytes/hash.ts';

/** The head of a message is looked for in so many characters. */
const MOST = 4096;

/** What the first element of that name has, whatever its prefix is. */
function element(xml: string, name: string): string | undefined {
  const head = xml.slice(0, MOST);
  for (const before of [':', '<']) {
    const at = head.indexOf(`${before}${name}`);
    const start = at < 0 ? -1 : head.indexOf('>', at);
    if (start < 0) continue;
    const end = head.indexOf('<', start);
    return head.slice(start + 1, end < 0 ? undefined : end).trim();
  }
  return undefined;
}
const hashOf = (id: string | undefined, seed: number): number => {
  let h = seed;
  for (const c of id ?? '') h = mix(h, c.charCodeAt(0));
  return h;
};

/** A message: the head of its envelope says what it is, and what it answers. @see WS-Discovery 1.1 §4 to §6 */
export const WSDiscovery = layer('WSDiscovery', () => ({
  title: 'WS-Discovery',
  about: 'Web Services Dynamic Discovery: a device asks for others, or says that it is here.',
  source: 'OASIS WS-Discovery 1.1; OASIS SOAP-over-UDP 1.1',
  wireshark: 'xml',
  begins: (b, start, end) => {
    // A mark of UTF-8 may come first.
    const at = b[start] === 0xef && b[start + 1] === 0xbb && b[start + 2] === 0xbf ? start + 3 : start;
    return end - at >= 16 && b[at] === 0x3c && ((b[at + 1] as number) === 0x3f || ((b[at + 1] as number) | 0x20) >= 0x61);
  },
  fields: { xml: text({ encoding: 'utf8', about: 'an envelope of SOAP' }) },
  // An answer names the message that it relates to (WS-Addressing §3.1).
  match: {
    about: 'the message that it relates to',
    hash: ({ xml }, role, seed) => hashOf(element(xml, role === 'reply' ? 'RelatesTo' : 'MessageID'), seed),
    answers: (reply, request) => {
      const id = element(request.xml, 'MessageID');
      return id !== undefined && element(reply.xml, 'RelatesTo') === id;
    },
  },
  // http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/Probe
  summary: ({ xml }) => `WS-Discovery ${element(xml, 'Action')?.split('/').at(-1) ?? ''}`.trimEnd(),
}));
