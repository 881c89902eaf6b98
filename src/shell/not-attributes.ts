/** Attributes that packets and lists of scapy have, and ours do not: what to write instead. */
import { attributeErrorType, PyError } from './python/errors.ts';

const BY_HAND = 'a class of your own says it by its fields, and bind_layers() what follows';

const PACKET: Readonly<Record<string, string>> = {
  guess_payload_class: 'p.payload is what was found, and bind_layers() says what follows',
  default_payload_class: 'it is Raw; bind_layers() says what follows',
  clone_with: 'p.copy(), and set what differs',
  copy_fields_dict: 'dict(p.fields)',
  dissect: 'give the octets to the layer: IP(octets)',
  do_dissect: BY_HAND,
  pre_dissect: BY_HAND,
  post_dissect: BY_HAND,
  post_build: BY_HAND,
  extract_padding: BY_HAND,
  build_padding: 'bytes(p) has the padding',
  from_hexcap: 'Ether(import_hexcap())',
  build_ps: 'p.psdump(file) and p.svgdump(file) draw',
  do_build_ps: 'p.psdump(file) and p.svgdump(file) draw',
};

const LIST: Readonly<Record<string, string>> = {
  afterglow: 'packets.conversations() draws who talks with whom',
  canvas_dump: 'packets.pdfdump(file) has a page for each packet',
  convert_to: 'write a list: [Raw(bytes(p)) for p in packets]',
  stats: 'its repr counts TCP, UDP and ICMP',
  world_trace: 'places of addresses are not here; res.graph() draws the ways',
  trace3D: 'res.graph() draws the ways',
  trace3D_notebook: 'res.graph() draws the ways',
};

/** @throws AttributeError for a name that is told what stands in its place */
const told =
  (table: Readonly<Record<string, string>>) =>
  (name: string): void => {
    if (Object.hasOwn(table, name)) throw new PyError(attributeErrorType, [`${name} is not here: ${table[name]}`]);
  };

export const tellOfPacket = told(PACKET);
export const tellOfList = told(LIST);
