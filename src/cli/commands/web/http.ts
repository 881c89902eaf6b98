/** `pkw http`: what a URL names, fetched over a TCP/IP stack of ours, with curl's options. */
import { gather } from '../../gather.ts';
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { OpenStack } from '../../../stack/open-stack.ts';
import type { Args, Command, CommandIo, OptionSpec } from '../../command.ts';
import { secondsOption } from '../exchange/numbers.ts';
import { HttpFailure, ownFailure, STATUS, tooLong } from './http-errors.ts';
import type { Begun, Fetched, HttpWishes } from './http-fetch.ts';
import { openPlace, type Place, type PlaceOptions, placeOptions } from './stack-place.ts';

interface HttpCommandOptions extends PlaceOptions {
  readonly verbose?: boolean;
  readonly head?: boolean;
  readonly include?: boolean;
  readonly request?: string;
  readonly header?: readonly string[];
  readonly data?: readonly string[];
  readonly uploadFile?: string;
  readonly output?: string;
  readonly location?: boolean;
  readonly insecure?: boolean;
  readonly compressed?: boolean;
  readonly fail?: boolean;
  readonly silent?: boolean;
  readonly showError?: boolean;
  readonly userAgent?: string;
  readonly user?: string;
  readonly maxTime?: number;
  readonly connectTimeout?: number;
  readonly resolve?: readonly string[];
  readonly maxRedirs?: number;
}

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as unknown as HttpCommandOptions;
  const say = (line: string): void => (io.writeError ?? io.warn)(`${line}\n`);
  const failed = (error: unknown): number => {
    const failure = ownFailure(error);
    if (failure === undefined) throw error;
    if (!o.silent || o.showError) say(`pkw http: (${failure.status}) ${failure.message}`);
    return failure.status;
  };
  let urls: URL[];
  try {
    urls = operands.map(urlOf);
  } catch (error) {
    return failed(error);
  }
  const began = performance.now();
  const pins = pinsOf(o.resolve ?? []);
  const [first] = urls;
  const wishes = await wishesOf(o, io);
  const limit = new AbortController();
  const { maxMs } = wishes;
  const timer = maxMs === undefined ? undefined : setTimeout(() => limit.abort(tooLong(maxMs)), maxMs);
  let place: Place;
  try {
    place = await openPlace(o, io, first && (pins.get(endOf(first)) ?? hostOf(first)), AbortSignal.any([io.signal, limit.signal]));
  } catch (error) {
    return failed(error);
  } finally {
    clearTimeout(timer);
  }
  try {
    if (o.verbose || o.trace) say(`* ${place.open.way}`);
    return await fetchAll(place.open, urls, pins, { ...wishes, began, say, failed }, o, io);
  } finally {
    await place.close();
  }
}

/** What is needed beside the options. */
interface Telling extends HttpWishes, Begun {
  say(line: string): void;
  /** Tells of an error, and gives its number. */
  failed(error: unknown): number;
}

async function fetchAll(
  open: OpenStack,
  urls: readonly URL[],
  pins: ReadonlyMap<string, string>,
  wishes: Telling,
  o: HttpCommandOptions,
  io: CommandIo,
): Promise<number> {
  const { Fetcher } = await import('./http-fetch.ts');
  const out = await outputOf(o, io);
  const fetcher = new Fetcher(open, pins, {
    ...wishes,
    onLine: (line) => {
      if (o.verbose) wishes.say(line);
    },
    onHead: async (head) => {
      if (o.include || o.head) await out.write(Buffer.from(head, 'latin1'));
    },
    onBody: (octets) => out.write(octets),
  });
  let status = 0;
  try {
    for (const url of urls)
      try {
        judge(await fetcher.fetch(url), o);
        status = 0;
      } catch (error) {
        status = wishes.failed(error);
      }
  } finally {
    await fetcher.close();
    await out.close();
  }
  return status;
}

/** -f: what the server calls an error is one. */
function judge({ status }: Fetched, o: HttpCommandOptions): void {
  if (o.fail && status >= 400) throw new HttpFailure(STATUS.status, `the server says ${status}`);
}

/** As curl has it, a URL without a scheme is of HTTP. @throws HttpFailure */
function urlOf(text: string): URL {
  if (text.startsWith('-')) throw new PacketwrightError('ERR_USAGE', `unknown option ${text}`, { remedy: 'see: pkw help http' });
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) throw new HttpFailure(STATUS.url, `'${text}' is no URL`);
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new HttpFailure(STATUS.protocol, `${url.protocol.slice(0, -1)} is not spoken here: http and https are`);
  if (url.port === '0') throw new HttpFailure(STATUS.url, `'${text}': 0 is no port of a server`);
  return url;
}

const hostOf = ({ hostname }: URL): string => (hostname.startsWith('[') ? hostname.slice(1, -1) : hostname);
const endOf = (url: URL): string => `${hostOf(url)}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;

/** --resolve HOST:PORT:ADDRESS. */
function pinsOf(all: readonly string[]): Map<string, string> {
  return new Map(
    all.map((text) => {
      const found = /^\+?([^:]+:\d+):\[?([^\],]+)\]?/.exec(text);
      if (found === null || !isAddress(found[2] as string))
        throw new PacketwrightError('ERR_USAGE', `--resolve ${text}: expected HOST:PORT:ADDRESS`);
      return [found[1] as string, found[2] as string];
    }),
  );
}

async function wishesOf(o: HttpCommandOptions, io: CommandIo): Promise<HttpWishes> {
  mustBeWord('-X', o.request, /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/);
  for (const line of o.header ?? []) mustBeWord('-H', line, /^[^\r\n\0]*$/);
  mustBeWord('-A', o.userAgent, /^[^\r\n\0]*$/);
  const method = methodOf(o);
  const body = await bodyOf(o, io);
  const headers: [string, string][] = [
    ...(o.user === undefined ? [] : [['Authorization', `Basic ${Buffer.from(o.user).toString('base64')}`] as [string, string]]),
    ['User-Agent', o.userAgent ?? 'packetwright'],
    ['Accept', '*/*'],
    ...(o.compressed ? [['Accept-Encoding', 'deflate, gzip, br'] as [string, string]] : []),
    ...(o.data === undefined ? [] : [['Content-Type', 'application/x-www-form-urlencoded'] as [string, string]]),
  ];
  return {
    ...{ method, headers, given: o.header ?? [], isMethodGiven: o.request !== undefined, follow: o.location === true },
    ...{ insecure: o.insecure === true, decode: o.compressed === true, quiet: o.fail === true, maxRedirects: o.maxRedirs ?? 50 },
    ...(body !== undefined && { body }),
    ...(o.maxTime !== undefined && { maxMs: Math.min(o.maxTime, LONGEST_MS) }),
    // As curl has it, 0 is the usual one.
    ...(o.connectTimeout !== undefined && o.connectTimeout > 0 && { connectMs: Math.min(o.connectTimeout, LONGEST_MS) }),
    signal: io.signal,
  };
}

/** -d: pieces joined by `&`; `@FILE` without its line ends, as curl has it. -T: the file as it is. */
/** As curl has it, -X changes the word only. @throws ERR_USAGE */
function methodOf(o: HttpCommandOptions): string {
  const asked = (
    [
      ['-I', 'HEAD', o.head === true],
      ['-T', 'PUT', o.uploadFile !== undefined],
      ['-d', 'POST', o.data !== undefined],
    ] as const
  ).filter(([, , is]) => is);
  if (asked.length > 1)
    throw new PacketwrightError('ERR_USAGE', `${asked.map(([flag]) => flag).join(' and ')} ask for different methods`, {
      remedy: 'give one of them',
    });
  return o.request ?? asked[0]?.[1] ?? 'GET';
}

async function bodyOf({ data, uploadFile }: HttpCommandOptions, io: CommandIo): Promise<Buffer | undefined> {
  const { readFile } = await import('node:fs/promises');
  const read = async (name: string): Promise<Buffer> => {
    if (name !== '-')
      return readFile(name).catch((error: NodeJS.ErrnoException) => {
        throw new PacketwrightError('ERR_FILE', `cannot read ${name}: ${error.code ?? error.message}`, { file: name });
      });
    const parts: Uint8Array[] = [];
    for await (const part of io.stdin) parts.push(part);
    return Buffer.concat(parts);
  };
  if (uploadFile !== undefined) return read(uploadFile);
  if (data === undefined) return undefined;
  const pieces = await Promise.all(
    data.map(async (text) =>
      text.startsWith('@')
        ? Buffer.from((await read(text.slice(1))).toString('latin1').replace(/[\r\n\0]/g, ''), 'latin1')
        : Buffer.from(text),
    ),
  );
  return Buffer.concat(pieces.flatMap((piece, i) => (i === 0 ? [piece] : [Buffer.from('&'), piece])));
}

interface Out {
  write(data: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
}

async function outputOf({ output }: HttpCommandOptions, io: CommandIo): Promise<Out> {
  if (output === undefined || output === '-')
    return {
      write: async (data) => void (await io.write(data)),
      close: async () => undefined,
    };
  const { open } = await import('node:fs/promises');
  const file = await open(output, 'w').catch((error: NodeJS.ErrnoException) => {
    throw new PacketwrightError('ERR_FILE', `cannot write ${output}: ${error.code ?? error.message}`, { file: output });
  });
  return { write: async (data) => void (await file.write(Buffer.from(data as string))), close: () => file.close() };
}

/** What a timer takes, ms. */
const LONGEST_MS = 2 ** 31 - 1;

const isAddress = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** What would not be one word or line of a request. @throws ERR_USAGE */
function mustBeWord(flag: string, text: string | undefined, form: RegExp): void {
  if (text !== undefined && !form.test(text))
    throw new PacketwrightError('ERR_USAGE', `${flag} ${JSON.stringify(text)}: HTTP has no room for such characters there`);
}

function redirects(text: string): number {
  const n = Number(text);
  if (!/^(-1|\d+)$/.test(text))
    throw new PacketwrightError('ERR_USAGE', `--max-redirs ${text}: expected a whole number, or -1 for however often`, { value: text });
  return n < 0 ? Number.POSITIVE_INFINITY : n;
}

const options: readonly OptionSpec[] = [
  ...placeOptions,
  { flags: '--interface <name>', help: 'the interface (default: the one that leads to the server)' },
  { flags: '-v, --verbose', help: 'tell on standard error what is asked and answered' },
  { flags: '-I, --head', help: 'only the head of the answer' },
  { flags: '-i, --include', help: 'show the head of the answer before it' },
  { flags: '-X, --request <method>', help: 'the method' },
  { flags: '-H, --header <line>', help: '`Name: value`; `Name:` leaves one out, `Name;` sends it empty', parse: gather },
  { flags: '-d, --data <text>', help: 'post this; @FILE: what is in it, without line ends', parse: gather },
  { flags: '-T, --upload-file <file>', help: 'put this file there' },
  { flags: '-o, --output <file>', help: 'write the answer there' },
  { flags: '-L, --location', help: 'go where the server sends' },
  { flags: '--max-redirs <n>', help: 'so often at most (default: 50); -1: however often', parse: redirects },
  { flags: '-k, --insecure', help: 'take certificates that nobody vouches for' },
  { flags: '--compressed', help: 'ask for gzip, deflate or br, and unpack it' },
  { flags: '-f, --fail', help: 'a status of 400 and more is an error, 22' },
  { flags: '-s, --silent', help: 'no word of errors' },
  { flags: '-S, --show-error', help: 'with -s: of errors all the same' },
  { flags: '-A, --user-agent <text>', help: 'who asks' },
  { flags: '-u, --user <user:password>', help: 'Basic authentication' },
  { flags: '--max-time <seconds>', help: 'all of it may take so long', parse: secondsOption('--max-time') },
  { flags: '--connect-timeout <seconds>', help: 'the connection may take so long', parse: secondsOption('--connect-timeout') },
  { flags: '--resolve <host:port:address>', help: 'the address of a name, without asking for it', parse: gather },
];

export const httpCommand: Command = {
  name: 'http',
  follows: 'curl',
  summary: "fetch URLs over a TCP/IP stack of ours, with curl's options; --trace lists every packet",
  operands: 'URL...',
  common: ['netns', 'private'],
  options,
  examples: [
    'pkw http --trace http://192.0.2.1/',
    'pkw http --address 192.0.2.77/24 --gateway 192.0.2.1 -v -L --compressed https://example.org/',
    'pkw http --address dhcp -o page.html http://example.org/',
  ],
  run,
};
