/**
 * What to use here for options and names of tcpdump, tshark and ip that these commands do not have. One table: a line that is wrong
 * turns the test red, which tries each command and option that it names.
 */

const OCTETS = 'for the octets of packets: pkw read -x';
const ALL_FIELDS = 'for all fields of a packet: pkw read -V';
const LIST = 'for the list of packets: pkw read FILE';
const TIMES = 'for other time formats: pkw read -T fields -e frame.time_epoch, or -e frame.time';
const LIVE = 'for packets of an interface: pkw dump -i IFACE';
const CHECKED = 'leave it out: checksums are not checked';
const FILTER = 'for a filter: pkw dump -r FILE FILTER, in the language of tcpdump (tcp port 80)';
const COUNTS = 'for statistics: columns() in a program, or the lines of pkw read -T fields with sort and uniq';
const ENDS = 'to stop: pkw dump -c N, or timeout SECONDS pkw dump';
const ONE_FILE = 'leave it out: only one file is written; timeout SECONDS pkw dump -w FILE stops after a time';
const NO_NAMES = 'leave it out: addresses are never resolved; -n shows ports as numbers';
const ALL_PROTOCOLS = 'leave it out: all protocols are known; pkw read -d changes what a number means';
const ALWAYS = 'leave it out: this is always on';

/** Options of tcpdump and tshark, for commands that read packets. `name`: of the option alone; `-tttt` is `-t`. */
const PACKETS: Readonly<Record<string, string>> = {
  '-A': OCTETS,
  '-x': OCTETS,
  '-X': OCTETS,
  '-t': TIMES,
  '-v': ALL_FIELDS,
  '-V': ALL_FIELDS,
  '-O': ALL_FIELDS,
  '-P': 'to list the packets that are written: pkw dump -w FILE --print',
  '-Y': FILTER,
  '-R': FILTER,
  '-f': FILTER,
  '-z': COUNTS,
  '-K': CHECKED,
  '-N': NO_NAMES,
  '-S': 'leave it out: sequence numbers are always absolute',
  '-#': 'leave it out: each line of the list has its number',
  '-a': ENDS,
  '-b': ONE_FILE,
  '-C': ONE_FILE,
  '-G': ONE_FILE,
  '-W': ONE_FILE,
  '-I': 'for a wireless interface: set its monitor mode with iw, then pkw dump -i IFACE',
  '-H': 'leave it out: known layers need no option',
  '-M': 'leave it out: signatures are not checked',
  '-o': 'leave it out: there are no preferences; pkw read -d changes what a number means',
  '-2': 'leave it out: a capture is read once',
  '--color': 'leave it out: the list has no colours',
  '--count': 'to count packets: pkw read FILE | wc -l',
  '--number': 'leave it out: each line of the list has its number',
  '--lengths': 'leave it out: each line of the list has its length',
  '--dont-verify-checksums': CHECKED,
  '--absolute-tcp-sequence-numbers': ALWAYS,
  '--time-stamp-precision': 'for nanoseconds: pkw dump -w FILE --nano, or a file that ends in .pcapng',
  '--monitor-mode': 'for a wireless interface: set its monitor mode with iw, then pkw dump -i IFACE',
  '--skip': 'to skip packets: pkw read FILE | tail -n +N',
  '--capture-comment': 'leave it out: comments are kept, and none is added; PcapngWriter in a program writes one',
  '--disable-protocol': ALL_PROTOCOLS,
  '--enable-protocol': ALL_PROTOCOLS,
  '--disable-heuristic': ALL_PROTOCOLS,
  '--enable-heuristic': ALL_PROTOCOLS,
  '--only-protocols': ALL_PROTOCOLS,
  '--export-objects': 'for what packets carry: pkw read --json',
};

/** Options that only one of our commands has, with a value where only that is unknown, used at another, and those of the tools that it follows. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  read: {
    ...PACKETS,
    '-j': 'for some protocols only: pkw read -O PROTOCOLS',
    '-J': 'for some protocols only: pkw read -O PROTOCOLS',
    '-i': LIVE,
    '--interface': LIVE,
    '-D': 'for the interfaces: pkw dump -D',
    '-L': 'for the link types of an interface: pkw dump -L',
    '-w': 'to write packets to a file: pkw dump -r OLD -w NEW',
    '-F': 'for the format of a file: pkw dump -r OLD -w NEW --pcapng',
    '-p': 'for packets of an interface: pkw dump -p -i IFACE',
    '-s': 'for packets of an interface: pkw dump -s OCTETS -i IFACE',
    '-B': 'for packets of an interface: pkw dump -B KIB -i IFACE',
    '-y': 'for the link type of an interface: pkw dump -y NAME',
    '-l': ALWAYS,
    '-u': TIMES,
    '-Q': 'for no notes on standard error: pkw read -q',
    '-U': 'leave it out: no protocol is exported as packets; pkw read -T fields has what they carry',
    '-g': 'leave it out: no file is written; with pkw dump -w FILE, then chmod g+r',
    '-G': 'for a list of fields: pkw fields',
    '-T ek': 'for JSON: pkw read --json',
    '-T jsonraw': OCTETS,
    '-T pdml': ALL_FIELDS,
    '-T ps': LIST,
    '-T psml': LIST,
    '-T tabs': 'for columns with tabs: pkw read -T fields -e NAME',
  },
  dump: {
    ...PACKETS,
    '-V': 'for several captures: pkw dump -r FILE for each',
    '--fp-type': 'leave it out: numbers are printed alike on all machines',
    '-e': 'for link-level headers: pkw read -T fields -e eth.src -e eth.dst, or pkw read --json',
    '-T': 'for fields: pkw read -T fields -e NAME',
    '-E': 'for fields: pkw read -T fields -E WORD -e NAME',
    '-F': 'for a filter in a file: pkw dump "$(cat FILE)"',
    '-u': ALL_FIELDS,
    '-m': ALL_FIELDS,
    '-g': ALWAYS,
    '-h': 'for its options: pkw dump --help',
  },
  ping: {
    '-N': 'leave it out: node information queries (RFC 4620) are not built',
    '-m': 'leave it out: requests leave by a packet socket, where a mark changes no route',
    '-C': 'leave it out: replies are told apart by their identifier, and no socket is connected',
  },
  ifaces: {
    '-s': 'for counters: pkw ifaces --live',
    '-j': 'for JSON: pkw ifaces --json',
    '-o': 'leave it out: each interface has one line',
    '-b': 'leave it out: each interface has one line',
  },
  routes: { '-j': 'for JSON: pkw routes --json', '-s': ALWAYS, '-o': ALWAYS },
  neigh: { '-j': 'for JSON: pkw neigh --json', '-s': ALWAYS },
  firewall: { '-j': 'for JSON: pkw firewall --json', '-a': 'leave it out: each rule has its handle' },
};

/** Programs whose work a command does. */
const PROGRAMS: Readonly<Record<string, string>> = {
  tcpdump: 'pkw dump',
  ngrep: 'pkw flowgrep',
  tcpkill: 'pkw flowgrep -k',
  tcpnice: 'pkw flowgrep -K',
  tshark: 'pkw read',
  wireshark: 'pkw read',
  sniff: 'pkw dump',
  capture: 'pkw dump',
  ip: 'pkw ifaces, pkw routes or pkw neigh',
  link: 'pkw ifaces',
  addr: 'pkw ifaces',
  ifconfig: 'pkw ifaces',
  route: 'pkw routes',
  arp: 'pkw neigh',
  nft: 'pkw firewall',
  iptables: 'pkw firewall',
};

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

/** What to use for an option that the command does not know, as it was written (`-tttt`, `--count`, `-Yip`); undefined: nothing is known. */
export function insteadOfOption(command: string, flag: string): string | undefined {
  const table = own(COMMANDS, command) ?? {};
  return own(table, flag) ?? (flag.startsWith('--') ? own(table, flag.replace(/=.*$/s, '')) : own(table, flag.slice(0, 2)));
}

/** What to use for a value that the command's option does not take. */
export const insteadOfValue = (command: string, flag: string, value: string): string | undefined =>
  own(own(COMMANDS, command) ?? {}, `${flag} ${value}`);

/** What to use for another program's name. */
export const insteadOfProgram = (name: string): string | undefined => own(PROGRAMS, name);

/** Every line of the tables, for tests. */
export const insteadLines = (): readonly string[] => [
  ...new Set([...Object.values(COMMANDS).flatMap(Object.values), ...Object.values(PROGRAMS)]),
];
