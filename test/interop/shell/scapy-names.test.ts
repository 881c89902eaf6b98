/** Every name of scapy's inventory: the prompt has it, or says what to write instead, and what it says is there. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { ShellSession } from '../../../src/shell/make-shell.ts';
import { askPython } from '../../support/python.ts';
import { describeIf, requireScapy } from '../../support/require.ts';

const NAMES = readFileSync(fileURLToPath(new URL('../../fixtures/shell/scapy-names.txt', import.meta.url)), 'utf8')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .flatMap((line) => line.split(/\s+/))
  .filter((name) => name !== '');

/** Objects, and what scapy's have. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="192.0.2.1", dst="192.0.2.2")/TCP()/"x"': `copy build show2 hide_defaults
    haslayer getlayer firstlayer lastlayer layers iterpayloads add_payload remove_payload underlayer parent show display summary mysummary
    sprintf command json decode_payload_as psdump pdfdump svgdump canvas_dump guess_payload_class default_payload_class hashret answers
    add_underlayer remove_underlayer clone_with getfieldval getfield_and_val setfieldval delfieldval get_field copy_fields_dict dissect
    do_dissect do_build self_build post_build pre_dissect post_dissect extract_padding route payload name fields fields_desc default_fields
    overloaded_fields original time sent_time wirelen direction sniffed_on comment build_padding build_ps do_build_ps from_hexcap`,
  'PacketList([IP()])': `summary nsummary show display filter hexdump hexraw rawhexdump padding nzpadding replace sessions getlayer sr make_table
    make_lined_table make_tex_table plot diffplot multiplot conversations afterglow psdump pdfdump svgdump canvas_dump listname stats res`,
  'TracerouteResult([])': 'graph world_trace trace3D trace3D_notebook show get_trace',
  conf: `iface ifaces route route6 neighbor verb color_theme prog resolve noenum L2socket L3socket use_pcap bufsize promisc sniff_promisc contribs
    layers histfile checkIPID checkIPsrc checkIPaddr checkIPinIP mib debug_dissector netcache padding l2types l3types ethertypes protocols
    services_tcp services_udp manufdb AS_resolver geoip_city session stealth warning_threshold ipv6_enabled default_l2 raw_layer
    load_layers commands temp_files loopback_name except_filter debug_match logLevel interactive auto_crop_tables recv_poll_rate use_bpf`,
};

let printed = '';
const shell = new ShellSession({
  write: (text) => (printed += text),
  note: () => undefined,
  host: () => Promise.reject(new Error('this machine is left alone')),
});

/** What the prompt shows; what is wrong behind an exclamation mark. */
async function typed(text: string): Promise<string> {
  printed = '';
  try {
    await shell.run(text, { interactive: true });
    return printed;
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
}

describeIf(requireScapy(), "names of scapy's", () => {
  let inScapy: ReadonlySet<string>;

  beforeAll(() => {
    const ask = `
import warnings
warnings.simplefilter('ignore')
names = {}
exec('from scapy.all import *', names)
here = [name for name in given['names'] if name in names]
here += [of + ' ' + name for of, all in given['attributes'].items() for name in all if hasattr(eval(of, names), name)]
answer = here
`;
    const attributes = Object.fromEntries(Object.entries(ATTRIBUTES).map(([of, names]) => [of, names.split(/\s+/)]));
    inScapy = new Set(askPython(ask, { names: NAMES, attributes }) as string[]);
  }, 60_000);

  it('are here, or refused with what to write', async () => {
    const wrong: string[] = [];
    let refused = 0;
    for (const name of NAMES) {
      const shown = await typed(name);
      if (shown.startsWith('!')) {
        if (inScapy.has(name)) wrong.push(`${name}: ${shown}`);
        continue;
      }
      if (!shown.endsWith(': not here>\n')) continue;
      if (inScapy.has(name)) refused++;
      const said = await typed(`${name}()`);
      if (!/^! NotImplementedError: \w+ is not here: .{8,} \(column 1\)$/.test(said) || said.includes('nothing takes its place'))
        wrong.push(`${name}(): ${said}`);
      if (!(await typed(`${name}.x`)).startsWith(`! NotImplementedError: ${name} is not here: `)) wrong.push(`${name}.x`);
    }
    expect(wrong).toEqual([]);
    // Most of them work.
    expect(NAMES.filter((name) => inScapy.has(name)).length - refused).toBeGreaterThan(270);
  });

  it('of packets, lists and conf too', async () => {
    const wrong: string[] = [];
    for (const [of, names] of Object.entries(ATTRIBUTES))
      for (const name of names.split(/\s+/)) {
        const shown = await typed(`value = (${of}).${name}`);
        if (shown.startsWith('!') && inScapy.has(`${of} ${name}`) && !shown.includes(`${name} is not here: `))
          wrong.push(`${name}: ${shown}`);
      }
    expect(wrong).toEqual([]);
  });

  it('name only what is here', async () => {
    const wrong: string[] = [];
    for (const name of NAMES) {
      if (!(await typed(name)).endsWith(': not here>\n')) continue;
      const said = (await typed(`${name}()`)).replace(/^.*? is not here: /, '').replace(/ \(column 1\)$/, '');
      for (const [, before, called] of said.matchAll(/([\w)\]]\.)?\b([A-Za-z_]\w*)(?=\()/g)) {
        const expression = before === undefined ? called : undefined;
        if (expression !== undefined && /not here>|^!/.test(await typed(expression))) wrong.push(`${name}: ${called}()`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
