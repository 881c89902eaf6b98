/** Figures are opened by programs that we did not write: Ghostscript, poppler's pdftotext, Python's XML parser. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { pdfdump, psdump, svgdump } from '../../src/text/figures/packet-dumps.ts';
import { plot } from '../../src/text/figures/plots.ts';
import { fieldNames, HOSTILE, hostilePacket, packetsOfKinds } from '../support/figures/packets.ts';
import { all, describeIf, requireProgram, SYSTEM_PYTHON } from '../support/require.ts';

/** Runs a program; what it printed. It must have nothing to complain of. */
function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect({ status, stderr }, `${program} ${args.join(' ')}`).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const GS = ['-q', '-dNOPAUSE', '-dBATCH', '-dSAFER'];
/** Warnings of gs come on its standard output. */
const opened = (path: string): void => expect(run('gs', ...GS, '-sDEVICE=nullpage', path), path).toBe('');
/** Text without what the width of a figure cuts: words, one by one. */
const words = (text: string): Set<string> => new Set(text.split(/\s+/));

describeIf(all(requireProgram('gs'), requireProgram('pdftotext')), 'figures in other programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-figures-'));
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  let packets: readonly (readonly [string, Packet])[] = [];

  beforeAll(async () => {
    packets = await packetsOfKinds();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('PDF: gs opens it, and pdftotext finds every field of every packet on a page of its own', () => {
    const path = file('all.pdf', pdfdump(packets.map(([, p]) => p)));
    opened(path);
    const pages = run('pdftotext', '-layout', path, '-').split('\f');
    expect(pages.length).toBe(packets.length + 1);
    packets.forEach(([kind, p], i) => {
      const page = pages[i] ?? '';
      const found = words(page);
      expect(
        fieldNames(p).filter((name) => !found.has(name)),
        kind,
      ).toEqual([]);
      // The first 16 octets stand in a row.
      expect(page, kind).toContain([...p.bytes.subarray(0, 16)].map((x) => x.toString(16).padStart(2, '0')).join(' '));
    });
  });

  it('EPS: gs draws just what its bounding box says, and its text has every field', () => {
    for (const [kind, p] of packets) {
      const text = psdump(p, { layerShift: 1 });
      const path = file(`${kind}.eps`, text);
      opened(path);
      const [, width, height] = /^%%BoundingBox: 0 0 (\d+) (\d+)$/m.exec(text) as unknown as [string, string, string];
      const { stderr } = spawnSync('gs', [...GS, '-dEPSCrop', '-sDEVICE=bbox', path], { encoding: 'utf8' });
      const [left = -1, bottom = -1, right = 1e9, top = 1e9] = (/^%%BoundingBox: (.*)$/m.exec(stderr)?.[1] ?? '').split(' ').map(Number);
      expect(left >= 0 && bottom >= 0 && right <= Number(width) && top <= Number(height), `${kind}: ${stderr}`).toBe(true);
      // A margin is as wide as it is drawn: nothing is cut, nothing is far from the edge.
      expect([left, Number(width) - right, Number(height) - top].every((margin) => margin > 5 && margin < 30)).toBe(true);
      const pdf = join(folder, `${kind}.eps.pdf`);
      run('gs', ...GS, '-dEPSCrop', '-sDEVICE=pdfwrite', `-sOutputFile=${pdf}`, path);
      const found = words(run('pdftotext', '-layout', pdf, '-'));
      expect(
        fieldNames(p).filter((name) => !found.has(name)),
        kind,
      ).toEqual([]);
    }
  });

  it('PostScript of a list has a page for each', () => {
    const path = file('all.ps', psdump(packets.map(([, p]) => p)));
    opened(path);
    const pdf = join(folder, 'all.ps.pdf');
    run('gs', ...GS, '-sDEVICE=pdfwrite', `-sOutputFile=${pdf}`, path);
    expect(run('pdftotext', '-layout', pdf, '-').split('\f').length).toBe(packets.length + 1);
  });

  it('hostile text stays text', () => {
    const p = hostilePacket();
    const pdf = file('hostile.pdf', pdfdump(p, { title: HOSTILE }));
    const eps = file('hostile.eps', psdump(p, { title: HOSTILE }));
    opened(pdf);
    opened(eps);
    const made = join(folder, 'hostile.eps.pdf');
    run('gs', ...GS, '-dEPSCrop', '-sDEVICE=pdfwrite', `-sOutputFile=${made}`, eps);
    for (const text of [run('pdftotext', '-layout', pdf, '-'), run('pdftotext', '-layout', made, '-')]) {
      expect(text).toContain('Note (\\) <b>');
      expect(text).toContain('(\\) \\( <svg onload="x">&amp; ]]> %%EOF');
      // Letters that the fonts do not have, and those that nobody sees.
      expect(text).toContain('\\u000d\\u000aendstream\\u0000\\u0007\\u001b[31m \\u202e \\u017c');
    }
  });

  it('SVG is XML that has the same text', () => {
    const svg = svgdump(packets.map(([, p]) => p).concat(hostilePacket()), { layerShift: 2 });
    const paths = [
      file('all.svg', svg),
      file('hostile.svg', svgdump(hostilePacket(), { title: HOSTILE })),
      file('plot.svg', plot([1, 2], { title: HOSTILE, xLabel: HOSTILE, yLabel: HOSTILE })),
    ];
    const script = 'import sys, xml.etree.ElementTree as E\nfor path in sys.argv[1:]:\n print("".join(E.parse(path).getroot().itertext()))';
    const texts = run(SYSTEM_PYTHON, '-c', script, ...paths);
    expect(texts).toContain('(\\) \\( <svg onload="x">&amp; ]]>');
    expect(texts).toContain('żółć 漢字 😀 é…');
    for (const [kind, p] of packets)
      expect(
        fieldNames(p).filter((name) => !texts.includes(name)),
        kind,
      ).toEqual([]);
    expect(readFileSync(paths[1] as string, 'utf8')).not.toContain('\u001b');
  });
});
