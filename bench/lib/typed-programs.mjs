// TypeScript programs of a user who crafts and reads many packets: typedProgram('today', { packets: 2000 }) gives a folder to
// compile. With `layers`, as many layers of the user's own take part: each packet has one of them.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from './paths.mjs';

/** So many packets are in a file: nobody writes all in one. */
const IN_A_FILE = 100;

/** What a user writes of a protocol: fields of most kinds, and the functions beside them. */
const layerText = (i) => `
/** Protocol ${i}. */
export const Own${i} = layer('Own${i}', () => ({
  about: 'Protocol ${i}.',
  wireshark: 'own${i}',
  fields: {
    version: bits(4, { default: ${i % 16}, wireshark: 'own${i}.version' }),
    hlen: bits(4, { default: 8, measures: 'header', unit: 4 }),
    kind${i}: u8({ names: names({ hello: 1, bye: 2, number${i}: 3 }), wireshark: 'own${i}.kind' }),
    len: u16({ measures: 'layer', wireshark: 'own${i}.len' }),
    id: u32({ hex: true, wireshark: 'own${i}.id' }),
    flags: flags(16, ['A', 'B', 'C', 'D'], { wireshark: 'own${i}.flags' }),
    chksum: u16({ checksums: 'layer', hex: true }),
    source: ipv4({ wireshark: 'own${i}.src' }),
    hardware: mac({ wireshark: 'own${i}.mac' }),
    port: u16({ default: ${i} }),
    data: octets({ about: 'to the end of the header' }),
  },
  columns: { 'own${i}.has_data': ({ data, kind${i}: kind }) => data.length > 0 && kind === ${i} },
  match: { hash: ({ id }, _role, seed) => id ^ seed, answers: (reply, request) => reply.id === request.id },
  summary: (own) => \`Own${i} \${own.kind${i}} from \${own.source}\`,
}));
`;

/** A packet, what is read and changed of it, and the same dissected: TypeScript must know every value's type. */
function packetText(i, own) {
  const inner = [
    [`TCP({ dport: ${i}, flags: 'S', chksum: auto })`, 'TCP', 'dport', `sport: ${i}`],
    [`UDP({ sport: ${i} })`, 'UDP', 'sport', 'dport: 53'],
    [`ICMP({ id: ${i}, seq: 1 })`, 'ICMP', 'type', `seq: ${i}`],
    [`UDP(), DNS({ id: ${i}, qd: [{ qname: 'a.example.' }] })`, 'DNS', 'id', 'rd: 1'],
    [`UDPLite({ coverage: 8, dport: ${i} })`, 'UDPLite', 'dport', 'sport: 2'],
    [`SCTP({ tag: ${i} })`, 'SCTP', 'tag', 'dport: 1'],
  ][i % 6];
  const outer = [
    `Ether({ type: auto }), IP({ dst: '192.0.2.${i % 256}', ttl: ${1 + (i % 255)} })`,
    `Ether(), Dot1Q({ vlan: ${i % 4095} }), IP({ tos: ${i % 256} })`,
    `Ether({ src: '02:00:00:00:00:01' }), IPv6({ dst: '2001:db8::${(i % 256).toString(16)}' })`,
    `IP({ id: ${i} }), IPv6({ hlim: 3 }), IPv6ExtHdrHopByHop()`,
  ][i % 4];
  // The last layer is the user's own, or one of the package: as many layers in either program.
  const [last, name, field, change] =
    own === undefined
      ? [`ARP({ psrc: '192.0.2.1', op: 'who-has', hwlen: 6 })`, ...inner.slice(1)]
      : [`Own${own}({ id: ${i}, kind${own}: 'hello', source: '192.0.2.1' })`, `Own${own}`, `kind${own}`, `port: ${i}`];
  const first = outer.startsWith('IP') ? 'IP' : 'Ether';
  return `{
  const p = packet(${outer}, ${inner[0]}, ${last}, 'payload');
  const value: number = p.get(${name}).${field};
  p.set(${name}, { ${change} });
  const q = dissect(p.bytes, ${first});
  const seen: number | undefined = q.get(${name})?.${field};
  const below: number | undefined = q.get(${first === 'IP' ? 'IP' : 'Ether'})?.${first === 'IP' ? 'ttl' : 'type'};
  seen${'$'}.push(value, seen, below);
}
`;
}

/** @returns {string} the folder; its tsconfig.json is what to compile */
export function typedProgram(name, { packets, layers = 0 }) {
  const folder = join(paths.work, `typed-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(paths.repository, join(folder, 'node_modules/packetwright'));
  const write = (file, text) => writeFileSync(join(folder, file), text);
  write('package.json', '{ "type": "module", "private": true }');
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: { target: 'es2023', lib: ['es2023'], module: 'nodenext', strict: true, types: [], skipLibCheck: true, noEmit: true },
      include: ['*.ts'],
    }),
  );
  const own = Array.from({ length: layers }, (_, i) => layerText(i));
  if (layers > 0)
    write('own.ts', `import { bits, flags, ipv4, layer, mac, names, octets, u16, u32, u8 } from 'packetwright';\n${own.join('')}`);
  for (let from = 0; from < packets; from += IN_A_FILE) {
    const numbers = Array.from({ length: Math.min(IN_A_FILE, packets - from) }, (_, k) => from + k);
    const used = layers === 0 ? [] : [...new Set(numbers.map((i) => i % layers))];
    write(
      `packets-${from}.ts`,
      `import { ARP, auto, dissect, DNS, Dot1Q, Ether, ICMP, IP, IPv6, IPv6ExtHdrHopByHop, packet, SCTP, TCP, UDP, UDPLite } from 'packetwright';
${used.length > 0 ? `import { ${used.map((i) => `Own${i}`).join(', ')} } from './own.ts';\n` : ''}
const seen${'$'}: (number | undefined)[] = [];
${numbers.map((i) => packetText(i, layers === 0 ? undefined : i % layers)).join('')}export { seen${'$'} };
`.replaceAll("'./own.ts'", "'./own.js'"),
    );
  }
  return folder;
}
