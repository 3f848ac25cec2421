/** Claims of windows on cameras. Pure; all times are monotonic, so that setting the clock neither ends nor prolongs a claim. */
import type { CameraId } from '#contract/words.ts';

/** A claim lives this long after its window was last heard of. */
export const CLAIM_LIFE_MS = 3_600_000;
/** A released camera is kept running this long: the next wall often wants it again. */
export const LINGER_MS = 30_000;

interface Claim {
  windowId: string;
  cameraId: CameraId;
  until: number;
  released: boolean;
}

export type Reservations = readonly Claim[];

/** Why a camera is reserved: by how many windows, or only lingering after the last one let go. */
export interface Reserved {
  windows: number;
  until: number;
}

/** The window shows exactly these cameras from now on; what it showed before lingers. Said again, it renews the claims. */
export function watch(reservations: Reservations, windowId: string, cameraIds: readonly CameraId[], now: number): Reservations {
  const watched = new Set(cameraIds);
  const kept = reservations.flatMap((claim) => {
    if (claim.windowId !== windowId) return [claim];
    return watched.has(claim.cameraId) ? [] : [release(claim, now)];
  });
  const claimed = [...watched].map((cameraId) => ({ windowId, cameraId, until: now + CLAIM_LIFE_MS, released: false }));
  return [...kept, ...claimed];
}

/** The window is gone. */
export const releaseWindow = (reservations: Reservations, windowId: string, now: number): Reservations =>
  reservations.map((claim) => (claim.windowId === windowId ? release(claim, now) : claim));

export const holds = (reservations: Reservations, windowId: string, cameraId: CameraId, now: number): boolean =>
  reservations.some(
    (claim) => claim.windowId === windowId && claim.cameraId === cameraId && !claim.released && claim.until > now,
  );

export const dropEnded = (reservations: Reservations, now: number): Reservations =>
  reservations.some((claim) => claim.until <= now) ? reservations.filter((claim) => claim.until > now) : reservations;

/** Reserved cameras; `windows` is 0 for one that only lingers. */
export function reservedCameras(reservations: Reservations, now: number): Map<CameraId, Reserved> {
  const reserved = new Map<CameraId, Reserved>();
  for (const claim of reservations) {
    if (claim.until <= now) continue;
    const known = reserved.get(claim.cameraId) ?? { windows: 0, until: 0 };
    reserved.set(claim.cameraId, {
      windows: known.windows + (claim.released ? 0 : 1),
      until: Math.max(known.until, claim.until),
    });
  }
  return reserved;
}

/** When the next claim ends; null where there is none. */
export const nextEnd = (reservations: Reservations): number | null =>
  reservations.reduce<number | null>((earliest, { until }) => (earliest === null ? until : Math.min(earliest, until)), null);

const release = (claim: Claim, now: number): Claim =>
  claim.released ? claim : { ...claim, released: true, until: Math.min(claim.until, now + LINGER_MS) };
