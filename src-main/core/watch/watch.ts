/** What windows show: their claims on cameras, their tokens, and what they report of their tiles. */
import { AppError } from '#contract/faults.ts';
import type { ViewerSession } from '#contract/calls.ts';
import type { TileReport } from '#contract/views.ts';
import { roomOfZone, type CameraId, type ZoneId } from '#contract/words.ts';
import { suggestId } from '../cameras/camera-id.ts';
import type { Clock, MediaServerPort, Unsubscribe } from '../ports.ts';
import { dropEnded, holds, nextEnd, releaseWindow, watch, type Reservations } from '../reservations/reservations.ts';

/** Checked by the media server when a viewer joins, not afterwards. */
const VIEWER_TOKEN_LIFE_MS = 3_600_000;
/** The longest a timer may be set for, so that it is exact again after the computer slept. */
const MAX_TIMER_MS = 60_000;

export interface ReportedTile {
  windowId: string;
  report: TileReport;
  /** Monotonic milliseconds. */
  reportedAt: number;
}

interface WatchDeps {
  clock: Clock;
  media: MediaServerPort;
  randomId: () => string;
  workstationName: () => string;
  /** Which cameras are reserved has changed, or may have. */
  onChange: () => void;
}

export class Watch {
  readonly #deps: WatchDeps;
  readonly #tiles = new Map<string, Map<CameraId, ReportedTile>>();
  readonly #listeners = new Set<(tile: ReportedTile) => void>();
  /** What each window last said it shows. */
  readonly #shown = new Map<string, readonly CameraId[]>();
  #reservations: Reservations = [];
  #cancelTimer: () => void = () => undefined;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  get reservations(): Reservations {
    return this.#reservations;
  }

  /** Reports of cameras that the window no longer shows are dropped with their claims. */
  set(windowId: string, cameraIds: readonly CameraId[]): void {
    this.#shown.set(windowId, cameraIds);
    const shown = new Set(cameraIds);
    const tiles = this.#tiles.get(windowId);
    for (const cameraId of tiles?.keys() ?? []) if (!shown.has(cameraId)) tiles?.delete(cameraId);
    this.#reserve(watch(this.#reservations, windowId, cameraIds, this.#deps.clock.monotonic()));
  }

  async join(windowId: string, zoneId: ZoneId): Promise<ViewerSession> {
    const { media, randomId, workstationName } = this.#deps;
    const room = roomOfZone(zoneId);
    const workstation = suggestId(workstationName(), 'workstation', () => false);
    const identity = `viewer-${workstation}-${windowId}-${randomId()}`;
    const granted = await media.viewerToken({ room, identity, name: workstationName(), ttlMs: VIEWER_TOKEN_LIFE_MS });
    return { ...granted, room, identity };
  }

  /** All tiles of a window, once a second. A report also says that the window lives: its claims are renewed, and made again where
   * they ended while the computer slept. */
  report(windowId: string, reports: readonly TileReport[]): void {
    const reportedAt = this.#deps.clock.monotonic();
    const shown = this.#shown.get(windowId) ?? [];
    const hasLost = shown.some((cameraId) => !holds(this.#reservations, windowId, cameraId, reportedAt));
    this.#reservations = watch(this.#reservations, windowId, shown, reportedAt);
    if (hasLost) this.#reserve(this.#reservations);
    const tiles = reports.map((report): ReportedTile => ({ windowId, report, reportedAt }));
    this.#tiles.set(windowId, new Map(tiles.map((tile) => [tile.report.cameraId, tile])));
    for (const tile of tiles) for (const listener of this.#listeners) listener(tile);
  }

  windowClosed(windowId: string): void {
    this.#tiles.delete(windowId);
    this.#shown.delete(windowId);
    this.#reserve(releaseWindow(this.#reservations, windowId, this.#deps.clock.monotonic()));
  }

  tiles(): readonly ReportedTile[] {
    return [...this.#tiles.values()].flatMap((tiles) => [...tiles.values()]);
  }

  onReport(listener: (tile: ReportedTile) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  end(): void {
    this.#cancelTimer();
  }

  #reserve(reservations: Reservations): void {
    const { clock, onChange } = this.#deps;
    this.#cancelTimer();
    this.#reservations = dropEnded(reservations, clock.monotonic());
    const end = nextEnd(this.#reservations);
    if (end !== null) {
      const delayMs = Math.min(MAX_TIMER_MS, Math.max(0, end - clock.monotonic()));
      this.#cancelTimer = clock.after(delayMs, () => this.#reserve(this.#reservations));
    }
    onChange();
  }
}

/** Refuses a zone the site does not have, before a token is made for its room. */
export function requireZone(zones: readonly { id: ZoneId }[], zoneId: ZoneId): void {
  if (!zones.some(({ id }) => id === zoneId)) throw new AppError('ZONE_UNKNOWN', { id: zoneId });
}
