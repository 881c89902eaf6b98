/** Finds connections as tshark counts them: the same addresses and ports, until a SYN begins another. */
import { WordTable } from '../../word-table.ts';
import type { StreamSide } from '../events.ts';
import { ENDS_WORDS, writeEnds } from '../ends-key.ts';
import { findSegment, Segment } from '../segment.ts';
import type { PacketObject } from '../../../packet/object/packet-object.ts';
import { AnalysisFlags, TcpAnalysis } from './tcp-analysis.ts';

export const MOST_CONNECTIONS = 262_144;

const NOTHING: Readonly<AnalysisFlags> = new AnalysisFlags();

interface Known {
  readonly stream: number;
  /** The client is the lower of both ends. */
  readonly lowIsClient: boolean;
  readonly analysis: TcpAnalysis;
}

export class TcpAnalyser {
  readonly segment = new Segment();
  /** Of the packet that `take` saw last: the number of its connection, from 0, in the order in which they began, and who sent it. */
  stream = -1;
  from: StreamSide = 'client';
  /** Connections that were forgotten for want of room: what comes of them later is another one. */
  dropped = 0;
  readonly #most: number;
  readonly #table = new WordTable(ENDS_WORDS, (Math.random() * 2 ** 32) | 0);
  readonly #known: Known[] = [];
  #began = 0;

  /** @param most connections that are kept; then the one that was quiet for longest is forgotten */
  constructor(most: number = MOST_CONNECTIONS) {
    this.#most = most;
  }

  /**
   * One packet more. Undefined: it is no TCP segment. What it gives is used again for the next. A segment whose header the capture has only in part belongs to a
   * connection, and has no flags.
   *
   * @param timeMs its time, ms
   * @param number which packet it is, counted from 1
   */
  take(p: PacketObject, timeMs: number, number: number): Readonly<AnalysisFlags> | undefined {
    const s = this.segment;
    if (!findSegment(p, s)) return undefined;
    s.packet = number;
    s.timeMs = timeMs;
    const isLow = writeEnds(this.#table.key, s);
    let entry = this.#table.find();
    let known = entry < 0 ? undefined : (this.#known[entry] as Known);
    let from: StreamSide = known === undefined || known.lowIsClient === isLow ? 'client' : 'server';
    const isReuse = known?.analysis.isRenewedBy(s, from) ?? false;
    if (known === undefined || isReuse) {
      if (entry < 0) entry = this.#add();
      from = 'client';
      known = { stream: this.#began++, lowIsClient: isLow, analysis: new TcpAnalysis({ isReuse }) };
      this.#known[entry] = known;
    }
    this.#table.renew(entry);
    this.stream = known.stream;
    this.from = from;
    return s.data > p.e ? NOTHING : known.analysis.look(s, from);
  }

  #add(): number {
    if (this.#table.size >= this.#most) {
      this.#table.remove(this.#table.oldest);
      this.dropped++;
    }
    return this.#table.add();
  }
}
