/** `packetwright/core`: all that needs no Node and runs in a browser. */
// Octets
export { ERROR_CODES, type ErrorCode, type ErrorDetails, PacketwrightError } from './bytes/errors.ts';
export type { StopSignal } from './bytes/stop-signal.ts';
export { version } from './bytes/version.ts';
export { fromHex, toHex } from './bytes/hex.ts';
export { type Random, type Seed, secureRandom, type SeededRandom, seededRandom } from './bytes/random.ts';
export { addSums, foldSum, internetChecksum, sumOctets, updateChecksum } from './bytes/checksum.ts';
export { crc32, crc32c, fletcher16 } from './bytes/crc.ts';
export { Cursor } from './bytes/cursor.ts';
export { FORMAT_KINDS, type FormatKind, type FormatValue, packValues, unpackValues } from './bytes/cursor-format.ts';
// Addresses
export { formatIpv4, isIpv4, isIpv6, isMac, parseIpv4, parseIpv6, parseMac, readIpv4, readIpv6, readMac } from './bytes/address.ts';
export { compareAddresses, formatAddress, parseAddress } from './bytes/any-address.ts';
export { comparePrefixes, type Family, lengthToMask, maskToLength, parsePrefix, Prefix, type PrefixOptions } from './bytes/prefix.ts';
export { decodeSocketAddress, encodeSocketAddress, type SocketAddress } from './bytes/socket-address.ts';
// Specs
export {
  type AnyField,
  type Condition,
  type Field,
  type FieldOptions,
  type FieldPlace,
  type FieldRoles,
  type Fields,
  field,
  type GiveOf,
  type Kind,
  type ReadOf,
  type Wanted,
} from './packet/spec/field.ts';
export {
  f32,
  f32le,
  f64,
  f64le,
  bits,
  flag,
  flags,
  i16,
  i16le,
  i24,
  i32,
  i32le,
  i64,
  i64le,
  i8,
  scaled,
  signedBits,
  u128,
  u16,
  u16le,
  u24,
  u24le,
  u32,
  u32le,
  u40,
  u48,
  u64,
  u64le,
  u8,
} from './packet/fields/integers.ts';
export { hardwareAddress, HostName, host, ipv4, ipv6, mac, protocolAddress } from './packet/fields/addresses.ts';
export { ipv4Prefix, ipv6Prefix } from './packet/fields/special/prefixes.ts';
export { oui } from './packet/fields/special/oui.ts';
export { bitsLe, flagLe } from './packet/fields/little-bits.ts';
export { shortInteger } from './packet/fields/short-integers.ts';
export { fixedPoint } from './packet/fields/special/fixed-point.ts';
export { lsbExtended, msbExtended } from './packet/fields/extended.ts';
export {
  berLength,
  leb128,
  type LongNumber,
  quicInt,
  type VariableInteger,
  type VariableIntegerGiven,
} from './packet/fields/variable-integers.ts';
export { bcd, swappedBcd } from './packet/fields/special/bcd.ts';
export { namesBy } from './packet/fields/names-by.ts';
export { ntpDate, ntpTime, timestamp, type TimestampOptions } from './packet/fields/special/times.ts';
export { fixedOctets, fixedText, octets, padding, terminatedText, text, uuid } from './packet/fields/octets.ts';
export { type LengthForm, prefixedText } from './packet/fields/prefixed.ts';
export type { FixedLength, OpenLength } from './packet/fields/shared/length-forms.ts';
export { aligned, type Padded } from './packet/fields/aligned.ts';
export { group } from './packet/fields/group.ts';
export { ber, type BerField, type BerOctets } from './packet/fields/ber/ber.ts';
export { type ListRest, listUntil } from './packet/fields/list-until.ts';
export { type HeaderLine, headerLines, headerValue, headerValues } from './packet/fields/text-headers.ts';
export { line, type LineForm, type SplitLine, textLines } from './packet/fields/text-lines.ts';
export { exact } from './packet/fields/exact.ts';
export { marked } from './packet/fields/marked.ts';
export { type LongLength, sized } from './packet/fields/sized.ts';
export { fixedHex, hexText } from './packet/fields/hex-text.ts';
export { netbiosName } from './packet/fields/special/netbios-name.ts';
export { choose, mayEnd, when } from './packet/fields/conditional.ts';
export { known } from './packet/fields/known.ts';
export { overlay, type OverlayCase, type OverlayFields } from './packet/fields/overlay.ts';
export { list, record, records } from './packet/fields/lists.ts';
export { recordOf, recordsOf } from './packet/fields/alternatives.ts';
export { attributeHead, deltaHead, type HeadWidths, type OptionHead, tlvHead } from './packet/fields/option-heads.ts';
export { mark, type OptionKind, option, optionList } from './packet/fields/options.ts';
export { Flags } from './packet/spec/flags.ts';
export { layer } from './packet/layer/layer.ts';
export { parted } from './packet/layer/parted.ts';
export {
  type AnyLayer,
  type Crafted,
  type CraftedSet,
  type GivenOf,
  type Layer,
  type ViewOf,
  auto,
  type Auto,
  type Column,
  type ColumnFunction,
  type ColumnValue,
  type DirectColumn,
  type Give,
  type LayerOctets,
  type Matching,
  type NextLayer,
  type Read,
  type Spec,
  type Trailer,
} from './packet/spec/spec.ts';
export { lazyNames, type Names, names } from './packet/spec/names.ts';
export type { LayerContext } from './packet/spec/context.ts';
export { Registry, type RegistryOptions } from './packet/chain/registry.ts';
export {
  type AnyBinding,
  type Binding,
  bind,
  bindAll,
  bindAlways,
  bindGuesses,
  bindVariants,
  decodeAs,
  type GuessBinding,
  type VariantBinding,
} from './packet/chain/bindings.ts';
export type { Endpoint, Knowledge } from './packet/spec/knowledge.ts';
export { type Learned, Session, type SessionData, type SessionOptions } from './packet/object/session.ts';
// Packets
export type { FieldPosition, IssueOptions, Packet, PacketIssue, PacketMeta, PacketWith, Part } from './packet/laid/packet.ts';
export { values } from './packet/laid/change.ts';
export { FrameBuffer } from './packet/in-bulk/frame-buffer.ts';
export { type HeaderWriter, headerWriter } from './packet/in-bulk/header-writer.ts';
export { type Stamp, type StampField, stamp } from './packet/in-bulk/stamp.ts';
export type { Template } from './packet/templates/template.ts';
export { Padding, Raw } from './packet/layer/raw.ts';
export { type Several, ValueSet, Volatile } from './packet/spec/several.ts';
export { hosts, net, oneOf, range } from './packet/templates/sets.ts';
export {
  AutoTime,
  CorruptedBits,
  CorruptedBytes,
  corruptBits,
  corruptBytes,
  type Damage,
  IncrementalValue,
} from './packet/templates/volatile.ts';
export * from './packet/templates/random-pattern.ts';
export * from './packet/templates/random-text.ts';
export * from './packet/templates/random-values.ts';
export { type FuzzOptions, fuzz } from './packet/templates/fuzz.ts';
export { type Conversation, PacketList } from './packet/packet-list.ts';
export type { Listed } from './packet/ls.ts';
export { packetFromJson, packetJson } from './packet/from-json.ts';
export type { JsonValue } from './packet/display/json-given.ts';
export type { PacketJson } from './packet/display/json.ts';
export type { JsonSchema } from './packet/display/json-forms.ts';
export { layerJsonSchema, packetJsonSchema } from './packet/display/json-schema.ts';
export { chexdump, type Dumpable, hexdump, hexstr, linehexdump } from './packet/display/dumps.ts';
export { hexdiff } from './packet/display/hexdiff.ts';
// Protocols
export { dissect, ls, packet, protocols } from './protocols/protocols.ts';
export * from './protocols/layers.ts';
export { fillChecksums } from './protocols/network/fill-checksums.ts';
export { compress } from './protocols/application/dns/compress.ts';
export type { DnsIssue } from './protocols/application/dns/damage.ts';
export { ednsHeader } from './protocols/application/dns/edns.ts';
export { lookup, type LookupTable } from './protocols/registries/lookup.ts';
export { type DHCPOption, dhcpOptions } from './protocols/application/dhcp/all-options.ts';
export * from './protocols/application/dns/records.ts';
export { dnsName } from './protocols/application/dns/name-field.ts';
export { type Rdata, type RdataGive, type RdataGiven, type RdataOf, type RdataType, rdataOf } from './protocols/application/dns/rdata.ts';
// Figures
export { canvas, type CanvasOptions, type Drawable, type FigureOptions, pdfdump, psdump, svgdump } from './text/figures/packet-dumps.ts';
export {
  diffplot,
  type DiffplotOptions,
  multiplot,
  plot,
  type PlotLines,
  type PlotOptions,
  type PlotValue,
  type PlotValues,
} from './text/figures/plots.ts';
export { timeskew, type TimeskewOptions } from './text/figures/timeskew.ts';
export { conversationGraph, type ConversationOptions, type Ends } from './text/figures/conversation-graph.ts';
export { terminalImage, type TerminalImageOptions } from './text/figures/terminal-image.ts';
export { traceGraph, type TraceGraphOptions } from './text/figures/trace-graph.ts';
export { type AnswerPair, type Trace, type TraceHop, tracesOf } from './text/figures/traces.ts';
// Captures
export {
  FLAG_CHECKSUM_NOT_READY,
  FLAG_CUT,
  FLAG_NO_TIME,
  FLAG_OUTGOING,
  FLAG_VLAN_RESTORED,
  type InterfaceInfo,
  type PacketBatch,
  type PacketSource,
  type SourceStats,
} from './capture/batch.ts';
export { dissectAt, firstLayer, packetAt } from './capture/dissect-batch.ts';
export { readHexdump } from './capture/hexdump/read-hexdump.ts';
export type { HexdumpOptions } from './capture/hexdump/walker.ts';
export { keepBatch } from './capture/keep-batch.ts';
export { type LinkType, linkType, linkTypeByName, linkTypeName } from './capture/link-types.ts';
export { type MemorySink, memorySink, type OctetSink } from './capture/octet-sink.ts';
export type { PacketRecord } from './capture/packet-record.ts';
export { PcapWriter, type PcapWriterOptions } from './capture/pcap/writer.ts';
export { PcapngWriter, type PcapngWriterOptions } from './capture/pcapng/writer.ts';
export { type CaptureSource, type CaptureVersion, type ReadOptions, readCapture } from './capture/read-capture.ts';
export type { CaptureFormat, CaptureSecrets } from './capture/walker.ts';
// Questions
export type {
  ColumnData,
  ColumnOptions,
  ColumnPlan,
  Columns,
  ColumnType,
  ColumnTypes,
  FieldName,
  TypeOfField,
} from './filter/columns.ts';
export { columns } from './filter/default-columns.ts';
export type { Plan } from './filter/plan.ts';
// Capture filters
export { type CompileOptions, compile } from './filter/bpf/compile.ts';
export { type CheckOptions, checkProgram } from './filter/bpf/program/check-program.ts';
export { filterNames, type FilterName } from './filter/bpf/text/filter-names.ts';
export { type FilterListing, formatFilter } from './filter/bpf/program/format-filter.ts';
export type { NameResolver } from './filter/bpf/link/generator.ts';
export { parseFilter } from './filter/bpf/program/parse-filter.ts';
export type { BpfProgram } from './filter/bpf/program/program.ts';
export { type FilterRunner, filterRunner, type PacketFacts, runFilter } from './filter/bpf/program/run-filter.ts';
// Streams
export type { OverlapPolicy } from './streams/overlap-policy.ts';
export type { FragmentAnomaly, FragmentAnomalyKind } from './streams/fragments/anomalies.ts';
export { defragment, type DefragmentedSource, type DefragmentSourceOptions } from './streams/fragments/defragment.ts';
export { Defragmenter, type DefragmentOptions, type DefragmentStats } from './streams/fragments/defragmenter.ts';
export { fragment, fragment6, type FragmentOptions, overlapFragments } from './streams/fragments/fragment.ts';
export type { Connection, StreamEnd, StreamSide } from './streams/tcp/connection.ts';
export type { GapReason, TcpAnomaly, TcpAnomalyKind, TcpEvent, TcpHandlers } from './streams/tcp/events.ts';
export type { TcpState } from './streams/tcp/states.ts';
export type { TcpOptions, TcpStats } from './streams/tcp/tcp-options.ts';
export { type FollowOptions, type FollowStats, followTcp, tcpEvents } from './streams/tcp/tcp-streams.ts';
export { TcpTracker } from './streams/tcp/tracker.ts';
export {
  type FollowMessageOptions,
  followMessages,
  type FollowMessageStats,
  type StreamMessageOptions,
  streamMessages,
} from './streams/messages/follow-messages.ts';
export { type MessageOptions, type MessageStats, StreamMessages } from './streams/messages/stream-messages.ts';
export type { MessageHandlers, MessageProblem, StreamMessage, UncutReason } from './streams/messages/message.ts';
export type { MessageLayers } from './streams/messages/which-layers.ts';
export type { ContentDecoders } from './streams/messages/content-decoding.ts';
export { contentDecoders } from './streams/messages/decoders/content-decoders.ts';
export { type AnalysedPacket, tcpAnalysis } from './streams/tcp/analysis/analyse.ts';
export { Pattern, type PatternOptions } from './streams/search/pattern.ts';
export {
  type FlowEnds,
  type FlowMatch,
  type FlowPatterns,
  type SearchHandlers,
  searchFlows,
  type SearchOptions,
} from './streams/search/search-flows.ts';
// Flows
export type { Flow, FlowCounts, FlowEnd } from './flows/flow.ts';
export { flowJson } from './flows/flow-json.ts';
export type { FlowOptions, FlowTimeouts, FlowTrack } from './flows/flow-options.ts';
export { FlowTable, type FlowStats } from './flows/flow-table.ts';
export { FlowMessages } from './flows/messages/flow-messages.ts';
export type { FlowMessageOptions, NetflowVersion } from './flows/messages/message-options.ts';
export type { CollectedRecord, CollectStats } from './flows/reader/collected.ts';
export { FlowReader } from './flows/reader/flow-reader.ts';
