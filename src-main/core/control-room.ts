/** The site, run: documents, engines, reservations and pushers joined into what windows ask for and follow. */
import type { CallName } from '#contract/names.ts';
import type { CameraView, Wall } from '#contract/words.ts';
import type { EngineView, PusherView, Settings } from '#contract/views.ts';
import { cameraCalls } from './calls/camera-calls.ts';
import type { Handlers } from './calls/dispatcher.ts';
import { siteCalls } from './calls/site-calls.ts';
import { watchCalls } from './calls/watch-calls.ts';
import { Prober } from './cameras/probe.ts';
import { ClockWatch } from './clock-watch.ts';
import { KeptDocument } from './documents/kept-document.ts';
import { newRuntime, RuntimeCounters, runtimeKind } from './documents/runtime-document.ts';
import { Engines, type DemoAddress } from './engines/engines.ts';
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
import { Fleet } from './pushers/fleet.ts';
import { SpecResolver } from './pushers/spec-resolver.ts';
import { endTimedOff } from './site/camera-edits.ts';
import { SecretDisposal } from './site/secret-disposal.ts';
import { hasDemo, newSite, passwordSecretsOf, siteKind, viewOfCamera } from './site/site-document.ts';
import { SiteKeeper } from './site/site-keeper.ts';
import { UndoList } from './site/undo.ts';
import { TopicHub } from './topics.ts';
import { Watch, type ReportedTile } from './watch/watch.ts';
import { newSettings, settingsKind } from './workstation/settings-document.ts';

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
  demoEngine: EnginePort<DemoAddress>;
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
type ShellCallName = Extract<CallName, `app.${string}` | `window.${string}`>;
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

export function createControlRoom(deps: ControlRoomDeps): ControlRoom {
  const { clock, log, randomId } = deps;
  const topics = new TopicHub(clock);
  const [localHost] = deps.hosts;

  const documentDeps = { documents: deps.documents, clock, log };
  const site = new KeptDocument(siteKind, newSite(randomId()), documentDeps, () => siteChanged());
  const runtime = new KeptDocument(runtimeKind, newRuntime(), documentDeps, () => showSite());
  const settings = new KeptDocument(settingsKind, newSettings(deps.workstationName), documentDeps, () => {
    topics.setOnly('settings', settings.value.settings);
    showSite();
  });
  const documents = [site, runtime, settings];

  const counters = new RuntimeCounters(runtime, log);
  const disposal = new SecretDisposal(runtime, deps.secrets, log, () => new Set(passwordSecretsOf(site.value.cameras)));
  const undos = new UndoList(clock, randomId, (removal) => disposal.dispose(passwordSecretsOf(removal.cameras)));
  const keeper = new SiteKeeper({ document: site, secrets: deps.secrets, disposal, undos, randomId });
  const clockWatch = new ClockWatch(clock, log, () => showSite());
  const resolver = new SpecResolver({ ...deps, site: () => site.value, counters, demoRtspBase: () => engines.demoRtspBase() });
  const engines = new Engines({ ...deps, topics, onChange: () => fleet.update() });
  const watch = new Watch({
    ...deps,
    workstationName: () => settings.value.settings.workstationName,
    onChange: () => fleet.update(),
  });
  const fleet = new Fleet({
    ...deps,
    topics,
    counters,
    resolver,
    site: () => site.value,
    reservations: () => watch.reservations,
    demoRtspBase: () => engines.demoRtspBase(),
    // A token's times are wall times: after a jump of the clock every one is made anew.
    grantEpoch: () => withJumps(engines.grantEpoch(), clockWatch.jumps),
    beforeResync: () => {
      clockWatch.check();
      void switchOnInTime();
      for (const document of documents) void document.recheck();
    },
  });
  const prober = new Prober(localHost, (canonical) => resolver.loginFor(canonical));

  function siteChanged(): void {
    topics.replace('cameras', byId(site.value.cameras.map(viewOfCamera)));
    topics.replace('zones', byId(site.value.zones));
    topics.replace('walls', byId(site.value.walls));
    showSite();
    fleet.update();
    if (isStarted) engines.wantDemo(hasDemo(site.value));
  }

  function showSite(): void {
    const { id, name, revision } = site.value;
    const statuses = [...documents.flatMap((document) => document.statuses), ...clockWatch.statuses()];
    topics.setOnly('site', { id, name, revision, hasDemo: hasDemo(site.value), statuses });
  }

  async function switchOnInTime(): Promise<void> {
    if (endTimedOff(site.value, clock.now()) === site.value) return;
    try {
      await keeper.edit((current) => endTimedOff(current, clock.now()));
    } catch (error) {
      log.write('warn', 'site', 'a camera could not be switched on in time', { cause: String(error) });
    }
  }

  let isStarted = false;
  return {
    async start() {
      for (const document of documents) await document.load();
      for (const document of documents) await document.keep();
      await disposal.disposeLeftovers();
      isStarted = true;
      engines.start(hasDemo(site.value));
      fleet.start();
    },
    async stop() {
      isStarted = false;
      watch.end();
      fleet.end();
      await undos.expireAll();
      for (const host of deps.hosts) await host.close();
      await engines.stop();
    },
    handlers: {
      ...cameraCalls({
        clock,
        keeper,
        prober,
        operator: () => settings.value.settings.operatorName || settings.value.settings.workstationName,
        retry: (cameraId) => fleet.retry(cameraId),
      }),
      ...siteCalls({ keeper, settings }),
      ...watchCalls({ watch, zones: () => site.value.zones }),
    },
    topics,
    isNewSite: () => !site.existed,
    windowClosed: (windowId) => watch.windowClosed(windowId),
    tileReports: () => watch.tiles(),
    onTileReport: (listener) => watch.onReport(listener),
    facts: () => ({
      cameras: topics.read('cameras'),
      walls: topics.read('walls'),
      pushers: topics.read('pushers'),
      engines: topics.read('engines'),
      settings: settings.value.settings,
      tiles: watch.tiles(),
    }),
  };
}

const withJumps = (grantEpoch: string | null, jumps: number): string | null =>
  grantEpoch === null ? null : `${grantEpoch} ${jumps}`;

const byId = <T extends { id: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.id, item]));
