/** conf, and the sockets that recipes make of it, in a lab. */
import { expect, it } from 'vitest';
import { readyLab } from '../../../lab/ready-lab.ts';
import { set } from '../../python/attributes.ts';
import { settle } from '../../python/waiting.ts';
import { Conf } from './conf.ts';
import { ShellSession } from '../../make-shell.ts';

async function typed(...lines: readonly string[]): Promise<string> {
  let text = '';
  const { host } = readyLab();
  const shell = new ShellSession({ write: (t) => (text += t), note: (t) => (text += `! ${t}\n`), host: async () => host });
  try {
    for (const line of lines) {
      text = '';
      await shell.run(line, { interactive: true });
    }
  } finally {
    await shell.close();
  }
  return text;
}

it('shows the networks of a host that has no table of routes', async () => {
  expect(await typed('conf.route')).toMatch(/^192\.0\.2\.0 +255\.255\.255\.0 +0\.0\.0\.0 +eth0 +192\.0\.2\.10 /m);
  expect(await typed('conf.route.routes')).toBe("[('192.0.2.0', '255.255.255.0', '0.0.0.0', 'eth0', '192.0.2.10', 0)]\n");
  expect(await typed('conf.route6')).toMatch(/^Destination +Next Hop +Iface/);
});

it('a broadcast and a group leave by the usual interface, though no route leads there', async () => {
  expect(await typed('IP(dst="255.255.255.255").src, IP(dst="224.0.0.1").src')).toBe("('192.0.2.10', '192.0.2.10')\n");
});

it.each([
  ['conf.iface = "eth7"', "conf.iface: there is no interface 'eth7'; did you mean 'eth0'? (there are eth0)"],
  ['conf.theme = "nope"', /^ValueError: conf\.theme: there is no theme 'nope'.* \(there are default, none, plain, .*RastaTheme.*\)/],
  ['conf.color_theme = "BrigtTheme"', /did you mean 'BrightTheme'\?/],
])('%s: what is not there is refused, and what there is is named', async (line, words) => {
  await expect(typed(line)).rejects.toThrow(words);
});

it('takes an interface that was made since the session began, and None for the usual one', async () => {
  expect(await typed('conf.iface = "eth0"', 'conf.iface')).toBe("'eth0'\n");
  expect(await typed('conf.iface = "eth0"; conf.iface = None; conf.iface')).toBe("'eth0'\n");
  expect(await typed('conf.theme = "black-and-white"', 'conf.theme')).toBe("'black-and-white'\n");
  const names = ['eth0'];
  const conf = new Conf(() => undefined, { interfaces: () => names, refresh: async () => void names.push('veth1') });
  await settle(() => set(conf, 'iface', 'veth1'));
  expect(conf.chosenIface).toBe('veth1');
});

it('sends through a socket that conf gives', async () => {
  expect(await typed('s = conf.L3socket()', 's.send(IP(dst="192.0.2.80")/ICMP())')).toBe('28\n');
  expect(await typed('conf.L2socket(iface="eth0").send(Ether()/IP(dst="192.0.2.80")/ICMP())')).toBe('42\n');
  expect(await typed('conf.L3socket().sr1(IP(dst="192.0.2.80")/ICMP(), timeout=1, verbose=0).src')).toBe("'192.0.2.80'\n");
  expect(await typed('conf.L3socket = L3RawSocket')).toBe('! conf.L3socket changes nothing: sockets are chosen by themselves\n');
});

it('takes themes by their classes', async () => {
  expect(await typed('conf.color_theme = NoTheme()', 'conf.theme')).toBe("'NoTheme'\n");
});

it('floods as long, or as often, as it is told', async () => {
  expect(await typed('ans, unans = srflood(IP(dst="192.0.2.80")/ICMP(), count=3, verbose=0)', 'len(ans), len(unans)')).toBe('(1, 0)\n');
  expect(await typed('srp1flood(Ether()/IP(dst="192.0.2.80")/ICMP(), timeout=0.05, verbose=0)[IP].src')).toBe("'192.0.2.80'\n");
  await expect(typed('srflood(IP(dst="192.0.2.80")/ICMP())')).rejects.toThrow(
    'srflood() sends without end: it needs timeout=SECONDS or count=TIMES',
  );
});
