/** docs/from-libpcap.md is to know every function that libpcap has: those of its headers. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Condition, describeIf } from '../support/require.ts';

const HEADERS = ['/usr/include/pcap/pcap.h', '/usr/include/pcap/bpf.h'];
const condition: Condition = HEADERS.every((path) => existsSync(path)) ? { ok: true } : { ok: false, reason: 'needs libpcap-dev' };

describeIf(condition, 'docs/from-libpcap.md', () => {
  it('names every function of libpcap', () => {
    const page = readFileSync(new URL('../../docs/from-libpcap.md', import.meta.url), 'utf8');
    const functions = new Set(HEADERS.flatMap((path) => readFileSync(path, 'utf8').match(/\b(pcap|bpf)_[a-z0-9_]+(?=\()/g) ?? []));
    expect(functions.size).toBeGreaterThan(90);
    expect([...functions].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
