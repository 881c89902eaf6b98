/** The lines of "Tips on using scapy for custom IP packets", typed as they stand there. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeIf } from '../../support/require.ts';
import { type Seed, seed } from '../../support/shell/seeds.ts';
import { requireServed } from '../../support/shell/served.ts';

describeIf(requireServed(), 'seed 001', () => {
  let s: Seed;
  beforeAll(async () => {
    s = await seed();
  });
  afterAll(() => s?.stop());

  it('prints what scapy prints', async () => {
    const { ours, theirs, notes } = await s.typed([
      '>>> sr(IP(dst="50.17.188.196",tos=184)/TCP(dport=80,sport=4025))',
      '$ >>> sr(IP(dst="50.17.188.196",tos=184)/TCP(dport=80,sport=RandShort()))',
      '>>> sr(IP(dst="8.8.8.8")/ICMP())',
      '$ >>> sr1(IP(dst="drjohnstechtalk.com",tos=184)/TCP(dport=80,sport=RandShort()))',
    ]);
    expect(ours).toBe(theirs);
    expect(ours.match(/TCP:1 UDP:0 ICMP:0 Other:0/g)).toHaveLength(2);
    expect(ours).toMatch(/<IP .*proto=tcp .*<TCP {2}sport=http .*flags=SA .*options=\[\('MSS', 1460\)\]/);
    expect(notes).toBe('');
  });

  it('a firewall that drops: what scapy waits for until Ctrl-C ends by itself, with a word', async () => {
    const line = '$ >>> sr1(IP(dst="drjohnstechtalk.com",tos=184)/TCP(dport=81,sport=RandShort()))';
    const { ours, theirs, notes } = await s.typed([line], /Finished sending/);
    expect(ours).toBe(theirs);
    expect(ours).toContain('got 0 answers, remaining 1 packets');
    expect(notes).toMatch(/^nothing came back from 10\.77\.0\.2 in 2\.\d s: a firewall drops it[^\n]*\n$/);
  });
});
