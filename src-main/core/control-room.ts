/** The site, run: documents, engines, reservations and pushers joined into what a window may ask for and follow. */
import type { CallName } from '#contract/names.ts';
import type { CameraView, Wall } from '#contract/words.ts';
import type { EngineView, PusherView, Settings } from '#contract/views.ts';
import type { Handlers } from './calls/dispatcher.ts';
import type {
  Clock,
  DocumentStorePort,
  EnginePort,
  HostPort,
  IngestPort,
  LogPort,
  MediaServerAddress,
  MediaServerPort,
  SecretStorePort,
  Unsubscribe,
} from './ports.ts';
import type { TopicHub } from './topics.ts';
import type { ReportedTile } from './watch/watch.ts';

export type { ReportedTile } from './watch/watch.ts';

export interface ControlRoomDeps {
  clock: Clock;
  log: LogPort;
  documents: DocumentStorePort;
  secrets: SecretStorePort;
  /** The first one carries cameras that name no other. */
  hosts: readonly [HostPort, ...HostPort[]];
  ingest: IngestPort;
  media: MediaServerPort;
  mediaEngine: EnginePort<MediaServerAddress>;
  /** `rtspBase` has no slash at its end: `rtsp://127.0.0.1:40123`. */
  demoEngine: EnginePort<{ rtspBase: string }>;
  /** Small letters and digits, at least 16, not guessable. */
  randomId: () => string;
  /** At least 0, below 1; for jitter. */
  random: () => number;
  /** Marks pushers as this installation's. */
  owner: string;
  /** Taken when the settings do not exist yet. */
  workstationName: string;
}

/** What shell answers by itself, because only it knows windows and the runtime. */
export type ShellCallName = Extract<CallName, `app.${string}` | `window.${string}`>;
export type CoreCallName = Exclude<CallName, ShellCallName>;

/** All that the console and the smoke run look at. */
export interface RoomFacts {
  cameras: Record<string, CameraView>;
  walls: Record<string, Wall>;
  pushers: Record<string, PusherView>;
  engines: Record<string, EngineView>;
  settings: Settings;
  tiles: readonly ReportedTile[];
}

export interface ControlRoom {
  /** Loads the documents and starts the engines. A broken document or engine is reported in its topic and does not reject. */
  start(): Promise<void>;
  /** Ends pushers on hosts that end with the app, then the engines, in reverse order. */
  stop(): Promise<void>;
  readonly handlers: Handlers<CoreCallName>;
  readonly topics: TopicHub;
  /** True when `start` found no site document. */
  isNewSite(): boolean;
  windowClosed(windowId: string): void;
  /** The newest report for every window and camera. */
  tileReports(): readonly ReportedTile[];
  onTileReport(listener: (tile: ReportedTile) => void): Unsubscribe;
  facts(): RoomFacts;
}

export declare function createControlRoom(deps: ControlRoomDeps): ControlRoom;
