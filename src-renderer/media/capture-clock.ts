/** From a frame's RTP timestamp to the moment its camera captured it (abs-capture-time, W3C webrtc-extensions). */

/** Milliseconds from the NTP era (1900) to the Unix era (1970), RFC 5905. */
const ntpToUnixMs = 2_208_988_800_000;
/** RTP clock of video (RFC 6184, section 8.2.1), in ticks per millisecond. */
const videoTicksPerMs = 90;

/** One known pair of the two clocks; valid for as long as the camera's clock does not drift, some seconds. */
export interface CaptureReference {
  rtpTimestamp: number;
  captureUnixMs: number;
}

/** Of `RTCRtpReceiver.getSynchronizationSources()`; null when the publisher sends no capture time. */
export function captureReferenceOf(
  source: { rtpTimestamp: number; captureTimestamp?: number } | undefined,
): CaptureReference | null {
  if (source?.captureTimestamp === undefined || source.captureTimestamp <= 0) return null;
  return { rtpTimestamp: source.rtpTimestamp, captureUnixMs: source.captureTimestamp - ntpToUnixMs };
}

/** Capture time in Unix milliseconds of the frame with this RTP timestamp. RTP timestamps wrap at 2^32. */
export function captureTimeOf(reference: CaptureReference, rtpTimestamp: number): number {
  const ticks = (rtpTimestamp - reference.rtpTimestamp) | 0;
  return reference.captureUnixMs + ticks / videoTicksPerMs;
}
