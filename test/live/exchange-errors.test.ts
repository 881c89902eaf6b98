/**
 * What is wrong with a command of Exchange is one line: where it is, what was expected, what was perhaps meant. And the status is the one that
 * the README names, or that of the tool which the command follows.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asNobodyForGood } from '../support/as-user.ts';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { withAddon } from '../support/with-addon.ts';

type Case = readonly [words: string, status: number, said: RegExp];

const EXPRESSIONS = ['send', 'sr', 'sr1', 'srloop'];
const to = (address: string): string => `packet(IP({dst:"${address}"}),ICMP())`;

/** Words are split at spaces. `vx` is down, `nope` is not there; a's only route is that of 10.77.0.0/24. */
const CASES: readonly Case[] = [
  ...EXPRESSIONS.flatMap((name): Case[] => [
    [`${name} packet(IP({dts:"10.77.0.2"}),ICMP())`, 1, /IP has no field 'dts'.*did you mean 'dst'\?/],
    [`${name} packet(IP({dst:"10.77.0.2",ttl:300}),ICMP())`, 1, /ttl.*300.*255/],
    [`${name} packet(IP({dst:"10.77.0.2",ttl:"x"}),ICMP())`, 1, /ttl/],
    [`${name} packet(IP({dst:"10.77.0.256"}),ICMP())`, 1, /10\.77\.0\.256/],
    [`${name} packet(IP(),ICPM())`, 1, /nothing is called 'ICPM' \(at character 13\); did you mean 'ICMP'\?/],
    [`${name} packet(IP()`, 1, /ends too early/],
    [`${name} packet(IP({dst:host("nowhere.invalid")}),ICMP())`, 1, /nowhere\.invalid/],
    [`${name} ${to('198.51.100.1')}`, 1, /no route to 198\.51\.100\.1/i],
    [`${name} -i nope ${to('10.77.0.2')}`, 1, /no interface nope/],
    [`${name} -i vx ${to('10.77.0.2')}`, 1, /interface vx is down/],
    [`${name} --vai 10.77.0.2 ${to('10.77.0.2')}`, 2, /unknown option '--vai' \(Did you mean --via\?\)/],
    [`${name} --rate 0 ${to('10.77.0.2')}`, 2, /--rate 0: expected/],
    [`${name}`, 2, /EXPR is missing/],
  ]),
  ...EXPRESSIONS.slice(1).map((name): Case => [`${name} --timeout x ${to('10.77.0.2')}`, 2, /--timeout x: expected/]),
  ['sniff -i nope', 1, /no interface nope/],
  ['sniff -i vx', 1, /interface vx is down/],
  ['sniff -i va udp port', 1, /port/],
  ['sniff -i va icmpp', 1, /icmpp.*did you mean 'icmp'/],
  ['sniff -c x', 2, /-c x: expected/],
  ['sniff --timeuot 1', 2, /unknown option '--timeuot' \(Did you mean --timeout\?\)/],
  ['ping 198.51.100.1', 2, /no route to 198\.51\.100\.1/i],
  ['ping nowhere.invalid', 2, /nowhere\.invalid/],
  ['ping -I nope 10.77.0.2', 2, /no interface nope/],
  ['ping -I vx 10.77.0.2', 2, /interface vx is down/],
  ['ping -I 10.77.0.77 10.77.0.2', 2, /no interface of this host has the address/],
  ['ping -s 70000 10.77.0.2', 2, /-s 70000: expected a whole number from 0 to 65507/],
  ['ping -t 0 10.77.0.2', 2, /-t 0: expected a whole number from 1 to 255/],
  ['ping -Q AF99 10.77.0.2', 2, /'AF99' is no DSCP/],
  ['ping -p xyz 10.77.0.2', 2, /-p xyz: expected/],
  ['ping --cuont 3 10.77.0.2', 2, /unknown option '--cuont' \(Did you mean --count\?\)/],
  ['ping -M sometimes 10.77.0.2', 2, /-M.*sometimes.*do/],
  ['ping 10.77.0.255', 2, /broadcast.*: -b$/m],
  ['ping 224.0.0.9', 2, /name an interface: -I NAME$/m],
  ['ping -r -c1 10.66.0.1', 2, /10\.66\.0\.1 is no neighbour: it is behind 10\.77\.0\.2; ask it without -r$/m],
  ['ping -N name fd00::2', 2, /unknown option '-N'.*node information queries/],
  ['ping -m 5 10.77.0.2', 2, /unknown option '-m'.*packet socket/],
  ['ping -C 10.77.0.2', 2, /unknown option '-C'/],
  ['ping -S 0 10.77.0.2', 2, /-S 0: expected/],
  ['ping -F ff fd00::2', 2, /-F ff: expected/],
  [`sr ${to('224.0.0.9')}`, 1, /name an interface: -i NAME$/m],
  [`sr1 IP(dts="10.77.0.2")/ICMP()`, 1, /IP has no field of that name; did you mean 'dst'\?/m],
  ['ping', 2, /DESTINATION is missing/],
  ['arping -I nope 10.77.0.2', 2, /no interface nope/],
  ['arping -I vx 10.77.0.2', 2, /interface vx is down/],
  ['arping 198.51.100.1', 2, /198\.51\.100\.1/],
  ['arping nowhere.invalid', 2, /nowhere\.invalid/],
  ['arping -c 0 10.77.0.2', 2, /-c 0: expected/],
  ['arping --brodcast 10.77.0.2', 2, /unknown option '--brodcast' \(Did you mean --broadcast\?\)/],
  ['arping', 2, /DESTINATION is missing/],
  ['dns @nowhere.invalid www.example', 9, /nowhere\.invalid/],
  ['dns -p 0 @10.77.0.2 www.example', 2, /-p 0: expected/],
  ['dns -t AAAAA @10.77.0.2 www.example', 2, /AAAAA.*did you mean 'AAAA'/],
  ['dns +shrot @10.77.0.2 www.example', 2, /\+shrot.*did you mean '\+?short'/],
  ['dns --jsno @10.77.0.2 www.example', 2, /unknown option '--jsno' \(Did you mean --json\?\)/],
  ['dhcp -i nope', 1, /no interface nope/],
  ['dhcp -i vx', 1, /interface vx is down/],
  ['dhcp -i va --apply --release', 2, /--apply and --release cannot be used together/],
  ['dhcp -i va --address 10.77.0.999', 1, /10\.77\.0\.999/],
  ['dhcp -i va --renew', 1, /va has no lease/],
  ['dhcp --aply', 2, /unknown option '--aply' \(Did you mean --apply\?\)/],
  ['ntp 198.51.100.1', 1, /198\.51\.100\.1/],
  ['ntp nowhere.invalid', 1, /nowhere\.invalid/],
  ['ntp -n 0 10.77.0.2', 2, /-n 0: expected/],
  ['ntp --sampels 3 10.77.0.2', 2, /unknown option '--sampels' \(Did you mean --samples\?\)/],
  ['ntp', 2, /SERVER is missing/],
  ['tftp get 198.51.100.1 file -', 1, /198\.51\.100\.1/],
  ['tftp get nowhere.invalid file -', 1, /nowhere\.invalid/],
  ['tftp gett 10.77.0.2 file', 2, /tftp gett: expected get or put/],
  ['tftp get 10.77.0.2', 2, /FILE is missing/],
  ['tftp put 10.77.0.2 /nonexistent/file', 1, /\/nonexistent\/file/],
  ['tftp -b 7 get 10.77.0.2 file', 2, /-b 7: expected a whole number from 8 to 65464/],
  ['tftp --blksiez 8 get 10.77.0.2 file', 2, /unknown option '--blksiez' \(Did you mean --blksize\?\)/],
  ['snmp get 198.51.100.1 1.3.6.1.2.1.1.1.0', 1, /198\.51\.100\.1/],
  ['snmp get nowhere.invalid 1.3.6.1.2.1.1.1.0', 1, /nowhere\.invalid/],
  ['snmp wlak 10.77.0.2 1.3', 2, /wlak/],
  ['snmp get 10.77.0.2 1.x', 2, /1\.x/],
  ['snmp get --repetitoins 1 10.77.0.2 1.3', 2, /unknown option '--repetitoins' \(Did you mean --repetitions\?\)/],
  ['explain /nonexistent/file', 1, /\/nonexistent\/file/],
  ['explain EMPTY', 1, /EMPTY|no capture|not a capture/],
  ['explain --wirte x EMPTY', 2, /unknown option '--wirte' \(Did you mean --write\?\)/],
  ['explain', 2, /FILE is missing/],
];

describeIf(requireLive('setpriv'), 'what is wrong is one line', () => {
  let net: TwoNamespaces;
  let cli: BuiltCli;
  let folder: string;
  beforeAll(async () => {
    net = twoNamespaces();
    run('ip', '-n', net.a, 'link', 'add', 'vx', 'type', 'veth', 'peer', 'name', 'vy');
    run('ip', '-n', net.a, 'route', 'add', '10.66.0.0/16', 'via', '10.77.0.2');
    folder = mkdtempSync(join(tmpdir(), 'packetwright-errors-'));
    writeFileSync(join(folder, 'EMPTY'), 'no capture at all, only some words of text\n');
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    chmodSync(cli.folder, 0o755);
  });
  afterAll(() => {
    net?.remove();
    cli?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`${CASES.length} mistakes`, async () => {
    const seen = await Promise.all(
      CASES.map(async ([line]) => {
        const [name = '', ...words] = line.split(' ').map((word) => (word === 'EMPTY' ? join(folder, word) : word));
        const where = name === 'explain' ? [] : ['--netns', net.a];
        const { status, out, err } = await runCli([name, ...where, ...words]);
        return { status, out, err };
      }),
    );
    expect(CASES.map(([line], i) => [line, seen[i]])).toEqual(
      CASES.map(([line, status, said]) => [line, { status, out: '', err: expect.stringMatching(oneLine(line, said)) }]),
    );
  }, 60_000);

  it.each([
    ['send', [to('10.77.0.2')], 1],
    ['sr', [to('10.77.0.2')], 1],
    ['sr1', [to('10.77.0.2')], 1],
    ['srloop', [to('10.77.0.2')], 1],
    ['sniff', ['-i', 'va', '-c1'], 1],
    ['ping', ['-c1', '10.77.0.2'], 2],
    ['arping', ['-c1', '-I', 'va', '10.77.0.2'], 2],
    ['dhcp', ['-i', 'va'], 1],
  ] as const)('without the right to: pkw %s', (name, words, status) => {
    const ran = spawnSync('ip', ['netns', 'exec', net.a, ...asNobodyForGood, cli.path, name, ...words], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect([ran.status, ran.stdout]).toEqual([status, '']);
    expect(ran.stderr).toMatch(oneLine(name, /CAP_NET_RAW.*(setcap|root|sudo|--private)/));
  });
});

/** `pkw NAME: …`, with all that is asked for, and nothing behind it. */
const oneLine = (line: string, said: RegExp): RegExp =>
  new RegExp(`^pkw ${line.split(' ')[0]}: (?=.*(?:${said.source})).*\\n$`, said.flags);
