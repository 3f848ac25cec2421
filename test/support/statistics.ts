/** Percentiles and paired ratios of measured series. */

/** The value below which the given share of the series lies (nearest rank); `share` is 0…1. */
export function percentile(series: readonly number[], share: number): number {
  const sorted = [...series].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('a percentile of nothing');
  return value;
}

export const median = (series: readonly number[]): number => percentile(series, 0.5);

/** Ratios a/b of the same round: what changes between rounds falls out. */
export function pairedRatios(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new Error('unequal rounds');
  return a.map((value, round) => value / (b[round] ?? Number.NaN));
}
