/** Measured facts about a camera's stream and its way to the media server. Null is "no data", never zero. */
import { z } from 'zod';
import { FaultCode } from './faults.ts';

const Measured = z.number().nullable();
const Percentiles = z.object({ p50: z.number(), p95: z.number() });

export const StreamFacts = z.object({
  codec: z.string().nullable(),
  profile: z.string().nullable(),
  level: z.string().nullable(),
  width: Measured,
  height: Measured,
  /** Rolling, measured from packets; the SDP's claim is not used. */
  fps: Measured,
  gopFrames: Measured,
  gopMs: Measured,
  bFrames: z.boolean().nullable(),
  bitrateKbps: Measured,
  audio: z.string().nullable(),
  auth: z.enum(['none', 'basic', 'digest']).nullable(),
  /** Camera's clock minus this host's, from RTCP sender reports (RFC 3550, section 6.4.1). */
  clockOffsetMs: Measured,
  clockPlausible: z.boolean().nullable(),
  packetsReceived: Measured,
  packetsLost: Measured,
  /** Interarrival jitter (RFC 3550, section 6.4.1). */
  jitterMs: Measured,
});
export type StreamFacts = z.infer<typeof StreamFacts>;

export const Delivery = z.object({
  mode: z.enum(['passthrough', 'transcode', 'refused', 'undecided']),
  reasonCode: z.string(),
  reason: z.string(),
});
export type Delivery = z.infer<typeof Delivery>;

/** Legs up to the media server; null is "not measured" and is drawn hatched. */
export const DelayLegs = z.object({
  cameraToArrivalMs: Percentiles.nullable(),
  arrivalToDepartureMs: Percentiles.nullable(),
  toSfuMs: Measured,
});
export type DelayLegs = z.infer<typeof DelayLegs>;

/** One request of the RTSP conversation (RFC 2326 / RFC 7826), as it was answered. */
export const RtspAnswer = z.object({ method: z.string(), status: z.number(), ms: z.number() });

export const ProbeResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    facts: StreamFacts.extend({ timeToFirstKeyframeMs: Measured, server: z.string().nullable() }),
    verdict: Delivery,
    answers: z.array(RtspAnswer),
  }),
  z.object({ ok: z.literal(false), code: FaultCode, detail: z.string(), answers: z.array(RtspAnswer) }),
]);
export type ProbeResult = z.infer<typeof ProbeResult>;
