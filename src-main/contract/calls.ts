/** The table of queries and commands. It knows no transport: IPC now, a socket for other workstations by the same names. */
import { z } from 'zod';
import { ProbeResult } from './facts.ts';
import type { CallName } from './names.ts';
import { Settings, TileReport } from './views.ts';
import { CameraId, CameraView, UnixMs, Wall, WallId, ZoneId } from './words.ts';

/** Which windows may call it: `operator` is the full control room, `wall` a wall window, `kiosk` a locked one. */
export const WindowRole = z.enum(['operator', 'wall', 'kiosk']);
export type WindowRole = z.infer<typeof WindowRole>;

interface Call<I extends z.ZodType, O extends z.ZodType> {
  kind: 'query' | 'command';
  roles: readonly WindowRole[];
  input: I;
  output: O;
}
const everyone = ['operator', 'wall', 'kiosk'] as const;
const operators = ['operator'] as const;
const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  kind: 'query',
  roles: everyone,
  input,
  output,
});
const wallCommand = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  kind: 'command',
  roles: everyone,
  input,
  output,
});
const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  kind: 'command',
  roles: operators,
  input,
  output,
});

const Nothing = z.undefined();
const RtspUrl = z.string().trim().min(1).max(2048);
/** What a destroying command gives back: hand it to `site.undo` within its life. */
const Undo = z.object({ undoId: z.string(), expiresAt: UnixMs });

/** A camera as a person enters it. The URL may carry a login; it is moved into the secret store before anything is kept. */
const CameraDraft = z.object({
  id: CameraId.optional(),
  name: z.string().trim().min(1).max(200),
  zoneId: ZoneId.optional(),
  url: RtspUrl,
  username: z.string().max(200).optional(),
  password: z.string().max(500).optional(),
  alwaysOn: z.boolean().optional(),
});

/** Why: shown by first run and by Settings. A check that has not run says so. */
export const Check = z.object({
  id: z.enum(['media-server', 'pusher', 'demo-cameras', 'secrets', 'docker']),
  state: z.enum(['passed', 'failed', 'not-tested', 'not-needed']),
  detail: z.string(),
});
export type Check = z.infer<typeof Check>;

export const AppInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  platform: z.string(),
  role: WindowRole,
  /** The pinned runtime that tests use where the official Electron cannot be had; never shipped. */
  testRuntime: z.boolean(),
  sandboxed: z.boolean(),
  /** How secrets are kept: the desktop's key ring, or a file sealed with a key file. */
  secrets: z.enum(['keyring', 'sealed-file']),
  logDir: z.string(),
  startedAt: UnixMs,
});
export type AppInfo = z.infer<typeof AppInfo>;

export const ViewerSession = z.object({
  url: z.string(),
  token: z.string(),
  room: z.string(),
  identity: z.string(),
  expiresAt: UnixMs,
});
export type ViewerSession = z.infer<typeof ViewerSession>;

export const calls = {
  'app.info': query(Nothing, AppInfo),
  'app.checks': query(Nothing, z.array(Check)),
  'app.revealLogs': command(Nothing, Nothing),

  'window.minimize': wallCommand(Nothing, Nothing),
  'window.toggleMaximize': wallCommand(Nothing, Nothing),
  'window.toggleFullScreen': wallCommand(Nothing, Nothing),
  'window.close': wallCommand(Nothing, Nothing),

  /** Looks at a stream for a few seconds, from the host that would push it. Spends from the camera's login budget. Without a login,
   * the one stored for a camera of this very address is used. */
  'camera.probe': command(
    z.object({
      url: RtspUrl,
      username: z.string().max(200).optional(),
      password: z.string().max(500).optional(),
      seconds: z.number().min(1).max(20).optional(),
    }),
    ProbeResult,
  ),
  'camera.add': command(CameraDraft, CameraView),
  'camera.update': command(
    z.object({
      id: CameraId,
      name: z.string().trim().min(1).max(200).optional(),
      zoneId: ZoneId.optional(),
      url: RtspUrl.optional(),
      username: z.string().max(200).optional(),
      /** Absent: unchanged. Empty: removed. */
      password: z.string().max(500).optional(),
      alwaysOn: z.boolean().optional(),
    }),
    CameraView,
  ),
  'camera.remove': command(z.object({ ids: z.array(CameraId).min(1).max(500) }), Undo),
  /** A person asks for another try now: resets back-off and a spent login budget. */
  'camera.retry': command(z.object({ id: CameraId }), Nothing),
  'camera.switchOff': command(z.object({ id: CameraId, reason: z.string().max(200), until: UnixMs.nullable() }), Nothing),
  'camera.switchOn': command(z.object({ id: CameraId }), Nothing),

  'site.rename': command(z.object({ name: z.string().trim().min(1).max(100) }), Nothing),
  'site.undo': command(z.object({ undoId: z.string() }), Nothing),
  'demo.install': command(Nothing, z.object({ wallId: WallId })),
  'demo.remove': command(Nothing, Undo),

  /** Creates or replaces. Without an id a new wall is made. */
  'wall.save': command(Wall.partial({ id: true }), Wall),
  'wall.remove': command(z.object({ id: WallId }), Undo),

  /** The cameras this window shows, whole and anew each time; they are reserved while the window lives. */
  'watch.set': wallCommand(z.object({ cameraIds: z.array(CameraId).max(500) }), Nothing),
  /** A fresh viewer token for one zone's room: subscribe only, one hour. */
  'watch.join': wallCommand(z.object({ zoneId: ZoneId }), ViewerSession),
  'watch.report': wallCommand(z.object({ tiles: z.array(TileReport).max(500) }), Nothing),

  'settings.update': command(Settings.partial(), Settings),
} as const satisfies Record<CallName, Call<z.ZodType, z.ZodType>>;

export type Calls = typeof calls;
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;
