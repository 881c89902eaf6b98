import { expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { dissect } from '../../protocols.ts';
import { WSDiscovery } from './wsd.ts';

const xml = (action: string, head: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/${action}</a:Action>${head}</s:Header><s:Body/></s:Envelope>`;
const PROBE = xml('Probe', '<a:MessageID>urn:uuid:1</a:MessageID>');
const MATCHES = xml('ProbeMatches', '<a:MessageID>urn:uuid:2</a:MessageID><a:RelatesTo>urn:uuid:1</a:RelatesTo>');
const hex = (text: string): string => Buffer.from(text).toString('hex');

layerSuite(
  'WS-Discovery',
  [
    {
      what: 'a probe',
      origin: 'made up after WS-Discovery 1.1 §5.2',
      first: WSDiscovery,
      chain: 'WSDiscovery',
      octets: hex(PROBE),
      read: { WSDiscovery: { xml: PROBE } },
      build: () => [WSDiscovery({ xml: PROBE })],
      summary: 'WS-Discovery Probe',
    },
  ],
  { mutations: 300 },
);

it('an answer of WS-Discovery relates to its question', () => {
  const [request, reply] = [PROBE, MATCHES].map((x) => dissect(fromHex(hex(x)), WSDiscovery).get(WSDiscovery));
  const { match } = WSDiscovery.spec as unknown as {
    match: { hash: (self: unknown, role: string, seed: number) => number; answers: (reply: unknown, request: unknown) => boolean };
  };
  expect(match.answers(reply, request)).toBe(true);
  expect(match.answers(request, reply)).toBe(false);
  expect(match.hash(reply, 'reply', 7)).toBe(match.hash(request, 'request', 7));
});
