/** The modules of Python that recipes import, and those that are refused with what to do instead. */
import type { Session } from '../session.ts';

type Names = Readonly<Record<string, unknown>>;

/** Names that a module takes from the built-in ones. */
export type Builtins = ReadonlyMap<string, unknown>;

type Loader = (session: Session, builtins: Builtins) => Promise<Names>;

const path: Loader = async () => (await import('./system.ts')).osPath();
const tools = () => import('./tools.ts');
const inert =
  (...names: string[]): Loader =>
  async () =>
    (await tools()).inert(names);

/** A module is read when it is first imported. */
export const MODULES: Readonly<Record<string, Loader>> = {
  random: async (session) => (await import('./random.ts')).names(session),
  struct: async () => (await import('./struct.ts')).names(),
  binascii: async () => (await import('./octets.ts')).binascii(),
  base64: async () => (await import('./octets.ts')).base64Module(),
  hashlib: async () => (await import('./octets.ts')).hashlib(),
  hmac: async () => (await import('./octets.ts')).hmac(),
  math: async () => (await import('./math.ts')).math(),
  statistics: async () => (await import('./math.ts')).statistics(),
  re: async () => (await import('./re.ts')).names(),
  itertools: async () => (await import('./itertools.ts')).names(),
  time: async (session) => (await import('./time.ts')).names(session),
  datetime: async () => (await import('./datetime.ts')).names(),
  collections: async () => (await import('./collections.ts')).names(),
  heapq: async () => (await import('./collections.ts')).heapq(),
  functools: async (_, builtins) => (await tools()).functools(builtins.get('reduce')),
  operator: async () => (await tools()).operator(),
  copy: async () => (await tools()).copy(),
  string: async () => (await import('./words.ts')).string(),
  json: async () => (await import('./words.ts')).json(),
  pprint: async (session) => (await import('./words.ts')).pprint(session),
  textwrap: async () => (await import('./words.ts')).textwrap(),
  socket: async (session) => (await import('./socket.ts')).names(session),
  ipaddress: async () => (await import('./ipaddress.ts')).names(),
  sys: async (session) => (await import('./system.ts')).sys(session),
  os: async (session) => (await import('./system.ts')).os(session),
  subprocess: async (session) => (await import('./programs.ts')).subprocess(session),
  csv: async () => (await import('./csv.ts')).csv(),
  'urllib.parse': async () => (await import('./urls.ts')).urlParse(),
  'os.path': path,
  posixpath: path,
  io: async (_, builtins) => (await import('./system.ts')).io(builtins.get('open')),
  errno: async () => (await import('./system.ts')).errno(),
  platform: async () => (await import('./system.ts')).platform(),
  signal: async () => (await import('./system.ts')).signalModule(),
  getpass: async (session) => (await import('./system.ts')).getpass(session),
  warnings: async () => (await import('./system.ts')).warnings(),
  traceback: async (session) => (await import('./system.ts')).traceback(session),
  threading: async (session) => (await import('./tasks.ts')).threading(session),
  queue: async (session) => (await import('./tasks.ts')).queue(session),
  Queue: async (session) => (await import('./tasks.ts')).queue(session),
  logging: async (session) => (await import('./tasks.ts')).logging(session),
  argparse: async (session) => (await import('./arguments.ts')).argparse(session),
  optparse: async (session) => (await import('./arguments.ts')).optparse(session),
  builtins: async (_, builtins) => Object.fromEntries(builtins),
  __future__: inert('print_function', 'division', 'absolute_import', 'unicode_literals', 'annotations', 'with_statement', 'generators'),
  typing: inert(
    'Any',
    'List',
    'Dict',
    'Tuple',
    'Set',
    'Optional',
    'Union',
    'Callable',
    'Iterable',
    'Iterator',
    'Sequence',
    'Type',
    'NoReturn',
  ),
};

const FETCH = "page = fetch(url), then page.text(), fetches a page over this machine's own network";

export const REFUSED: Readonly<Record<string, string>> = {
  multiprocessing: 'one process does all; write a loop, or threading.Thread for tasks side by side',
  numpy: 'use lists and the modules math and statistics',
  matplotlib: 'plot(), which lists of packets have, draws an SVG',
  pylab: 'plot(), which lists of packets have, draws an SVG',
  pandas: 'use lists and dicts',
  ctypes: 'nothing of C can be called; struct packs and unpacks octets',
  requests: FETCH,
  urllib: FETCH,
  urllib2: FETCH,
  tkinter: 'there are no windows; print() shows text',
  asyncio: 'promises are awaited by themselves; threading.Thread runs tasks side by side',
  netifaces: 'get_if_list(), get_if_addr(iface) and conf.route tell about interfaces',
};
