/** All that looks for causes, one of each. */
import type { Looker } from './cause.ts';
import { HandshakeRule } from './tcp-handshake.ts';
import { RefusedRule } from './tcp-refused.ts';
import { TcpLooker } from './tcp-rule.ts';
import { SegmentsRule } from './tcp-segments.ts';

export const lookersFor = (): Looker[] => [new TcpLooker([new HandshakeRule(), new SegmentsRule(), new RefusedRule()])];
