/** Figures as Chromium draws them: no text lies over another or sticks out, no arrow crosses another. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { svgdump } from '../../src/text/figures/packet-dumps.ts';
import { openChromium } from '../support/figures/chromium.ts';
import { hostilePacket, packetsOfKinds } from '../support/figures/packets.ts';
import { graphExamples } from '../support/figures/graphs.ts';
import { describeIf, requireProgram } from '../support/require.ts';

/** Runs in the page: pairs of texts that share more than the hairline that rounding leaves, and texts that are not whole on the paper. */
const FAULTS = `(() => {
  const svg = document.querySelector('svg');
  const paper = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }));
  const faults = [];
  if (texts.length === 0) faults.push('no text');
  texts.forEach(({ text, box }, i) => {
    if (box.left < paper.left || box.right > paper.right || box.top < paper.top || box.bottom > paper.bottom) faults.push(text + ' leaves the paper');
    for (const other of texts.slice(i + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      // Boxes have room above and below their letters: lines of text that stand close share a little of it.
      if (across > 0.5 && down > 3) faults.push(text + ' and ' + other.text);
    }
  });
  return faults;
})()`;

describeIf(requireProgram('chromium'), 'figures in Chromium', () => {
  let chromium: Awaited<ReturnType<typeof openChromium>> | undefined;
  let page: Page;

  beforeAll(async () => {
    chromium = await openChromium();
    page = await chromium.browser.newPage();
  }, 60_000);
  afterAll(async () => void (await chromium?.close()));

  const faultsOf = async (svg: string): Promise<unknown> => {
    await page.setContent(`<!doctype html><meta charset="utf-8"><body style="margin:0">${svg}`);
    return page.evaluate(FAULTS);
  };

  it('packets: every text has its place', async () => {
    const packets = [...(await packetsOfKinds()), ['hostile', hostilePacket()] as const];
    for (const [kind, p] of packets)
      for (const layerShift of [0, 2]) expect(await faultsOf(svgdump(p, { layerShift })), `${kind}, shifted by ${layerShift}`).toEqual([]);
  });

  it('graphs: every text has its place', async () => {
    for (const [name, svg] of await graphExamples()) expect(await faultsOf(svg), name).toEqual([]);
  });

  it('finds texts that lie over one another', async () => {
    const svg =
      '<svg width="100" height="50"><text x="10" y="20">one</text><text x="15" y="20">two</text><text x="90" y="40">three</text></svg>';
    expect(await faultsOf(svg)).toEqual(['one and two', 'three leaves the paper']);
  });
});
