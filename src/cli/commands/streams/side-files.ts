/** What both sides of connections send, in files: tcpflow's work. */
import type { Connection } from '../../../streams/tcp/connection.ts';
import type { StreamSide, TcpHandlers } from '../../../streams/tcp/events.ts';
import { sideName } from '../../../tools/side-names.ts';
import type { StreamFile, StreamFiles } from '../../../tools/stream-files.ts';

type Sides = Partial<Record<StreamSide, StreamFile>>;

/** tcpflow's: that of the next connection between the same ends is `c1`. */
const counted = (name: string, number: number): string => `${name}c${number}`;

export class SideFiles {
  readonly handlers: TcpHandlers;
  readonly #files: StreamFiles;
  readonly #sides = new Map<Connection, Sides>();

  /** @param holes leaves them where octets are missing */
  constructor(files: StreamFiles, holes: boolean) {
    this.#files = files;
    const end = (c: Connection): void => this.#end(c);
    this.handlers = {
      data: (c, from, octets) => files.append(this.#fileOf(c, from), octets),
      ...(holes && { gap: (c: Connection, from: StreamSide, octets: number) => files.skip(this.#fileOf(c, from), octets) }),
      ...{ close: end, reset: end, timeout: end, drop: end, end },
    };
  }

  /** Undefined: that side has sent nothing. To be asked once, when the connection has ended: it is forgotten then. */
  take(c: Connection, side: StreamSide): string | undefined {
    const sides = this.#sides.get(c);
    const name = sides?.[side]?.name;
    if (sides !== undefined && side === 'server') this.#sides.delete(c);
    return name;
  }

  #fileOf(c: Connection, from: StreamSide): StreamFile {
    let sides = this.#sides.get(c);
    if (sides === undefined) this.#sides.set(c, (sides = {}));
    const [a, z] = from === 'client' ? [c.client, c.server] : [c.server, c.client];
    return (sides[from] ??= this.#files.file(sideName(a, z), counted));
  }

  #end(c: Connection): void {
    const { client, server } = this.#sides.get(c) ?? {};
    if (client !== undefined) this.#files.end(client);
    if (server !== undefined) this.#files.end(server);
  }
}
