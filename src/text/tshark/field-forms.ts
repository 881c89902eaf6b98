/** Forms of single fields in `tshark -T fields` that no rule gives, a file a protocol. The value is ours; the text is tshark's. */
import { arp } from './forms/arp.ts';
import { cooked } from './forms/cooked.ts';
import { dhcp } from './forms/dhcp.ts';
import { dhcpv6 } from './forms/dhcpv6.ts';
import type { FieldForms } from './forms/form.ts';
import { icmp } from './forms/icmp.ts';
import { icmpv6 } from './forms/icmpv6.ts';
import { ip } from './forms/ip.ts';
import { ipv6 } from './forms/ipv6.ts';
import { mip6 } from './forms/mip6.ts';
import { ntp } from './forms/ntp.ts';
import { stun } from './forms/stun.ts';
import { tcp } from './forms/tcp.ts';
import { trunk } from './forms/trunk.ts';
import { wlan } from './forms/wlan.ts';
import { x509 } from './forms/x509.ts';

/** By Wireshark's names. A field that is not here has its text by its kind (value-text.ts). */
export const fieldForms: FieldForms = {
  ...arp,
  ...cooked,
  ...dhcp,
  ...dhcpv6,
  ...icmp,
  ...icmpv6,
  ...ip,
  ...ipv6,
  ...mip6,
  ...ntp,
  ...stun,
  ...tcp,
  ...trunk,
  ...wlan,
  ...x509,
};
