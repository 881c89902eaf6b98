/** The library's functions at the prompt get the shell's packets as TypeScript would give them. Sums are those of Debian's scapy 2.5.0. */
import { expect, it } from 'vitest';
import { typedLines as typed } from '../../test/support/shell/typed-lines.ts';

it("computes the checksum of a layer that packet() puts above its network's", async () => {
  expect(
    await typed(
      'a = packet(IP({src: "192.0.2.10", dst: "192.0.2.80"}), TCP({dport: 80}))',
      'b = packet(Ether(), IP({src: "192.0.2.10", dst: "192.0.2.80"}), UDP())',
      '[IP(raw(a)).payload.chksum, Ether(raw(b))[UDP].chksum]',
    ),
    // hex(IP(raw(IP(src="192.0.2.10",dst="192.0.2.80")/TCP(dport=80)))[TCP].chksum), and of UDP() there
  ).toBe(`[${0x0b24}, ${0x7b19}]`);
  expect(await typed('packet(IP(), TCP())')).toBe('<IP  frag=0 proto=tcp |<TCP  |>>');
});

it('keeps every layer of a template that packet() made of others', async () => {
  expect(await typed('t = packet(IP(), TCP({dport: [1, 2]}))', '[(p.name, p[TCP].dport) for p in t]')).toBe("[('IP', 1), ('IP', 2)]");
  expect(await typed('t = packet(IP(), TCP({dport: oneOf([7, 9])}), "abc")', '[(p[TCP].dport, p[Raw].load) for p in t]')).toBe(
    "[(7, b'abc'), (9, b'abc')]",
  );
});

it("takes Python's range for a set of values, its end outside", async () => {
  expect(await typed('[p.ttl for p in IP({ttl: range(1, 4)})]')).toBe('[1, 2, 3]');
  expect(await typed('IP(ttl=range(1, 3))')).toBe('<IP  ttl=range(1, 3) |>');
  await expect(typed('raw(IP(ttl=range(0)))')).rejects.toThrow('ttl: range(0, 0) has no values');
});
