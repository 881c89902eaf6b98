/** What hard specs cost, a packet: conditions, option lists, what a session remembers. */
export const specs = {
  name: 'specs',
  title: 'conditions, option lists and sessions',
  about:
    'A GRE header with key, number and checksum, over the same octets without; a DHCP packet of ten options; TCP segments read with a session that has nothing to do with them, over without; and a session that met a million exporters of NetFlow. Time inside the process, the best of five rounds.',
  clock: 'inside',
  runs: 3,
  reference: 'conditions',
  targets: [
    { of: 'conditions', figure: 'us', atMost: 0.4, what: 'the dissector', unit: 'µs' },
    { of: 'lists', figure: 'us', atMost: 1.5, what: 'get', unit: 'µs' },
    { of: 'sessions', figure: 'times', atMost: 1.25, what: 'with a session, over without', unit: '×' },
    { of: 'bounded', figure: 'grownMb', atMost: 1, what: 'memory after the first 100,000', unit: 'MB', worst: true },
  ],
  prepare: () =>
    [
      ['conditions', 'GRE with conditions', { layers: 'Ether/IP/GRE/IP/Raw' }],
      ['lists', 'DHCP', { layers: 'Ether/IP/UDP/BOOTP/DHCP' }],
      ['sessions', 'TCP with a session', {}],
      ['bounded', 'a million exporters', { held: 4096, dropped: 995_904 }],
    ].map(([id, label, expected]) => ({ id, label, expected, packets: 300_000, tool: 'ours', args: ['specs.mjs', id] })),
};
