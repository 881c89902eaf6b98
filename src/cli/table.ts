/** Every command: its name, one line, and where it is. Nothing is loaded before it is called. */
import type { CommandEntry } from './command.ts';

export const commands: readonly CommandEntry[] = [
  {
    name: 'shell',
    summary: "a prompt for scapy's notation and TypeScript's; pkw alone is the same",
    load: async () => (await import('./commands/shell/shell.ts')).shellCommand,
  },
  {
    name: 'run',
    summary: 'run a script: Python with scapy, TypeScript or JavaScript',
    load: async () => (await import('./commands/shell/run.ts')).runCommand,
  },
  {
    name: 'lint',
    summary: 'what is likely to be a mistake in a script, without running it',
    load: async () => (await import('./commands/shell/lint.ts')).lintCommand,
  },
  {
    name: 'learn',
    summary: 'lessons at the prompt, in a network in memory: ARP, DNS, DHCP, TCP and more',
    load: async () => (await import('./commands/shell/learn.ts')).learnCommand,
  },
  {
    name: 'read',
    summary: 'show what is in a capture: a list, all fields, chosen fields, or JSON',
    load: async () => (await import('./commands/read.ts')).read,
  },
  {
    name: 'dump',
    summary: "list packets of an interface or a capture, or write them to a file; with tcpdump's options",
    load: async () => (await import('./commands/dump.ts')).dump,
  },
  {
    name: 'ls',
    summary: 'the layers, or the fields of one: name, kind, default, Wireshark names, meaning',
    load: async () => (await import('./commands/ls.ts')).ls,
  },
  {
    name: 'fields',
    summary: 'the fields of all protocols, for pkw read -e: name, type, layer, text',
    load: async () => (await import('./commands/fields.ts')).fields,
  },
  {
    name: 'send',
    summary: 'send packets that are written as in a program',
    load: async () => (await import('./commands/exchange/send.ts')).sendCommand,
  },
  {
    name: 'sr',
    summary: 'send packets, and list the answers to each',
    load: async () => (await import('./commands/exchange/send.ts')).srCommand,
  },
  {
    name: 'sr1',
    summary: 'send packets, and show the first answer',
    load: async () => (await import('./commands/exchange/send.ts')).sr1Command,
  },
  {
    name: 'srloop',
    summary: 'send packets again and again, and list the answers',
    load: async () => (await import('./commands/exchange/send.ts')).srloopCommand,
  },
  {
    name: 'sniff',
    summary: 'list packets of one interface or several as they come, a line each',
    load: async () => (await import('./commands/exchange/sniff.ts')).sniffCommand,
  },
  {
    name: 'flowgrep',
    summary: "TCP/IP payload 'grep' utility: patterns in TCP streams, UDP and other IP packets",
    load: async () => (await import('./commands/streams/flowgrep.ts')).flowgrep,
  },
  {
    name: 'streams',
    summary: 'TCP connections: a line each, and what both sides sent in files',
    load: async () => (await import('./commands/streams/streams.ts')).streams,
  },
  {
    name: 'dns',
    summary: 'ask DNS servers: records of a name, the name of an address, a whole zone',
    load: async () => (await import('./commands/exchange/dns.ts')).dnsCommand,
  },
  {
    name: 'ping',
    summary: 'ask whether a host answers, and how fast; of several or a network, which: ICMP echo, IPv4 and IPv6',
    load: async () => (await import('./commands/exchange/ping.ts')).pingCommand,
  },
  {
    name: 'arping',
    summary: 'ask who has an IPv4 address on this link, by ARP',
    load: async () => (await import('./commands/exchange/arping.ts')).arpingCommand,
  },
  {
    name: 'explain',
    summary: 'why answers are missing in a capture: resets of the own kernel, wrong numbers, silence, and more',
    load: async () => (await import('./commands/exchange/explain.ts')).explainCommand,
  },
  {
    name: 'lab',
    summary: 'networks in memory that are ready to use: lists them, shows one, runs a command in it',
    load: async () => (await import('./commands/lab/lab.ts')).labCommand(commands),
  },
  {
    name: 'tour',
    summary: 'a short tour: a packet, a network in memory, a capture',
    load: async () => (await import('./commands/tour.ts')).tour,
  },
  {
    name: 'ifaces',
    summary: 'the interfaces and their addresses, or their traffic',
    load: async () => (await import('./commands/ifaces.ts')).ifaces,
  },
  { name: 'routes', summary: 'the routes, or the route to an address', load: async () => (await import('./commands/routes.ts')).routes },
  {
    name: 'neigh',
    summary: "the kernel's neighbour table: addresses and their MAC addresses",
    load: async () => (await import('./commands/neigh.ts')).neigh,
  },
  {
    name: 'tftp',
    summary: 'get a file from a TFTP server, or put one there',
    load: async () => (await import('./commands/exchange/tftp.ts')).tftpCommand,
  },
  {
    name: 'snmp',
    summary: 'ask an SNMP agent: get, getnext, getbulk, walk, set; versions 1, 2c and 3',
    load: async () => (await import('./commands/exchange/snmp.ts')).snmpCommand,
  },
  {
    name: 'ntp',
    summary: "how far a time server's clock is from this one",
    load: async () => (await import('./commands/exchange/ntp.ts')).ntpCommand,
  },
  {
    name: 'firewall',
    summary: "Packetwright's firewall rules, and a guard that blocks this kernel's resets",
    load: async () => (await import('./commands/firewall.ts')).firewall,
  },
  {
    name: 'http',
    summary: "fetch URLs over a TCP/IP stack of ours, with curl's options; --trace lists every packet",
    load: async () => (await import('./commands/web/http.ts')).httpCommand,
  },
  {
    name: 'nc',
    summary: 'octets from standard input to a TCP connection and back, over a stack of ours; or listen for one',
    load: async () => (await import('./commands/web/nc.ts')).ncCommand,
  },
  {
    name: 'dhcp',
    summary: 'get an address by DHCP or DHCPv6: show it, apply it, give it back',
    load: async () => (await import('./commands/exchange/dhcp.ts')).dhcpCommand,
  },
  {
    name: 'doctor',
    summary: 'what this process may do with the network, what it lacks, and how to get it',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'bridge',
    summary: 'join two interfaces by a line that loses, delays, reorders, repeats and damages frames',
    load: async () => (await import('./commands/exchange/bridge.ts')).bridgeCommand,
  },
  {
    name: 'flows',
    summary: 'flows of a capture or an interface: list them, show the busiest, send them as NetFlow or IPFIX',
    load: async () => (await import('./commands/flows/flows.ts')).flowsCommand,
  },
  {
    name: 'jflow',
    summary: 'packets of an interface or a capture as NetFlow 1 to a collector, as a daemon',
    load: async () => (await import('./commands/flows/jflow.ts')).jflowCommand,
  },
  {
    name: 'collect',
    summary: 'collect NetFlow, IPFIX and sFlow: records as JSON lines, as text, as a capture or as Parquet',
    load: async () => (await import('./commands/flows/collect.ts')).collectCommand,
  },
];
