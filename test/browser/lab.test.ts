/** The lab in a browser: Debian's Chromium runs a DHCP lease, a name and an HTTP page between two hosts, frame by frame as Node does. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChromium } from '../support/figures/chromium.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runLab } from './lab-page.ts';

/** What may be loaded: this server's scripts. Evaluation is what the generated code needs. */
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'";

/** One script, without anything of Node. */
async function bundlePage(): Promise<string> {
  const bundle = await rolldown({
    cwd: join(import.meta.dirname, '../..'),
    input: 'test/browser/lab-page.ts',
    platform: 'browser',
    // This machine's own network, which is loaded where no host is named; never here.
    external: [/linux-host/, /^node:/],
    logLevel: 'warn',
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'lab', codeSplitting: false });
  await bundle.close();
  expect(output[0].imports).toEqual([]);
  return output[0].code;
}

describeIf(requireProgram('chromium'), 'the lab in Chromium', () => {
  let chromium: Awaited<ReturnType<typeof openChromium>> | undefined;
  let server: Server | undefined;
  let url = '';

  beforeAll(async () => {
    const script = await bundlePage();
    const listening = (server = createServer((request, response) => {
      const isScript = request.url === '/lab.js';
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html', 'content-security-policy': POLICY });
      response.end(isScript ? script : '<!doctype html><meta charset="utf-8"><title>lab</title><script src="/lab.js"></script>');
    }));
    await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
    chromium = await openChromium();
  }, 60_000);

  afterAll(async () => {
    await chromium?.close();
    server?.close();
  });

  it('does as in Node', { timeout: 60_000 }, async () => {
    const page = await (chromium as NonNullable<typeof chromium>).browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(url);
    const there = (await page.evaluate('lab.runLab()')) as Awaited<ReturnType<typeof runLab>>;
    const here = await runLab();
    expect(there).toEqual(here);
    expect(here.page.length).toBeGreaterThan(18_000);
    expect(here.frames.length).toBeGreaterThan(25);
    expect(complaints).toEqual([]);
  });
});
