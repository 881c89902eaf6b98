/** Types the code of a document as it stands there into `pkw` on a pseudo-terminal and into Debian's scapy, and gives what both print. */
import { withAddon } from '../with-addon.ts';
import { type BuiltCli, buildCli } from '../built-cli.ts';
import { pkwPrompt } from './pkw-prompt.ts';
import { sameText } from './same-text.ts';
import { scapyPrompt } from './scapy-prompt.ts';
import { type Served, SERVER, served } from './served.ts';
import type { Desk } from './typist.ts';

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

/** What both printed; `notes` are the shell's own words. */
export interface BothTyped {
  readonly ours: string;
  readonly theirs: string;
  readonly notes: string;
  /** All of ours, as it stood on the terminal. */
  readonly shown: string;
}

export interface Seed {
  readonly net: Served;
  /**
   * Types pieces, first into scapy. Both sessions go on in the next call.
   *
   * @param ctrlC where the document's author pressed Ctrl-C: scapy would wait for ever behind what this finds
   */
  typed(pieces: readonly string[], ctrlC?: RegExp): Promise<BothTyped>;
  /** Types pieces into `pkw` alone. */
  ours(pieces: readonly string[]): Promise<Omit<BothTyped, 'theirs'>>;
  stop(): Promise<void>;
}

const escaped = (text: string): string => text.replaceAll('.', '\\.');
const here = (text: string): string =>
  Object.entries(ADDRESSES).reduce(
    (out, [theirs, ours]) => out.replaceAll(new RegExp(`(?<![\\w.])${escaped(theirs)}(?![\\w.])`, 'g'), ours),
    text,
  );

const normal = (text: string, home: string): string =>
  OLD_SPELLINGS.reduce((out, [found, instead]) => out.replace(found, instead), text).replaceAll('HOME', home);

export async function seed(): Promise<Seed> {
  const cli: BuiltCli = await buildCli('src/cli/main.ts');
  withAddon(cli.folder);
  const net = await served();
  const desk: Desk = { netns: net.a, cwd: net.folder, env: { HOME: net.folder } };
  const scapy = scapyPrompt(desk);
  const pkw = await pkwPrompt(cli.path, desk);
  const typedInto = async (pieces: readonly string[]): Promise<Omit<BothTyped, 'theirs'>> => {
    const all = { ours: '', notes: '', shown: '' };
    for (const piece of pieces) {
      const { out, notes, shown } = await pkw.type(here(piece));
      all.ours += out;
      all.notes += notes;
      all.shown += shown;
    }
    return { ...all, ours: sameText(all.ours) };
  };
  return {
    net,
    ours: typedInto,
    typed: async (pieces, ctrlC) => {
      let theirs = '';
      for (const piece of pieces) theirs += (await scapy.type(normal(here(piece), net.folder), ctrlC)).out;
      // As if a new hour had begun: what is left of the connections would answer the same ports another way.
      net.forget();
      return { ...(await typedInto(pieces)), theirs: sameText(theirs) };
    },
    stop: async () => {
      await Promise.all([scapy.stop(), pkw.stop()]);
      await net.stop();
      cli.remove();
    },
  };
}
