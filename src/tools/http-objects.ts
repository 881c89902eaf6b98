/** Contents of HTTP messages in files, decoded, each named by what was asked for. */
import { HTTPRequest, HTTPResponse } from '../protocols/application/http/http.ts';
import { headerValue } from '../packet/fields/text-headers.ts';
import type { MessageHandlers, MessageProblem, StreamMessage } from '../streams/messages/message.ts';
import type { StreamSide } from '../streams/tcp/events.ts';
import { numberedObject, objectName } from './object-names.ts';
import type { StreamFile, StreamFiles } from './stream-files.ts';

/** A content that was written. */
export interface HttpObject {
  readonly file: string;
  readonly from: StreamSide;
  /** What was asked for; undefined: the request was not seen. */
  readonly target: string | undefined;
  readonly host: string | undefined;
  readonly type: string | undefined;
  /** Octets of the file. */
  readonly octets: number;
  readonly problem: MessageProblem | undefined;
}

/** What is remembered of a message while its content comes. */
interface Begun {
  readonly target: string | undefined;
  readonly host: string | undefined;
  readonly type: string | undefined;
  file: StreamFile | undefined;
}

const isHttp = (m: StreamMessage): boolean => m.layer === HTTPRequest || m.layer === HTTPResponse;

export class HttpObjects {
  readonly handlers: MessageHandlers;
  readonly #files: StreamFiles;

  /** @param written told of each one at its end */
  constructor(files: StreamFiles, written: (message: StreamMessage, object: HttpObject) => void) {
    this.#files = files;
    this.handlers = {
      content: (m, octets) => {
        if (octets.length > 0 && isHttp(m)) files.append(this.#fileOf(m), octets);
      },
      message: (m) => {
        const begun = m.user as Begun | undefined;
        if (begun?.file === undefined || !isHttp(m)) return;
        files.end(begun.file);
        const { file, target, host, type } = begun;
        m.user = undefined;
        written(m, { file: file.name as string, from: m.from, target, host, type, octets: file.size, problem: m.problem });
      },
    };
  }

  #fileOf(m: StreamMessage): StreamFile {
    const begun = (m.user ??= begunOf(m)) as Begun;
    const { target } = begun;
    return (begun.file ??= this.#files.file(target === undefined ? `object${m.packets.at(-1) ?? 0}` : objectName(target), numberedObject));
  }
}

function begunOf(m: StreamMessage): Begun {
  const request = (m.layer === HTTPRequest ? m : m.request)?.packet.get(HTTPRequest);
  const head = m.layer === HTTPRequest ? request : m.packet.get(HTTPResponse);
  return {
    target: request === undefined ? undefined : String(request.Path),
    host: request === undefined ? undefined : headerValue(request.headers, 'Host'),
    type: head === undefined ? undefined : headerValue(head.headers, 'Content-Type'),
    file: undefined,
  };
}
