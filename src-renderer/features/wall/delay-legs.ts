/** A picture's way from the camera's sensor to the screen, leg by leg. A leg nobody measured is said to be so, never guessed. */
import type { DelayLegs } from '#contract/facts.ts';
import type { StreamFacts } from '../../media/camera-stream.ts';

export const legNames = ['camera', 'pusher', 'upload', 'server', 'network', 'jitter-buffer', 'decode'] as const;
type LegName = (typeof legNames)[number];

export interface Leg {
  name: LegName;
  /** Median; null: not measured. */
  ms: number | null;
  /** Of the bar's length, from 0 to 1. The unmeasured legs share what the measured ones leave of the whole. */
  share: number;
}

type Received = Pick<StreamFacts, 'receiptToScreenMs' | 'jitterBufferMs' | 'counters'>;

function measuredLegs(upstream: DelayLegs | null, stream: Received): Record<LegName, number | null> {
  const { receiptToScreenMs, jitterBufferMs, counters } = stream;
  const roundTripMs = counters?.roundTripMs ?? null;
  return {
    camera: upstream?.cameraToArrivalMs?.p50 ?? null,
    pusher: upstream?.arrivalToDepartureMs?.p50 ?? null,
    upload: upstream?.toSfuMs ?? null,
    // Nothing inside the media server stamps a packet's arrival and departure.
    server: null,
    network: roundTripMs === null ? null : roundTripMs / 2,
    'jitter-buffer': jitterBufferMs,
    decode: receiptToScreenMs === null || jitterBufferMs === null ? null : Math.max(0, receiptToScreenMs - jitterBufferMs),
  };
}

/** @param totalMs capture to screen, where it is known. */
export function delayLegsOf(totalMs: number | null, upstream: DelayLegs | null, stream: Received): Leg[] {
  const measured = measuredLegs(upstream, stream);
  const sumMs = Object.values(measured).reduce<number>((sum, ms) => sum + Math.max(0, ms ?? 0), 0);
  const unmeasuredCount = legNames.filter((name) => measured[name] === null).length;
  const restMs = Math.max(0, (totalMs ?? sumMs) - sumMs);
  const wholeMs = sumMs + restMs;
  return legNames.map((name) => {
    const ms = measured[name];
    const lengthMs = ms === null ? restMs / unmeasuredCount : Math.max(0, ms);
    return { name, ms, share: wholeMs > 0 ? lengthMs / wholeMs : 0 };
  });
}
