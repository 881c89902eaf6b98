/** Session Description Protocol: what SIP and RTSP carry to say which media go where. @see RFC 8866 §5 */
import { type LineForm, type SplitLine, textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { firstLine, type WithLines } from '../line-protocol.ts';

/** `type=value`; a line that is none has '' as its type. */
const TYPED: LineForm = {
  parts: 2,
  split: (line) => (line[1] === '=' ? [line.slice(0, 1), line.slice(2)] : ['', line]),
  join: ([type = '', value = '']) => (type === '' ? value : `${type}=${value}`),
};

/** The values of lines of one type. */
const values =
  (type: string) =>
  ({ lines }: WithLines): string[] =>
    lines.filter((line) => line[0] === type).map((line) => line[1] as string);

/** Lines of the session stand before the first that begins a medium (RFC 8866 §5). */
const firstMedium = (lines: readonly SplitLine[]): number => {
  const i = lines.findIndex(([type]) => type === 'm');
  return i < 0 ? lines.length : i;
};

/** A description: lines `type=value`. @see RFC 8866 §5 */
export const SDP = layer('SDP', () => ({
  title: 'SDP',
  about: 'Session Description Protocol: which media go where.',
  source: 'RFC 8866 §5',
  wireshark: 'sdp',
  fields: { lines: textLines(TYPED, { default: [['v', '0']], about: '[type, value]' }) },
  columns: {
    'sdp.version': values('v'),
    'sdp.owner': values('o'),
    'sdp.session_name': values('s'),
    'sdp.uri': values('u'),
    'sdp.email': values('e'),
    'sdp.phone': values('p'),
    'sdp.connection_info': values('c'),
    'sdp.bandwidth': values('b'),
    'sdp.time': values('t'),
    'sdp.repeat_time': values('r'),
    'sdp.timezone': values('z'),
    'sdp.encryption_key': values('k'),
    'sdp.media': values('m'),
    'sdp.session_info': ({ lines }) => values('i')({ lines: lines.slice(0, firstMedium(lines)) }),
    'sdp.media_title': ({ lines }) => values('i')({ lines: lines.slice(firstMedium(lines)) }),
    'sdp.session_attr': ({ lines }) => values('a')({ lines: lines.slice(0, firstMedium(lines)) }),
    'sdp.media_attr': ({ lines }) => values('a')({ lines: lines.slice(firstMedium(lines)) }),
  },
  // The version is the first line, and always this one (RFC 8866 §5.1).
  begins: (b, start, end) => end - start >= 4 && b[start] === 0x76 && b[start + 1] === 0x3d && b[start + 2] === 0x30,
  summary: (sdp) => `SDP '${firstLine({ lines: sdp.lines.slice(1) }, TYPED)}'`,
}));
