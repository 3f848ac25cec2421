/** Chromium's inbound statistics (W3C webrtc-stats) in this product's words: counters as read, and rates between two readings. */

export interface ReceiverCounters {
  /** Of the reading itself, milliseconds. */
  atMs: number;
  bytesReceived: number;
  packetsReceived: number;
  packetsLost: number;
  framesReceived: number;
  framesDecoded: number;
  framesDropped: number;
  freezeCount: number;
  decodeMsTotal: number;
  jitterBufferMsTotal: number;
  jitterBufferEmitted: number;
  codec: string | null;
  width: number | null;
  height: number | null;
  decoder: string | null;
  /** True: hardware; null where the browser does not say. */
  hardwareDecoder: boolean | null;
  /** Round trip between the media server and this page. */
  roundTripMs: number | null;
}

/** Every rate is null until it has been measured. */
export interface ReceiverRates {
  receivedFps: number | null;
  decodedFps: number | null;
  bitrateKbps: number | null;
  lossPercent: number | null;
  jitterBufferMs: number | null;
  decodeMs: number | null;
}

type StatsEntry = Record<string, unknown> & { type: string; id: string };

const numberIn = (entry: StatsEntry, key: string): number | null => {
  const value = entry[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};
const textIn = (entry: StatsEntry, key: string): string | null => {
  const value = entry[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** `video/H264` → `H264`. */
const codecName = (mimeType: string | null): string | null => mimeType?.split('/')[1] ?? null;

/** Null when the report holds no inbound video yet. */
export function readCounters(report: ReadonlyMap<string, unknown>): ReceiverCounters | null {
  const entries = [...report.values()] as StatsEntry[];
  const inbound = entries.find((entry) => entry.type === 'inbound-rtp' && entry['kind'] === 'video');
  if (!inbound) return null;
  const codec = entries.find((entry) => entry.id === inbound['codecId']);
  const pair = entries.find((entry) => entry.type === 'candidate-pair' && entry['nominated'] === true);
  const roundTripSeconds = pair ? numberIn(pair, 'currentRoundTripTime') : null;
  const hardware = inbound['powerEfficientDecoder'];
  const count = (key: string) => numberIn(inbound, key) ?? 0;
  return {
    atMs: numberIn(inbound, 'timestamp') ?? 0,
    bytesReceived: count('bytesReceived'),
    packetsReceived: count('packetsReceived'),
    packetsLost: count('packetsLost'),
    framesReceived: count('framesReceived'),
    framesDecoded: count('framesDecoded'),
    framesDropped: count('framesDropped'),
    freezeCount: count('freezeCount'),
    decodeMsTotal: count('totalDecodeTime') * 1000,
    jitterBufferMsTotal: count('jitterBufferDelay') * 1000,
    jitterBufferEmitted: count('jitterBufferEmittedCount'),
    codec: codec ? codecName(textIn(codec, 'mimeType')) : null,
    width: numberIn(inbound, 'frameWidth'),
    height: numberIn(inbound, 'frameHeight'),
    decoder: textIn(inbound, 'decoderImplementation'),
    hardwareDecoder: typeof hardware === 'boolean' ? hardware : null,
    roundTripMs: roundTripSeconds === null ? null : roundTripSeconds * 1000,
  };
}

export const unmeasuredRates: ReceiverRates = {
  receivedFps: null,
  decodedFps: null,
  bitrateKbps: null,
  lossPercent: null,
  jitterBufferMs: null,
  decodeMs: null,
};

export function ratesBetween(before: ReceiverCounters, after: ReceiverCounters): ReceiverRates {
  const seconds = (after.atMs - before.atMs) / 1000;
  // Counters that run backwards belong to another receiver.
  if (seconds <= 0 || after.bytesReceived < before.bytesReceived) return unmeasuredRates;
  const per = (total: number, count: number) => (count > 0 ? total / count : null);
  const received = after.packetsReceived - before.packetsReceived;
  // A late packet counts as lost first and as received later, so the difference may be negative (RFC 3550, section 6.4.1).
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const decoded = after.framesDecoded - before.framesDecoded;
  return {
    receivedFps: (after.framesReceived - before.framesReceived) / seconds,
    decodedFps: decoded / seconds,
    bitrateKbps: ((after.bytesReceived - before.bytesReceived) * 8) / 1000 / seconds,
    lossPercent: received + lost > 0 ? (100 * lost) / (received + lost) : null,
    jitterBufferMs: per(
      after.jitterBufferMsTotal - before.jitterBufferMsTotal,
      after.jitterBufferEmitted - before.jitterBufferEmitted,
    ),
    decodeMs: per(after.decodeMsTotal - before.decodeMsTotal, decoded),
  };
}
