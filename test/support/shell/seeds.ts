/** Types the code of a document as it stands there, into `pkw` and into Debian's scapy, and gives what both print. */
import { withAddon } from '../with-addon.ts';
import { type BuiltCli, buildCli } from '../built-cli.ts';
import { type Printed, program, scapyTyped } from './peers.ts';
import { sameText } from './same-text.ts';
import { type Served, SERVER, served } from './served.ts';

/** Addresses of the documents, and those of the namespace that stand for them. Names stay: the namespace's server knows them. */
const ADDRESSES: Readonly<Record<string, string>> = {
  '8.8.8.8': SERVER,
  '50.17.188.196': SERVER,
  '172.16.206.2': SERVER,
  // Of the host that types.
  '10.0.2.15': '10.77.0.1',
  '172.16.206.138': '10.77.0.1',
  '60:67:20:eb:7b:bc': '02:00:00:00:00:0a',
  // Of nobody.
  '10.0.4.4': '10.77.0.44',
  eth0: 'va',
};

/** What Debian's Python 3 and scapy do not read as it stands; `pkw` gets it as it stands. */
const OLD_SPELLINGS: readonly (readonly [found: RegExp, instead: string, why: string])[] = [
  [/^(?:\$ )?>>> ?/gm, '', 'a prompt that was copied'],
  [/^In \[\d+\]: /gm, '', "IPython's prompt that was copied"],
  [/^print (?!\()(.*)$/gm, 'print($1)', "Python 2's print"],
  [/, \\ seq=/g, ', seq=', 'a line that a page has joined with its next'],
  [/\bensure_bytes\(/g, 'bytes_encode(', "the seed's scapy, a fork for Python 3, called it so"],
  [/"~\//g, '"HOME/', "rdpcap there does not know a user's own folder"],
];

/** A piece that is typed; with the seconds after which the document's author pressed Ctrl-C, where scapy would wait for ever. */
export type Piece = string | readonly [text: string, ctrlCAfterSeconds: number];

export interface Seed {
  readonly net: Served;
  /** Types pieces into both. Standard error of ours has the notes. */
  typed(
    pieces: readonly Piece[],
  ): Promise<{ readonly ours: string; readonly theirs: string; readonly notes: string; readonly raw: Printed }>;
  stop(): Promise<void>;
}

const escaped = (text: string): string => text.replaceAll('.', '\\.');
const here = (text: string): string =>
  Object.entries(ADDRESSES).reduce(
    (out, [theirs, ours]) => out.replaceAll(new RegExp(`(?<![\\w.])${escaped(theirs)}(?![\\w.])`, 'g'), ours),
    text,
  );

export async function seed(): Promise<Seed> {
  const cli: BuiltCli = await buildCli('src/cli/main.ts');
  withAddon(cli.folder);
  const net = await served();
  const o = { netns: net.a, cwd: net.folder, env: { HOME: net.folder } };
  return {
    net,
    typed: async (pieces) => {
      const local = pieces.map((piece) => (typeof piece === 'string' ? here(piece) : ([here(piece[0]), piece[1]] as const)));
      const old = (text: string): string =>
        OLD_SPELLINGS.reduce((out, [found, instead]) => out.replace(found, instead), text).replaceAll('HOME', net.folder);
      const theirs = await scapyTyped(
        local.map((piece) => (typeof piece === 'string' ? old(piece) : ([old(piece[0]), piece[1]] as const))),
        o,
      );
      const lines = local.map((piece) => `${typeof piece === 'string' ? piece : piece[0]}\n`).join('');
      // As if a new hour had begun: what is left of the connections would answer the same ports another way.
      net.forget();
      const raw = await program([cli.path], { ...o, stdin: lines });
      return { ours: sameText(raw.out), theirs: sameText(theirs.out), notes: raw.err, raw };
    },
    stop: async () => {
      await net.stop();
      cli.remove();
    },
  };
}
