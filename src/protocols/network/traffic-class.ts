/** What became of IP's type of service: six bits of DSCP and two of ECN. @see RFC 2474 §3; RFC 3168 §5 */
import { names } from '../../packet/spec/names.ts';

/** Code points: class selectors (RFC 2474), assured forwarding (RFC 2597), expedited forwarding (RFC 3246), voice admit (RFC 5865), lower effort (RFC 8622). */
const codePoints = /* @__PURE__ */ names({
  CS0: 0,
  LE: 1,
  CS1: 8,
  AF11: 10,
  AF12: 12,
  AF13: 14,
  CS2: 16,
  AF21: 18,
  AF22: 20,
  AF23: 22,
  CS3: 24,
  AF31: 26,
  AF32: 28,
  AF33: 30,
  CS4: 32,
  AF41: 34,
  AF42: 36,
  AF43: 38,
  CS5: 40,
  'VOICE-ADMIT': 44,
  EF: 46,
  CS6: 48,
  CS7: 56,
});

/** Not able to say it, able (two equal code points), congestion experienced. */
const congestion = /* @__PURE__ */ names({ 'Not-ECT': 0, 'ECT(1)': 1, 'ECT(0)': 2, CE: 3 });

/** Parts of IPv4's `tos` and of IPv6's `tc`. */
export const trafficClass = {
  dscp: { bits: 6, names: codePoints, about: 'how routers treat it' },
  ecn: { bits: 2, names: congestion, about: 'congestion' },
} as const;
