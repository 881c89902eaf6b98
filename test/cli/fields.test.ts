import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('pkw fields', () => {
  it('lists name, type, layer and text of what has the word in its name or its text', async () => {
    const { status, out, err } = await runCli(['fields', 'frame.c']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toBe(
      'name           type    layer  text\n' +
        'frame.cap_len  number  frame  octets that were captured of it\n' +
        'frame.comment  text    frame  comments on the packet\n',
    );
    expect((await runCli(['fields', 'SECTION OF A PCAPNG'])).out).toContain('frame.section_number');
  });

  it('says that there is none, with the nearest', async () => {
    expect(await runCli(['fields', 'tcp.dstprot'])).toEqual({
      status: 1,
      out: '',
      err: "pkw fields: no field has 'tcp.dstprot' in its name or description; did you mean 'tcp.dstport'?\n",
    });
  });
});
