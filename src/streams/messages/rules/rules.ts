/** The layers that have rules of their own in a stream. */
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { HTTPRequest, HTTPResponse } from '../../../protocols/application/http/http.ts';
import { WebSocket } from '../../../protocols/application/http/websocket.ts';
import { SMTPRequest, SMTPResponse } from '../../../protocols/application/mail/smtp.ts';
import { POPRequest } from '../../../protocols/application/mail/pop.ts';
import { FTPRequest, FTPResponse } from '../../../protocols/application/text/ftp.ts';
import { IRCRequest, IRCResponse } from '../../../protocols/application/text/irc.ts';
import { NNTPRequest } from '../../../protocols/application/text/nntp.ts';
import { TLS } from '../../../protocols/application/tls/tls.ts';
import type { LayerRules } from '../layer-rules.ts';
import { httpRequestRules, httpResponseRules, webSocketRules } from './http-rules.ts';
import { lineRules, smtpRequestRules, smtpResponseRules } from './mail-rules.ts';

/** A conversation that had a record has nothing but records (RFC 8446 §5). */
const tlsRules: LayerRules = {
  after: (m, talk) => {
    talk.of(m.from).layers = TLS_ALONE;
  },
};
const TLS_ALONE: readonly AnyLayer[] = [TLS as unknown as AnyLayer];

const RULES: ReadonlyMap<unknown, LayerRules> = /* @__PURE__ */ new Map<unknown, LayerRules>([
  [HTTPRequest, httpRequestRules],
  [HTTPResponse, httpResponseRules],
  [WebSocket, webSocketRules],
  [TLS, tlsRules],
  [SMTPRequest, smtpRequestRules],
  [SMTPResponse, smtpResponseRules],
  ...[POPRequest, FTPRequest, FTPResponse, IRCRequest, IRCResponse, NNTPRequest].map((layer) => [layer, lineRules] as const),
]);

export const rulesOf = (layer: AnyLayer): LayerRules | undefined => RULES.get(layer);

/** What is known of a side's messages because one of its layers is such. */
export interface Traits {
  /** Where no message begins, the next one may behind the line. */
  readonly byLines: boolean;
  /** Empty lines may stand between messages. */
  readonly emptyLines: boolean;
}

const known = /* @__PURE__ */ new WeakMap<readonly AnyLayer[], Traits>();

export function traitsOf(layers: readonly AnyLayer[]): Traits {
  let traits = known.get(layers);
  if (traits === undefined) {
    const rules = layers.map(rulesOf);
    traits = { byLines: rules.some((one) => one?.byLines), emptyLines: rules.some((one) => one?.emptyLines) };
    known.set(layers, traits);
  }
  return traits;
}
