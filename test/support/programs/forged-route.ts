/**
 * A line of a journal that has whoever obeys it install a default route through 10.77.0.2. rtnetlink(7): RTM_NEWROUTE with
 * NLM_F_REQUEST and NLM_F_CREATE; struct rtmsg: AF_INET, prefix of 0, table main, protocol static, universe, unicast; RTA_GATEWAY.
 */
export const FORGED_LINE = `${JSON.stringify({
  id: 99,
  what: 'forged',
  steps: [[24, 0x401, '02000000fe04000100000000' + '08000500' + '0a4d0002']],
})}\n`;
