/** What is wrong at the prompt is told in one line: what, where, what was expected, and what may have been meant. */
import { expect, it } from 'vitest';
import { ShellSession } from '../../../src/shell/make-shell.ts';

/** The text, and the whole line. */
const WRONG: readonly (readonly [text: string, line: string])[] = [
  ['IP(dts="192.0.2.1")', "AttributeError: dts: IP has no field of that name; did you mean 'dst'? (column 1)"],
  ['TCP(dprot=80)', "AttributeError: dprot: TCP has no field of that name; did you mean 'dport'? (column 1)"],
  ['IP().tttl', 'AttributeError: tttl: did you mean ttl? (column 6)'],
  ['(IP()/TCP()).dpotr', 'AttributeError: dpotr: did you mean dport? (column 14)'],
  ['(IP()/TCP())[UDP]', 'IndexError: Layer [UDP] not found: the packet has IP/TCP (column 13)'],
  ['(IP()/TCP())["TPC"]', "IndexError: Layer [TPC] not found; did you mean 'TCP'? (column 13)"],
  ['IP()[3]', 'IndexError: Layer [3] not found: the packet has IP (column 5)'],
  ['(IP()/IP())[IP:3]', 'IndexError: Layer [IP] not found: the packet has IP/IP (column 12)'],
  ['del IP().chksm', 'AttributeError: chksm (column 10)'],
  ['p = IP(); p.tttl = 3', 'AttributeError: tttl: did you mean ttl? (column 13)'],
  ['p = IP(); p[TCP].dport = 3', 'IndexError: Layer [TCP] not found: the packet has IP (column 12)'],
  ['ARP(op="who-hass")', "KeyError: 'who-hass': op has no value of that name; did you mean 'who-has'? (column 1)"],
  ['ARP(op="is_at")', "KeyError: 'is_at': op has no value of that name; did you mean 'is-at'? (column 1)"],
  ['Ether(type="IPv44")', "KeyError: 'IPv44': type has no value of that name; did you mean 'IPv4'? (column 1)"],
  ['TCP(dport="htttp")', "KeyError: 'htttp': dport has no value of that name; did you mean 'http'? (column 1)"],
  ['TCP(flags="SZ")', "unknown flag 'Z'; known: F S R P A U E C N (column 1)"],
  ['DNSQR(qtype="AAAAA")', "KeyError: 'AAAAA': qtype has no value of that name; did you mean 'AAAA'? (column 1)"],
  ['bytes(IP(ttl=300))', 'IP.ttl: 300 does not fit 8 bits (0 to 255) (column 1)'],
  ['bytes(IP(ttl=-1))', 'IP.ttl: -1 does not fit 8 bits (0 to 255) (column 1)'],
  ['bytes(TCP(dport=70000))', 'TCP.dport: 70000 does not fit 16 bits (0 to 65535) (column 1)'],
  [
    'bytes(IP(src="192.0.2.300", dst="192.0.2.1"))',
    "'192.0.2.300' is not a prefix: expected the form 192.0.2.0/24 or 2001:db8::/32 (column 7)",
  ],
  [
    'bytes(IPv6(dst="2001:db8::zz"))',
    'IPv6.dst: the name 2001:db8::zz has no address yet: a host looks it up when the packet is sent (column 1)',
  ],
  [
    'bytes(Ether(dst="02:00:00:00:00"))',
    "Ether.dst: '02:00:00:00:00' is not a MAC address: expected the form 02:00:5e:00:53:01 (column 1)",
  ],
  ['IP(1, 2)', 'TypeError: IP() takes fields by name, as IP(version=…) (column 1)'],
  ['IP(5)', 'TypeError: a packet, text or octets was expected, not number 5 (column 1)'],
  ['IP()/5', "TypeError: unsupported operand type(s) for /: 'IP' and 'int' (column 5)"],
  ['IP()/None', "TypeError: unsupported operand type(s) for /: 'IP' and 'NoneType' (column 5)"],
  ['IP() + TCP()', "TypeError: unsupported operand type(s) for +: 'IP' and 'TCP' (column 6)"],
  ['IP.tttl', "AttributeError: 'Packet_metaclass' object has no attribute 'tttl' (column 4)"],
  ['IP().summarry()', 'AttributeError: summarry: did you mean summary? (column 6)'],
  ['IP().summary(1, 2, 3)', 'TypeError: summary() takes from 0 to 1 positional arguments but 3 were given (column 6)'],
  ['IP().show(dmp=True)', "TypeError: show() got an unexpected keyword argument 'dmp': did you mean dump? (column 6)"],
  ['IP().getlayer()', "TypeError: getlayer() missing 1 required positional argument: 'cls' (column 6)"],
  ['print(IP().ttl', "line 1, column 15: ')' was expected before the end: '(' was opened at line 1, column 6"],
  ['IP(ttl=3', "line 1, column 9: ')' was expected before the end: '(' was opened at line 1, column 3"],
  ['[IP(), TCP()', "line 1, column 13: ']' was expected before the end: '[' was opened at line 1, column 1"],
  ['IP(dst="192.0.2.1)', 'line 1, column 8: the string that begins here does not end in this line: close it with "'],
  ['for i in range(3) print(i)', "line 1, column 19: ':' was expected behind 'for' and its list and not 'print'"],
  ['if True print(1)', "line 1, column 9: ':' was expected behind 'if' and its condition and not 'print'"],
  ['if IP().ttl = 64: print(1)', "line 1, column 13: '=' does not compare: write '=='"],
  ['def f() return 1', "line 1, column 9: ':' was expected behind 'def f(…)' and not 'return'"],
  [
    'for i in range(2):\nprint(i)',
    "line 2, column 1: an indented line was expected behind 'for' and its list of line 1: indent what belongs to it, or write 'pass'",
  ],
  ['if True:\n    x = 1\n  y = 2', 'line 3, column 3: this indentation fits no block before: begin the line at one of the columns 1, 5'],
  ['x == = 3', "line 1, column 6: '=' does not compare: write '=='"],
  ['IP()/', 'line 1, column 6: an expression was expected before the end of the line'],
  ['IP(ttl=)', "line 1, column 8: an expression was expected and not ')'"],
  ['IP(ttl=1 dst="192.0.2.1")', "line 1, column 10: ',' or ')' was expected and not 'dst'"],
  ['1 +* 2', "line 1, column 4: an expression was expected and not '*'"],
  ['yield 3', "line 1, column 1: 'yield' stands in a function only"],
  ['return 5', "line 1, column 1: 'return' stands in a function only: leave it out, or write def"],
  ['break', "line 1, column 1: 'break' stands in a loop only"],
  ['exec("x = 1")', 'NotImplementedError: exec() is not here: write the statements themselves, or run the file: pkw run FILE (column 1)'],
  ['open("/nowhere/at/all")', "FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/at/all' (column 1)"],
  ['rdpcap()', "TypeError: rdpcap() missing 1 required positional argument: 'filename' (column 1)"],
  ['wrpcap("/tmp/x.pcap", 5)', 'TypeError: a packet, text or octets was expected, not number 5 (column 1)'],
  ['wrpcap("/nowhere/at/all.pcap", IP())', '/nowhere/at/all.pcap: cannot write: no such file or folder (column 1)'],
  ['sniff(cuont=3)', "TypeError: sniff() got an unexpected keyword argument 'cuont': did you mean count? (column 1)"],
  ['send()', "TypeError: send() missing 1 required positional argument: 'x' (column 1)"],
  ['send(IP)', 'TypeError: IP is a layer, not a packet: write IP() (column 1)'],
  ['load_layer("htttp")', "ValueError: no layers are called 'htttp'; did you mean 'tftp'?: explore() lists them (column 1)"],
  ['load_contrib("nothing_such")', "ValueError: no layers are called 'nothing_such': explore() lists them (column 1)"],
  ['bind_layers(UDP, 5, dport=3)', 'ValueError: a layer was expected, such as UDP (column 1)'],
  ['bind_layers(UDP, DNS, dprot=3)', "UDP has no field 'dprot'; did you mean 'dport'? (column 1)"],
  ['import nothing_such', "ModuleNotFoundError: No module named 'nothing_such' (column 8)"],
  ['hexdump()', "TypeError: hexdump() missing 1 required positional argument: 'p' (column 1)"],
  ['hexdump(5)', 'TypeError: a packet, octets or text was expected (column 1)'],
  ['RandNum()', "TypeError: RandNum() missing 2 required positional arguments: 'min' and 'max' (column 1)"],
  ['RandNum(5, 1)', 'RandNum(5, 1): there is no number from 5 to 1 (column 1)'],
  ['Net("192.0.2.0/40")', '192.0.2.0/40: expected a length of 0 … 32 for IPv4 (column 1)'],
  ['list(Net("300.1.1.1"))', "'300.1.1.1' is not a prefix: expected the form 192.0.2.0/24 or 2001:db8::/32 (column 6)"],
  ['[1, 2][5]', 'IndexError: list index out of range (column 7)'],
  ['"abc".uper()', "AttributeError: 'str' object has no attribute 'uper': did you mean upper? (column 7)"],
  ['PacketList([IP()]).sumary()', "AttributeError: 'PacketList' object has no attribute 'sumary': did you mean summary? (column 20)"],
  ['PacketList([IP()])[3]', 'IndexError: list index out of range (column 19)'],
  ['PacketList([IP()]).make_table()', "TypeError: make_table() missing 1 required positional argument: 'yfmtfunc' (column 20)"],
  [
    'TCP(options=[("MSSS", 3)]).build()',
    "TCP.options: unknown option 'MSSS'; did you mean 'MSS'? (others are given by number) (column 28)",
  ],
  ['IP().sprintf("%IP.src")', "format '%IP.src': '%IP.src' has no second % (column 6)"],
  ['IP().sprintf("%IP.src% {IP:x")', "format '%IP.src% {IP:x', position 9: expected {LAYER:text} or {!LAYER:text} (column 6)"],
  ['class Foo(Packet): fields_desc = [ByteFeld("a", 1)]', "NameError: name 'ByteFeld' is not defined: did you mean ByteField? (column 35)"],
  ['class Foo(Packet): pass', 'TypeError: class Foo has no fields_desc: write fields_desc = [ByteField("a", 0), …] (column 7)'],
  [
    'class Foo(Packet):\n    fields_desc = [ByteField("a", 1)]\n    def post_build(self, p, pay): return p',
    'NotImplementedError: Foo.post_build() is not called here; write instead: a FieldLenField or LenField for lengths; or set the value before the packet is sent (line 1, column 7)',
  ],
  ['DNS().an.rdata', "AttributeError: 'NoneType' object has no attribute 'rdata' (column 10)"],
  ['conf.ifcae', "AttributeError: 'Conf' object has no attribute 'ifcae': did you mean iface? (column 6)"],
  ['fuzz(5)', 'TypeError: fuzz() takes a packet (column 1)'],
  ['Dot1Q(vlan="abc").build()', "Dot1Q.vlan: 'abc' is not a whole number or known name (column 19)"],
];

it.each(WRONG)('%s', async (text, line) => {
  const shell = new ShellSession({
    write: () => undefined,
    note: () => undefined,
    host: () => Promise.reject(new Error('this machine is left alone')),
  });
  await expect(shell.run(text, { interactive: true })).rejects.toThrow(expect.objectContaining({ message: line }));
});

it('has as many as were promised', () => {
  expect(WRONG.length).toBeGreaterThanOrEqual(60);
  for (const [, line] of WRONG) expect(line).toMatch(/column \d+/);
});
