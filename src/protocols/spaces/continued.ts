/** What no number tells: a session, which saw a conversation begin, knows what goes on in it. */
import { bindGuesses } from '../../packet/chain/bindings.ts';
import { BitTorrentData } from '../application/bittorrent.ts';
import { HTTPContinuation } from '../application/http/http.ts';
import { WebSocket } from '../application/http/websocket.ts';
import { SSHEncrypted } from '../application/text/ssh.ts';
import { TLSContinuation } from '../application/tls/tls.ts';

export const continuations = bindGuesses('continued', [TLSContinuation, HTTPContinuation, SSHEncrypted, BitTorrentData, WebSocket]);
