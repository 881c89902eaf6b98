/** All lessons, in the order in which they build on each other. */
import { arp } from './all/arp.ts';
import { dhcp } from './all/dhcp.ts';
import { dns } from './all/dns.ts';
import { handshake } from './all/handshake.ts';
import { http } from './all/http.ts';
import { fragments } from './all/fragments.ts';
import { traceroute } from './all/traceroute.ts';
import type { Lesson } from './walk/lesson.ts';

export const LESSONS: readonly Lesson[] = [arp, dns, dhcp, handshake, http, traceroute, fragments];
