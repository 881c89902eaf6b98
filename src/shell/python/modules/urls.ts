/** The module `urllib.parse`: addresses of pages, taken apart and put together. Pages are fetched by JavaScript's `fetch`. */
import { functions } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { needBytes } from '../containers/octets.ts';
import { iterableNow } from '../iterate.ts';
import { str } from '../text/repr.ts';
import { decode, encode } from '../text/codecs.ts';
import { Tuple } from '../behaviour.ts';

const PLAIN = /^[A-Za-z0-9_.~-]$/;

const octetsOf = (v: unknown): Uint8Array => (typeof v === 'string' ? encode(v, 'utf-8', 'strict') : needBytes(v));

const quote = (v: unknown, safe: string): string =>
  Array.from(octetsOf(v), (octet) => {
    const c = String.fromCharCode(octet);
    return octet < 128 && (PLAIN.test(c) || safe.includes(c)) ? c : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');

const quotePlus = (v: unknown, safe: string): string => quote(v, `${safe} `).replaceAll(' ', '+');

function unquoted(v: unknown): Uint8Array {
  const octets = octetsOf(v);
  const out: number[] = [];
  for (let i = 0; i < octets.length; i++) {
    const pair = octets[i] === 0x25 ? String.fromCharCode(octets[i + 1] ?? 0, octets[i + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      out.push(Number.parseInt(pair, 16));
      i += 2;
    } else out.push(octets[i] as number);
  }
  return Uint8Array.from(out);
}
const unquote = (v: unknown): unknown => decode(unquoted(v), 'utf-8', 'replace');
const unquotePlus = (text: string): unknown => unquote(text.replaceAll('+', ' '));

/** `a=1&b=2`, in its order. */
function pairsIn(text: unknown, blank: boolean): [unknown, unknown][] {
  const whole = text instanceof Uint8Array ? new TextDecoder('latin1').decode(text) : String(text);
  return whole.split('&').flatMap((one): [unknown, unknown][] => {
    const [name = '', ...rest] = one.split('=');
    const value = rest.join('=');
    return one === '' || (value === '' && !blank) ? [] : [[unquotePlus(name), unquotePlus(value)]];
  });
}

/** What urlparse() gives: a tuple whose parts have names. */
class Parts extends Tuple<string> {
  get scheme(): string {
    return this[0] as string;
  }
  get netloc(): string {
    return this[1] as string;
  }
  get path(): string {
    return this[2] as string;
  }
  get params(): string {
    return this[3] as string;
  }
  get query(): string {
    return this[4] as string;
  }
  get fragment(): string {
    return this[5] as string;
  }
  get hostname(): string | null {
    const host = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)/.exec(this.netloc)?.[1]?.replace(/[[\]]/g, '') ?? '';
    return host === '' ? null : host.toLowerCase();
  }
  get port(): number | null {
    const port = /:(\d+)$/.exec(this.netloc)?.[1];
    return port === undefined ? null : Number(port);
  }
  geturl(): string {
    const [scheme, netloc, path, params, query, fragment] = this;
    const end = (mark: string, text: string | undefined): string => (text ? mark + text : '');
    return `${scheme ? `${scheme}:` : ''}${netloc ? `//${netloc}` : ''}${path ?? ''}${end(';', params)}${end('?', query)}${end('#', fragment)}`;
  }
}

function parts(url: string): Parts {
  const [, scheme = '', netloc = '', path = '', query = '', fragment = ''] =
    /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  return new Parts([scheme.toLowerCase(), netloc, path, '', query, fragment]);
}

export function urlParse(): Record<string, unknown> {
  return functions({
    "quote(string, safe='/')": quote,
    "quote_plus(string, safe='')": quotePlus,
    'unquote(string)': unquote,
    'unquote_plus(string)': unquotePlus,
    'unquote_to_bytes(string)': unquoted,
    'urlparse(url)': parts,
    'urlsplit(url)': parts,
    'parse_qsl(qs, keep_blank_values=False)': (text: unknown, blank: unknown) =>
      pairsIn(text, blank === true).map((pair) => new Tuple(pair)),
    'parse_qs(qs, keep_blank_values=False)': (text: unknown, blank: unknown) => {
      const found = new Dict();
      for (const [name, value] of pairsIn(text, blank === true)) {
        const has = found.get(name);
        if (Array.isArray(has)) has.push(value);
        else found.set(name, [value]);
      }
      return found;
    },
    'urlencode(query)': (query: unknown) =>
      (query instanceof Dict ? [...query.entries()] : [...iterableNow(query)])
        .map((pair) =>
          [...iterableNow(pair)].map((v) => quotePlus(typeof v === 'string' || v instanceof Uint8Array ? v : str(v), '')).join('='),
        )
        .join('&'),
  });
}
