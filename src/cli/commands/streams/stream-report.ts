/** What `pkw streams` says of a connection when it has ended: a line. */
import type { Connection, StreamEnd } from '../../../streams/tcp/connection.ts';
import type { GapReason, StreamSide, TcpHandlers } from '../../../streams/tcp/events.ts';
import type { TcpState } from '../../../streams/tcp/states.ts';
import type { HttpObject } from '../../../tools/http-objects.ts';
import { jsonLine } from '../../json-line.ts';

export type HowEnded = 'close' | 'reset' | 'timeout' | 'drop' | 'end';

export interface StreamGap {
  readonly side: StreamSide;
  readonly at: number;
  readonly octets: number;
  readonly reason: GapReason;
}

export interface StreamSideJson {
  readonly address: string;
  readonly port: number;
  readonly packets: number;
  readonly octets: number;
  readonly stream: number;
  readonly missing: number;
  readonly state: TcpState;
  readonly file?: string | undefined;
}

/** A line of `--json`. */
export interface StreamJson {
  readonly connection: number;
  readonly client: StreamSideJson;
  readonly server: StreamSideJson;
  /** Seconds since 1970. */
  readonly first: number;
  readonly last: number;
  readonly midstream: boolean;
  readonly ended: HowEnded;
  readonly by?: StreamSide | undefined;
  readonly gaps: readonly StreamGap[];
  readonly moreGaps?: number;
  readonly http?: readonly HttpObject[] | undefined;
  readonly moreHttp?: number;
}

/** Gaps of a connection that are listed, and contents. */
const MOST_GAPS = 100;
const MOST_OBJECTS = 1000;

class Counted {
  missing = { client: 0, server: 0 };
  readonly gaps: StreamGap[] = [];
  moreGaps = 0;
  objects: HttpObject[] | undefined;
  moreObjects = 0;
}

export class StreamReport {
  readonly handlers: TcpHandlers;
  connections = 0;
  readonly #counted = new Map<Connection, Counted>();
  readonly #isJson: boolean;
  readonly #fileOf: (c: Connection, side: StreamSide) => string | undefined;
  #out: string[] = [];

  constructor(isJson: boolean, fileOf: (c: Connection, side: StreamSide) => string | undefined) {
    this.#isJson = isJson;
    this.#fileOf = fileOf;
    this.handlers = {
      gap: (c, side, octets, at, reason) => {
        const counted = this.#of(c);
        counted.missing[side] += octets;
        if (counted.gaps.length < MOST_GAPS) counted.gaps.push({ side, at, octets, reason });
        else counted.moreGaps++;
      },
      close: (c) => this.#ended(c, 'close'),
      reset: (c, by) => this.#ended(c, 'reset', by),
      timeout: (c) => this.#ended(c, 'timeout'),
      drop: (c) => this.#ended(c, 'drop'),
      end: (c) => this.#ended(c, 'end'),
    };
  }

  /** The lines since the last call. */
  take(): string {
    const text = this.#out.join('');
    this.#out = [];
    return text;
  }

  /** A content of HTTP was written. To be told before the connection's end. */
  object(c: Connection, object: HttpObject): void {
    const counted = this.#of(c);
    const list = (counted.objects ??= []);
    if (list.length < MOST_OBJECTS) list.push(object);
    else counted.moreObjects++;
  }

  #of(c: Connection): Counted {
    let counted = this.#counted.get(c);
    if (counted === undefined) this.#counted.set(c, (counted = new Counted()));
    return counted;
  }

  #ended(c: Connection, ended: HowEnded, by?: StreamSide): void {
    const { missing, gaps, moreGaps, objects, moreObjects } = this.#counted.get(c) ?? NOTHING;
    this.#counted.delete(c);
    this.connections++;
    const side = (end: StreamEnd): StreamSideJson => ({
      ...{ address: end.address, port: end.port, packets: end.packets, octets: end.octets },
      ...{ stream: end.at - missing[end.side], missing: missing[end.side], state: end.state, file: this.#fileOf(c, end.side) },
    });
    const line: StreamJson = {
      connection: c.number,
      ...{ client: side(c.client), server: side(c.server) },
      ...{ first: seconds(c.firstMs), last: seconds(c.lastMs), midstream: c.isMidstream, ended, by, gaps },
      ...(moreGaps > 0 && { moreGaps }),
      ...(objects !== undefined && { http: objects }),
      ...(moreObjects > 0 && { moreHttp: moreObjects }),
    };
    this.#out.push(this.#isJson ? jsonLine(line) : `${textOf(line)}\n`);
  }
}

const NOTHING = /* @__PURE__ */ new Counted();

const seconds = (ms: number): number => Math.round(ms * 1e3) / 1e6;

const endText = ({ address, port }: StreamSideJson): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);

const HOW: Readonly<Record<HowEnded, string>> = {
  close: 'closed',
  reset: 'reset',
  timeout: 'timed out',
  drop: 'dropped for want of room',
  end: 'open',
};

function textOf({
  connection,
  client,
  server,
  first,
  last,
  midstream,
  ended,
  by,
  gaps,
  moreGaps = 0,
  http = [],
  moreHttp = 0,
}: StreamJson): string {
  const sent = (side: StreamSideJson): string => `${side.stream} octets in ${side.packets} packets`;
  const missing = client.missing + server.missing;
  const words = [
    ...[
      `${connection}: ${endText(client)} > ${endText(server)}`,
      sent(client),
      `< ${sent(server)}`,
      `${Math.max(0, last - first).toFixed(3)} s`,
    ],
    `${HOW[ended]}${by === undefined ? '' : ` by the ${by}`}`,
    ...(midstream ? ['met in the middle'] : []),
    ...(http.length > 0 ? [`${http.length + moreHttp} contents of HTTP`] : []),
    ...(missing > 0 ? [`${missing} octets missing in ${gaps.length + moreGaps} gaps`] : []),
  ];
  return words.join(', ').replace(', <', ' <');
}
