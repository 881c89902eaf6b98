/** `packetwright`: the public names, and nothing else. */
export * from './core.ts';
// Capture files
export { openCapture, rdpcap, wrpcap } from './capture/node/captures.ts';
export { streamSink } from './capture/node/file-sink.ts';
export type { CaptureFile } from './capture/node/open-capture.ts';
export type { WriteOptions } from './capture/node/packet-files.ts';
export { openPcapngWriter, openPcapWriter } from './capture/node/write-capture.ts';
// Sending and receiving
export {
  type AnsweringMachine,
  type AnsweringOptions,
  type AnsweringPlace,
  type AnsweringSpec,
  type AnsweringStats,
  answeringMachine,
  type RunningMachines,
  startAnswering,
} from './exchange/answering/answering-machine.ts';
export { type ArpMachineOptions, arpMachine } from './exchange/answering/arp-machine.ts';
export { type DnsForwarderOptions, startDnsForwarder } from './exchange/answering/dns/dns-forwarder.ts';
export { type DnsMachineOptions, dnsMachine } from './exchange/answering/dns/dns-machine.ts';
export { type MdnsMachineOptions, mdnsMachine } from './exchange/answering/dns/mdns-machine.ts';
export { type SpoofDnsOptions, spoofDns } from './exchange/answering/dns/spoof-dns.ts';
export type { DnsRecords, DnsZone } from './exchange/answering/dns/zone.ts';
export type { DhcpBinding } from './exchange/answering/dhcp-pool.ts';
export { type DhcpServer, type DhcpServerOptions, type DhcpServerPool, dhcpServer } from './exchange/answering/dhcp-server.ts';
export { type AnswerOptions, answer, type ReplyParts } from './exchange/answering/answer.ts';
export { icmpv6EchoMachine } from './exchange/answering/icmpv6-echo-machine.ts';
export { type NdMachineOptions, ndMachine, type RouterAdvertised } from './exchange/answering/nd-machine.ts';
export { type NtpMachineOptions, ntpMachine } from './exchange/answering/ntp-machine.ts';
export { type SnmpMachineOptions, type SnmpObject, snmpMachine } from './exchange/answering/snmp-machine.ts';
export { type TftpFiles, type TftpMachineOptions, tftpMachine } from './exchange/answering/tftp-machine.ts';
export { icmpEchoMachine, type OwnAddress } from './exchange/answering/icmp-echo-machine.ts';
export { type TcpSynMachineOptions, tcpSynMachine } from './exchange/answering/tcp-syn-machine.ts';
export {
  applyLease,
  changeLine,
  type LeaseChange,
  leaseChanges,
  makeChanges,
  type ResolverSettings,
  resolvConf,
} from './exchange/clients/dhcp/apply-lease.ts';
export type { ClientPlace } from './exchange/clients/dhcp/client-link.ts';
export {
  type DhcpClient,
  type DhcpInformOptions,
  type DhcpOptions,
  dhcp,
  dhcpInform,
} from './exchange/clients/dhcp/dhcp.ts';
export type { DhcpLease, DhcpSettings } from './exchange/clients/dhcp/dhcp-lease.ts';
export { type DhcpState, dhcpClient } from './exchange/clients/dhcp/dhcp-client.ts';
export { type DhcpMemory, type DhcpWishes, dhcpMemory } from './exchange/clients/dhcp/dhcp-memory.ts';
export type { GivenDhcpOption } from './exchange/clients/dhcp/dhcp-messages.ts';
export { type DhcpInput, dhcpInput } from './exchange/clients/dhcp/dhcp-reply.ts';
export { DnsCache, type DnsCacheKey, type DnsCacheOptions } from './exchange/clients/dns/dns-cache.ts';
export type { DnsEvent, DnsEventPlace } from './exchange/clients/dns/dns-events.ts';
export { type DnsAnswer, type DnsQueryOptions, type DnsServersOptions, dnsQuery } from './exchange/clients/dns/dns-query.ts';
export {
  type DnsAttempt,
  type DnsInput,
  type DnsQueryMemory,
  dnsClient,
  type JudgedDnsAnswer,
} from './exchange/clients/dns/dns-client.ts';
export {
  llmnrQuery,
  type MdnsRecord,
  type MulticastAnswer,
  type MulticastQueryOptions,
  mdnsQuery,
} from './exchange/clients/dns/multicast-query.ts';
export type { DnsMessage, DnsQuestionOptions, DnsRecord, EdnsAsk, NoAnswer } from './exchange/clients/dns/question.ts';
export { type DnsStep, walkDns } from './exchange/clients/dns/walk.ts';
export { type ZonePart, type ZoneTransferOptions, transferZone } from './exchange/clients/dns/zone-transfer.ts';
export { reverseName } from './exchange/clients/dns/reverse-name.ts';
export { type Banner, type BannerOptions, banner } from './exchange/clients/stream/banner.ts';
export { type ExplainedOptions, explained } from './exchange/explain/comments.ts';
export type { ClientOptions } from './exchange/clients/destination.ts';
export { type NtpOptions, type NtpResult, ntp } from './exchange/clients/ntp/ntp.ts';
export { ntpClient, type NtpInput, type NtpMemory } from './exchange/clients/ntp/ntp-client.ts';
export type { NtpMeasure, NtpMessage, NtpSample } from './exchange/clients/ntp/ntp-sample.ts';
export { openSnmp, type SnmpClient, type SnmpOptions, type SnmpWalkOptions } from './exchange/clients/snmp/snmp.ts';
export { type SnmpInput, type SnmpMemory, type SnmpOutput, snmpClient } from './exchange/clients/snmp/snmp-client.ts';
export type { SnmpPdu, SnmpValue, SnmpVariable } from './exchange/clients/snmp/snmp-pdu.ts';
export { snmpLine, snmpValueText } from './exchange/clients/snmp/snmp-text.ts';
export type { SnmpUser } from './exchange/clients/snmp/usm.ts';
export type { SnmpAuthentication, SnmpPrivacy } from './exchange/clients/snmp/usm-crypto.ts';
export type { TftpMessage, TftpMode, TftpOptions } from './exchange/clients/tftp/tftp-messages.ts';
export type { TftpMemory } from './exchange/clients/tftp/tftp-parts.ts';
export { type TftpReceiverMemory, tftpReceiver } from './exchange/clients/tftp/tftp-receiver.ts';
export { type TftpSenderMemory, tftpSender } from './exchange/clients/tftp/tftp-sender.ts';
export type { TftpTerms } from './exchange/clients/tftp/tftp-terms.ts';
export { type TftpReport, type TftpTransferOptions, tftpGet, tftpPut } from './exchange/clients/tftp/tftp.ts';
export type { LeaseClient, LeaseEvents, LeaseStore } from './exchange/clients/dhcp/held-lease.ts';
export { applyLease6, leaseChanges6 } from './exchange/clients/dhcp6/apply-lease6.ts';
export { type Dhcp6Client, type Dhcp6ClientOptions, type Dhcp6InformOptions, dhcp6, dhcp6Inform } from './exchange/clients/dhcp6/dhcp6.ts';
export type { Dhcp6Lease, Dhcp6Lifetimes, Dhcp6Settings } from './exchange/clients/dhcp6/dhcp6-lease.ts';
export { type Dhcp6State, dhcp6Client } from './exchange/clients/dhcp6/dhcp6-client.ts';
export { type Dhcp6Memory, type Dhcp6Wishes, dhcp6Memory } from './exchange/clients/dhcp6/dhcp6-messages.ts';
export { type Dhcp6Input, type Dhcp6Option, dhcp6Input } from './exchange/clients/dhcp6/dhcp6-options.ts';
export type { CauseCode } from './exchange/explain/causes.ts';
export { type ExplainOptions, explain } from './exchange/explain/explain.ts';
export { type ExplainCaptureOptions, explainCapture } from './exchange/explain/explain-capture.ts';
export type { Certainty, Finding } from './exchange/explain/finding.ts';
export { guard } from './exchange/guard.ts';
export { type DrivenMachine, type DriveOptions, driveMachine } from './exchange/machine/drive-machine.ts';
export {
  type Act,
  type AnyMachine,
  type Machine,
  type MachineSpec,
  type MachineState,
  type Move,
  machine,
  type Request,
  type Timer,
} from './exchange/machine/machine.ts';
export { machineDot } from './exchange/machine/machine-dot.ts';
export { MachineRun, type Step } from './exchange/machine/machine-run.ts';
export { machineSvg } from './exchange/machine/machine-svg.ts';
export type { ExchangeOptions, NamesOfAll, Sendable, SendablePart, SendingOptions } from './exchange/options.ts';
export type { Answer } from './exchange/answer.ts';
export {
  bridge,
  type BridgeContext,
  type BridgeCounts,
  type BridgeFrame,
  type BridgeOptions,
  type BridgeSide,
  type BridgeTransform,
  type BridgeVerdict,
  type RunningBridge,
} from './exchange/bridge.ts';
export { type FloodOptions, sr1flood, srflood, srp1flood, srpflood } from './exchange/flood.ts';
export { filterStream, mapStream, packetStream, type PipeSink, type PipeSource, sendStream, sinkStream } from './exchange/pipes/pipes.ts';
export { type RandomTwice, randomTwice } from './exchange/matching/random-twice.ts';
export type { ExchangeResult, ExchangeStats } from './exchange/result.ts';
export {
  type Arpinger,
  type ArpingOptions,
  type ArpingReply,
  type ArpingStatistics,
  type ArpingTarget,
  arping,
} from './exchange/ping/arping.ts';
export type { PingError, PingEvent, PingReply, PingSilence, PingStamp, PingStatistics, PingTarget } from './exchange/ping/ping-events.ts';
export type { EchoOptions, PingOptions } from './exchange/ping/ping-options.ts';
export { type Pinger, ping } from './exchange/ping/ping.ts';
export { type Sweeper, type SweepResult, type SweepStatistics, sweep } from './exchange/ping/sweep.ts';
export type { SweepOptions } from './exchange/ping/sweep-options.ts';
export { type SendOptions, type Sent, send, sendp } from './exchange/send.ts';
export { type LoopOptions, sr, sr1, srloop, srp, srp1, srploop } from './exchange/send-receive.ts';
export { type Sniffer, sniff } from './exchange/sniffing/sniff.ts';
export type { SniffOptions } from './exchange/sniffing/sniff-options.ts';
export type * from './host/host.ts';
export { defaultInterface } from './host/default-interface.ts';
export { interfaceTowards, interfaceWith } from './host/interface-of.ts';
export { framesOf, packFrames } from './host/packed-frames.ts';
export { type LinuxHostOptions, linuxHost, type LocalHost } from './host/linux/linux-host.ts';
export { namespaceNames } from './host/linux/namespaces.ts';
// What this process may do
export type { Container } from './host/linux/privileges/container.ts';
export { type DroppedUser, dropPrivileges } from './host/linux/privileges/drop-privileges.ts';
export { type ExamineOptions, examineRights, type RightsReport } from './host/linux/privileges/examine-rights.ts';
export type { RightsCheck, RightsFinding } from './host/linux/privileges/finding.ts';
export type { Capability, ProcessRights } from './host/linux/privileges/process-rights.ts';
// Tools
export { type Collected, type Collector, type CollectorOptions, flowCollector } from './tools/flows/collector.ts';
export { type FlowExporter, flowExporter, type FlowExporterOptions } from './tools/flows/exporter.ts';
export { type FlowTarget, parseTarget } from './tools/flows/flow-target.ts';
export { openParquet, type ParquetColumn, type ParquetRows, type ParquetType } from './tools/flows/parquet-rows.ts';
export { nodeDecoders } from './streams/messages/node/node-decoders.ts';
export {
  type BothCounts,
  type ImpairedBridge,
  impairedBridge,
  type ImpairedBridgeOptions,
  type ImpairedCounts,
} from './tools/impaired-bridge.ts';
export type { BurstLoss, ImpairmentCounters, Impairments } from './lab/impair/impairments.ts';
export { kill, Killer, type KillOptions, type KillReport } from './tools/kill.ts';
export { meter, type MeteredSource, type MeterOptions, RateMeter, type RateMeterOptions, type Rates } from './tools/rate-meter.ts';
export { Slower, type SlowOptions } from './tools/slow.ts';
export { TimerWheel, type TimerWheelOptions, type WheelClock, type WheelTimer } from './host/timer-wheel.ts';
