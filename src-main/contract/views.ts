/** What topics carry: main's observed state as windows see it. */
import { z } from 'zod';
import { DelayLegs, Delivery, StreamFacts } from './facts.ts';
import { FaultCode, Status } from './faults.ts';
import { CameraId, HostId, UnixMs, WallId } from './words.ts';

export const SiteView = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.number().int(),
  /** True while the site holds the six demo cameras. */
  hasDemo: z.boolean(),
  /** Faults of the site's documents, disk and secrets; empty when all is well. */
  statuses: z.array(Status),
});
export type SiteView = z.infer<typeof SiteView>;

/** `idle` nobody wants it · `starting` the process is not up yet · `connecting` it is, no frame yet · `publishing` frames leave ·
 * `retrying` a fault, tried again by itself · `held` waits for a person · `refused` this stream cannot pass · `stopping`. */
export const PusherState = z.enum(['idle', 'starting', 'connecting', 'publishing', 'retrying', 'held', 'refused', 'stopping']);
export type PusherState = z.infer<typeof PusherState>;

export const PusherView = z.object({
  cameraId: CameraId,
  hostId: HostId,
  generation: z.number().int(),
  state: PusherState,
  since: UnixMs,
  status: Status.nullable(),
  attempt: z.number().int(),
  nextTryAt: UnixMs.nullable(),
  facts: StreamFacts.nullable(),
  delivery: Delivery.nullable(),
  delay: DelayLegs.nullable(),
  /** Why it runs or does not, in the planner's words (a text key with parameters). */
  reason: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
export type PusherView = z.infer<typeof PusherView>;

export const EngineView = z.object({
  id: z.enum(['media-server', 'demo-cameras']),
  state: z.enum(['stopped', 'starting', 'running', 'restarting', 'failed']),
  since: UnixMs,
  status: Status.nullable(),
  version: z.string().nullable(),
  nextTryAt: UnixMs.nullable(),
});
export type EngineView = z.infer<typeof EngineView>;

/** This workstation's own settings; nothing here belongs to the site. */
export const Settings = z.object({
  workstationName: z.string().min(1).max(100),
  operatorName: z.string().max(100),
  language: z.string(),
  theme: z.enum(['dark']),
  startWallId: WallId.nullable(),
  showStats: z.boolean(),
  singleKeyShortcuts: z.boolean(),
  firstRunDone: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const TileState = z.enum([
  'connecting',
  'live',
  'degraded',
  'stale',
  'frozen',
  'no-signal',
  'not-authorised',
  'decode-limited',
  'off',
]);
export type TileState = z.infer<typeof TileState>;

/** What a window says of one of its tiles, once a second: measured in the page, used by the console, the smoke run and alarms. */
export const TileReport = z.object({
  cameraId: CameraId,
  state: TileState,
  code: FaultCode.nullable(),
  presentedFrames: z.number().int(),
  presentedFps: z.number().nullable(),
  receivedFps: z.number().nullable(),
  /** Capture to screen, median and 95th percentile of the last 10 s. */
  delayMs: z.number().nullable(),
  delayP95Ms: z.number().nullable(),
  /** From asking for the tile to its first presented frame. */
  firstPictureMs: z.number().nullable(),
  lastFrameAgeMs: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
});
export type TileReport = z.infer<typeof TileReport>;
