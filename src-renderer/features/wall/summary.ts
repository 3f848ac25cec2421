/** The wall in one line, for the status strip and the alarm counts. */
import type { Alarm } from './alarm.ts';
import type { TileView } from './tile-view.ts';

export interface WallSummary {
  live: number;
  /** Cameras on the wall, without those switched off. */
  total: number;
  /** Of the tiles: the median of their medians, and the 95th percentile of their 95th; null while none can be measured. */
  medianDelayMs: number | null;
  p95DelayMs: number | null;
  /** Pictures being decoded, and how many of them by hardware (null: the browser does not say). */
  decoding: number;
  hardwareDecoding: number | null;
  /** Received by this window. */
  receivedKbps: number | null;
  criticalAlarms: number;
  warningAlarms: number;
}

export const emptySummary: WallSummary = {
  live: 0,
  total: 0,
  medianDelayMs: null,
  p95DelayMs: null,
  decoding: 0,
  hardwareDecoding: null,
  receivedKbps: null,
  criticalAlarms: 0,
  warningAlarms: 0,
};

const measured = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** Nearest rank, `share` from 0 to 1. */
function percentile(values: readonly (number | null)[], share: number): number | null {
  const sorted = measured(values).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export function summaryOf(tiles: readonly TileView[], alarms: readonly Alarm[]): WallSummary {
  const moving = tiles.filter((tile) => tile.state === 'live' || tile.state === 'degraded');
  const figures = moving.map((tile) => tile.figures);
  const rates = measured(figures.map((each) => each.bitrateKbps));
  const hardware = figures.map((each) => each.hardwareDecoder).filter((each) => each !== null);
  return {
    live: tiles.filter((tile) => tile.state === 'live').length,
    total: tiles.filter((tile) => tile.state !== 'off').length,
    medianDelayMs: percentile(
      figures.map((each) => each.delayMs),
      0.5,
    ),
    p95DelayMs: percentile(
      figures.map((each) => each.delayP95Ms),
      0.95,
    ),
    decoding: moving.length,
    hardwareDecoding: hardware.length > 0 ? hardware.filter(Boolean).length : null,
    receivedKbps: rates.length > 0 ? rates.reduce((sum, rate) => sum + rate, 0) : null,
    criticalAlarms: alarms.filter((alarm) => alarm.severity === 'critical').length,
    warningAlarms: alarms.filter((alarm) => alarm.severity === 'warning').length,
  };
}
