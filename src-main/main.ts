/** The composition root: builds each part once, starts them in order, stops them in reverse. It decides nothing. */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { app, session } from 'electron';
import { devDependencies } from '../package.json';
import { systemClock as clock } from './adapters/clock/system-clock.ts';
import { createDemoCameras } from './adapters/engines/demo-cameras.ts';
import { createLiveKitServer } from './adapters/engines/livekit-server.ts';
import { loadOrCreateApiKeys, type ApiKeys } from './adapters/livekit/api-keys.ts';
import { createLiveKitMediaServer } from './adapters/livekit/media-server.ts';
import { createSfuIngest } from './adapters/livekit/sfu-ingest.ts';
import { createLocalHost } from './adapters/local/local-host.ts';
import { createConsoleWriter } from './adapters/log/console.ts';
import { createLineLog, createLog } from './adapters/log/log.ts';
import { createRedactor } from './adapters/log/redact.ts';
import { createRotatingFile } from './adapters/log/rotating-file.ts';
import { chooseSeal } from './adapters/secrets/choose-seal.ts';
import { createKeyringSeal } from './adapters/secrets/electron-secrets.ts';
import { createSecretStore } from './adapters/secrets/secret-store.ts';
import { createElectronSettings } from './adapters/store/electron-settings.ts';
import { createFileDocuments } from './adapters/store/file-documents.ts';
import { splitDocuments } from './adapters/store/split-documents.ts';
import { createDispatcher } from './core/calls/dispatcher.ts';
import { createControlRoom } from './core/control-room.ts';
import { platform } from './platform.ts';
import { profileIn, shippedWith } from './profile.ts';
import { findProgram, type ProgramName } from './programs/find.ts';
import { askVersion } from './programs/version.ts';
import { appCalls } from './shell/app-calls.ts';
import { registerAppScheme, serveApp } from './shell/app-protocol.ts';
import { parseArguments } from './shell/arguments.ts';
import { followAlong } from './shell/console.ts';
import { configureChromium } from './shell/chromium.ts';
import { bindContract } from './shell/contract-binding.ts';
import { takeDemoIfNew } from './shell/first-start.ts';
import { lockNavigation, lockNetwork, lockPermissions } from './shell/guards.ts';
import { endInOrder } from './shell/life.ts';
import { watchPower } from './shell/power.ts';
import { writeScreenshots } from './shell/screenshots.ts';
import { runSmoke } from './shell/smoke.ts';
import { loadTexts } from './shell/texts.ts';
import { windowCalls } from './shell/window-calls.ts';
import { Windows } from './shell/windows.ts';

const startedAt = clock.now();
const said = parseArguments(process.argv);
configureChromium(process.env.CONTROL_ROOM_USER_DATA ? path.resolve(process.env.CONTROL_ROOM_USER_DATA) : null);
registerAppScheme();
const profile = profileIn(app.getPath('userData'));
const shipped = shippedWith(app.getAppPath(), app.isPackaged ? process.resourcesPath : null);

const redactor = createRedactor();
const say = createConsoleWriter(process.stdout, redactor);
const complain = createConsoleWriter(process.stderr, redactor);
const logFile = (name: string) =>
  createRotatingFile({
    file: path.join(profile.logDir, name),
    maxBytes: 5_000_000,
    keep: 4,
    onFailure: (cause) => complain(`The log ${name} cannot be written: ${String(cause)}`),
  });
const log = createLog({ file: logFile('control-room.log'), redactor, level: 'info', now: () => clock.now() });
const texts = loadTexts(shipped.localesDir, 'en');
const randomId = (): string => randomBytes(16).toString('hex');

const find = (name: ProgramName): string | null =>
  findProgram(name, {
    env: process.env,
    cacheDir: platform.cacheDir(process.env),
    packagedDir: shipped.programsDir,
    suffix: platform.executableSuffix,
  });

async function run(): Promise<void> {
  const documents = splitDocuments(
    createFileDocuments(profile.documentsDir, () => clock.now()),
    {
      settings: createElectronSettings(profile.documentsDir, () => clock.now()),
    },
  );
  const { seal, olderSeals } = chooseSeal(createKeyringSeal(), {
    keyFile: profile.keyFile,
    saltFile: profile.saltFile,
    passphraseFile: process.env.CONTROL_ROOM_PASSPHRASE_FILE ?? null,
  });
  const secrets = createSecretStore({ documents, seal, olderSeals, onValue: (value) => redactor.learn(value), log });

  let apiKeys: Promise<ApiKeys> | undefined;
  const keys = (): Promise<ApiKeys> => (apiKeys ??= loadOrCreateApiKeys(secrets));
  const mediaEngine = createLiveKitServer({
    findProgram: find,
    keys,
    directory: profile.enginesDir,
    onLogLine: createLineLog(logFile('livekit-server.log'), redactor),
    clock,
    log,
    random: Math.random,
  });
  const demoEngine = createDemoCameras({
    findProgram: find,
    clipsDir: shipped.clipsDir,
    onLogLine: createLineLog(logFile('demo-cameras.log'), redactor),
    clock,
    log,
    random: Math.random,
  });
  const host = createLocalHost({
    findPusher: () => find('pusher'),
    stateDir: profile.pusherStateDir,
    onLogLine: createLineLog(logFile('pushers.log'), redactor),
    clock,
    log,
  });
  const connection = { address: () => mediaEngine.address(), keys, now: () => clock.now() };
  const room = createControlRoom({
    clock,
    log,
    documents,
    secrets,
    hosts: [host],
    ingest: createSfuIngest(connection),
    media: createLiveKitMediaServer(connection),
    mediaEngine,
    demoEngine,
    randomId,
    random: Math.random,
    owner: os.hostname(),
    workstationName: os.hostname(),
  });

  const windows = new Windows({
    preloadFile: shipped.preloadFile,
    documents,
    clock,
    log,
    onClosed: (id) => room.windowClosed(id),
  });
  const dispatch = createDispatcher({
    handlers: {
      ...room.handlers,
      ...windowCalls(windows),
      ...appCalls({
        startedAt,
        logDir: profile.logDir,
        isTestRuntime: process.versions.electron !== devDependencies.electron,
        secrets,
        mediaEngine,
        demoEngine,
        pusherVersion: async () => askVersion(find('pusher') ?? 'pusher'),
      }),
    },
    log,
    randomId,
  });
  serveApp(shipped.pagesDir);
  lockPermissions(session.defaultSession);
  lockNetwork(session.defaultSession, () => mediaEngine.address()?.apiUrl ?? null, log);
  bindContract({ dispatch, topics: room.topics, windows, log });
  watchPower(clock, log);
  const ending = endInOrder(() => room.stop(), log);

  windows.openOperator(await windows.loadSaved());
  app.on('second-instance', () => windows.focusFirst());
  if (said.screenshotFile !== null) {
    writeScreenshots(() => windows.first()?.browserWindow ?? null, said.screenshotFile, log);
  }
  // A verdict as JSON has standard output for itself.
  const tell = said.json ? complain : say;
  if (said.console) followAlong({ room, clock, texts, say: tell });
  await room.start();
  if (said.demoIfNew) await takeDemoIfNew({ room, dispatch, texts, say: tell });
  if (said.smoke) runSmoke({ room, clock, texts, json: said.json, say, onVerdict: (exitCode) => ending.quit(exitCode) });
}

lockNavigation(log);
if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(run)
    .catch((cause: unknown) => {
      log.write('error', 'main', 'the app could not start', { cause });
      complain(texts('console.cannotStart', { reason: cause instanceof Error ? cause.message : String(cause) }));
      app.exit(1);
    });
} else {
  complain(texts('console.alreadyRunning', { profile: app.getPath('userData') }));
  app.exit(1);
}
