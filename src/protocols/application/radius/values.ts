/** Names of numbers in RADIUS. @see IANA "RADIUS Types" */

/** RFC 2865 §3; RFC 2866 §3; RFC 5176 §2.3; RFC 7930 §4. */
export const codes = {
  'Access-Request': 1,
  'Access-Accept': 2,
  'Access-Reject': 3,
  'Accounting-Request': 4,
  'Accounting-Response': 5,
  'Access-Challenge': 11,
  'Status-Server': 12,
  'Status-Client': 13,
  'Disconnect-Request': 40,
  'Disconnect-ACK': 41,
  'Disconnect-NAK': 42,
  'CoA-Request': 43,
  'CoA-ACK': 44,
  'CoA-NAK': 45,
  'Protocol-Error': 52,
} as const;

/** RFC 2865 §5.6; RFC 5607; RFC 5765 … */
export const serviceTypes = {
  Login: 1,
  Framed: 2,
  'Callback-Login': 3,
  'Callback-Framed': 4,
  Outbound: 5,
  Administrative: 6,
  'NAS-Prompt': 7,
  'Authenticate-Only': 8,
  'Callback-NAS-Prompt': 9,
  'Call-Check': 10,
  'Callback-Administrative': 11,
  Voice: 12,
  Fax: 13,
  'Modem-Relay': 14,
  'IAPP-Register': 15,
  'IAPP-AP-Check': 16,
  'Authorize-Only': 17,
  'Framed-Management': 18,
} as const;

/** RFC 2865 §5.7. */
export const framedProtocols = {
  PPP: 1,
  SLIP: 2,
  ARAP: 3,
  'Gandalf-SLML': 4,
  'Xylogics-IPX-SLIP': 5,
  'X.75-Synchronous': 6,
  'GPRS-PDP-Context': 7,
} as const;

/** RFC 2866 §5.1; RFC 2867 §3. */
export const statusTypes = {
  Start: 1,
  Stop: 2,
  'Interim-Update': 3,
  'Accounting-On': 7,
  'Accounting-Off': 8,
  'Tunnel-Start': 9,
  'Tunnel-Stop': 10,
  'Tunnel-Reject': 11,
  'Tunnel-Link-Start': 12,
  'Tunnel-Link-Stop': 13,
  'Tunnel-Link-Reject': 14,
  Failed: 15,
} as const;

/** RFC 2866 §5.10. */
export const terminateCauses = {
  'User-Request': 1,
  'Lost-Carrier': 2,
  'Lost-Service': 3,
  'Idle-Timeout': 4,
  'Session-Timeout': 5,
  'Admin-Reset': 6,
  'Admin-Reboot': 7,
  'Port-Error': 8,
  'NAS-Error': 9,
  'NAS-Request': 10,
  'NAS-Reboot': 11,
  'Port-Unneeded': 12,
  'Port-Preempted': 13,
  'Port-Suspended': 14,
  'Service-Unavailable': 15,
  Callback: 16,
  'User-Error': 17,
  'Host-Request': 18,
} as const;

/** RFC 2865 §5.41 and what IANA added. */
export const portTypes = {
  Async: 0,
  Sync: 1,
  'ISDN-Sync': 2,
  'ISDN-Async-V.120': 3,
  'ISDN-Async-V.110': 4,
  Virtual: 5,
  PIAFS: 6,
  'HDLC-Clear-Channel': 7,
  'X.25': 8,
  'X.75': 9,
  'G.3-Fax': 10,
  'SDSL-Symmetric': 11,
  'ADSL-CAP': 12,
  'ADSL-DMT': 13,
  IDSL: 14,
  Ethernet: 15,
  xDSL: 16,
  Cable: 17,
  'Wireless-Other': 18,
  'Wireless-802.11': 19,
  'Token-Ring': 20,
  FDDI: 21,
  PPPoEoVLAN: 34,
} as const;

/** RFC 2868 §3.1. */
export const tunnelTypes = {
  PPTP: 1,
  L2F: 2,
  L2TP: 3,
  ATMP: 4,
  VTP: 5,
  AH: 6,
  'IP-IP': 7,
  'MIN-IP-IP': 8,
  ESP: 9,
  GRE: 10,
  DVS: 11,
  'IP-in-IP': 12,
  VLAN: 13,
} as const;

/** RFC 2868 §3.2. */
export const tunnelMedia = { IPv4: 1, IPv6: 2, NSAP: 3, HDLC: 4, 'BBN-1822': 5, 'IEEE-802': 6, 'E.163': 7, 'E.164': 8 } as const;

/** RFC 5176 §3.5. */
export const errorCauses = {
  'Residual-Session-Context-Removed': 201,
  'Invalid-EAP-Packet': 202,
  'Unsupported-Attribute': 401,
  'Missing-Attribute': 402,
  'NAS-Identification-Mismatch': 403,
  'Invalid-Request': 404,
  'Unsupported-Service': 405,
  'Unsupported-Extension': 406,
  'Invalid-Attribute-Value': 407,
  'Administratively-Prohibited': 501,
  'Request-Not-Routable': 502,
  'Session-Context-Not-Found': 503,
  'Session-Context-Not-Removable': 504,
  'Other-Proxy-Processing-Error': 505,
  'Resources-Unavailable': 506,
  'Request-Initiated': 507,
  'Multiple-Session-Selection-Unsupported': 508,
} as const;
