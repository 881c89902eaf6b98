/** `packetwright/core` in a browser: Debian's Chromium reads a capture from a stream, and comes to what Node comes to. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChromium } from '../support/figures/chromium.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { type Outcome, runCore } from './page-main.ts';

const CAPTURES = join(import.meta.dirname, '../fixtures/captures/hadrielk+pcapng-test-generator');
/** Several interfaces and block types; little-endian, and big-endian. */
const NAMES = ['output_le/difficult/test202.pcapng', 'output_be/advanced/test101.pcapng'];
// Scripts of this server alone; evaluation is what the generated code needs.
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'";

/** The page's script: the bundle, and a function that the test calls. */
async function bundlePage(): Promise<string> {
  const bundle = await rolldown({
    cwd: join(import.meta.dirname, '../..'),
    input: 'test/browser/page-main.ts',
    platform: 'browser',
    logLevel: 'warn',
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'core', codeSplitting: false });
  await bundle.close();
  expect(output.length).toBe(1);
  return output[0].code;
}

function serve(script: string): Server {
  const files: Record<string, { type: string; body: () => string | Buffer }> = {
    '/': { type: 'text/html', body: () => '<!doctype html><meta charset="utf-8"><title>core</title><script src="/core.js"></script>' },
    '/core.js': { type: 'text/javascript', body: () => script },
    ...Object.fromEntries(
      NAMES.map((name) => [`/${name}`, { type: 'application/octet-stream', body: () => readFileSync(join(CAPTURES, name)) }]),
    ),
  };
  return createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.type, 'content-security-policy': POLICY }).end(file.body());
  });
}

/** What the page is asked to do; it runs there. Small chunks: headers and packets are cut in two. */
const IN_PAGE = `async (name) => {
  const response = await fetch('/' + name);
  async function* chunks() {
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (let at = 0; at < value.length; at += 37) yield value.subarray(at, at + 37);
    }
  }
  return core.runCore(chunks());
}`;

describeIf(requireProgram('chromium'), 'core in Chromium', () => {
  let chromium: Awaited<ReturnType<typeof openChromium>> | undefined;
  let server: Server | undefined;
  let url = '';

  beforeAll(async () => {
    const listening = (server = serve(await bundlePage()));
    await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
    chromium = await openChromium();
  }, 60_000);

  afterAll(async () => {
    await chromium?.close();
    server?.close();
  });

  it('reads, dissects, fills columns and builds as in Node', { timeout: 60_000 }, async () => {
    const page = await (chromium as NonNullable<typeof chromium>).browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(url);
    for (const name of NAMES) {
      const there = (await page.evaluate(`(${IN_PAGE})(${JSON.stringify(name)})`)) as Outcome;
      const here = await runCore(Readable.from([new Uint8Array(readFileSync(join(CAPTURES, name)))]));
      expect(there, name).toEqual(here);
      expect(here.packets, name).toBeGreaterThan(0);
      expect(
        here.columns['ip.src']?.some((value) => value !== null),
        name,
      ).toBe(true);
    }
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
  });
});
