/** One exchange: packets go out, answers are found among what comes in. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { PacketBatch } from '../capture/batch.ts';
import type { Host, Link } from '../host/host.ts';
import { FrameBuffer } from '../packet/frame-buffer.ts';
import type { Packet, PacketMeta } from '../packet/packet.ts';
import { objectOf } from '../packet/packet-object.ts';
import type { Registry } from '../packet/registry.ts';
import { type Concrete, concrete } from './concrete.ts';
import { defaultHost } from './default-host.ts';
import { frameInto, networkStart } from './frames.ts';
import { hold, letGo } from './hold.ts';
import { MatchTable, type Probe } from './match-table.ts';
import { DEFAULT_TIMEOUT_MS, type ExchangeOptions, type Sendable } from './options.ts';
import { packetsOf } from './packets-of.ts';
import { type Answer, ExchangeResult, MAX_REJECTED } from './result.ts';
import type { Receiver, SharedLink } from './shared-link.ts';
