/** Every fault the product knows: a code, how bad it is, and whether trying again by itself makes sense. The sentence and the
 * next step stand in the locale files under `fault.CODE.title` and `fault.CODE.next`. */
import { z } from 'zod';
import { Params, Severity, UnixMs } from './words.ts';

type Retry = 'auto' | 'person' | 'never';
const fault = (severity: Severity, retry: Retry) => ({ severity, retry });

export const faults = {
  // The camera, seen from its pusher
  URL_INVALID: fault('warning', 'person'),
  CAMERA_NAME_UNRESOLVED: fault('critical', 'auto'),
  CAMERA_UNREACHABLE: fault('critical', 'auto'),
  CAMERA_REFUSED: fault('critical', 'auto'),
  CAMERA_LOGIN_REFUSED: fault('warning', 'auto'),
  CAMERA_LOGIN_HELD: fault('warning', 'person'),
  CAMERA_FORBIDDEN: fault('warning', 'auto'),
  CAMERA_PATH_NOT_FOUND: fault('critical', 'auto'),
  CAMERA_BUSY: fault('critical', 'auto'),
  CAMERA_TRANSPORT_REFUSED: fault('critical', 'auto'),
  CAMERA_RTSP_ERROR: fault('critical', 'auto'),
  CAMERA_NO_VIDEO: fault('critical', 'auto'),
  CAMERA_NO_PACKETS: fault('critical', 'auto'),
  CAMERA_CLOSED: fault('critical', 'auto'),
  CODEC_UNSUPPORTED: fault('critical', 'person'),
  CODEC_B_FRAMES: fault('critical', 'person'),
  // The way from the pusher to the media server
  WHIP_UNREACHABLE: fault('critical', 'auto'),
  WHIP_UNAUTHORISED: fault('critical', 'auto'),
  WHIP_FORBIDDEN: fault('critical', 'auto'),
  WHIP_NOT_FOUND: fault('critical', 'auto'),
  WHIP_CAPACITY: fault('critical', 'auto'),
  WHIP_UNAVAILABLE: fault('critical', 'auto'),
  WHIP_BAD_ANSWER: fault('critical', 'auto'),
  SFU_SILENT: fault('critical', 'auto'),
  SFU_CLOSED: fault('critical', 'auto'),
  JOB_INVALID: fault('critical', 'person'),
  // The pusher process and its host
  PUSHER_MISSING: fault('critical', 'person'),
  PUSHER_EXITED: fault('critical', 'auto'),
  PUSHER_SILENT: fault('critical', 'auto'),
  PUSHER_GIVEN_UP: fault('critical', 'person'),
  // Engines
  ENGINE_MISSING: fault('critical', 'person'),
  ENGINE_EXITED: fault('critical', 'auto'),
  ENGINE_UNHEALTHY: fault('critical', 'auto'),
  ENGINE_GIVEN_UP: fault('critical', 'person'),
  PORT_IN_USE: fault('critical', 'auto'),
  // The viewer's way
  ROOM_UNREACHABLE: fault('critical', 'auto'),
  VIEWER_REFUSED: fault('warning', 'person'),
  DECODER_FAILED: fault('critical', 'auto'),
  NO_TRACK: fault('critical', 'auto'),
  MAIN_LOST: fault('critical', 'auto'),
  // Calls of the contract
  INPUT_INVALID: fault('warning', 'never'),
  NOT_ALLOWED: fault('warning', 'never'),
  INTERNAL: fault('critical', 'person'),
  CAMERA_UNKNOWN: fault('warning', 'never'),
  CAMERA_ID_TAKEN: fault('warning', 'never'),
  CAMERA_URL_TAKEN: fault('warning', 'never'),
  ZONE_UNKNOWN: fault('warning', 'never'),
  WALL_UNKNOWN: fault('warning', 'never'),
  UNDO_EXPIRED: fault('warning', 'never'),
  PROBE_BUSY: fault('notice', 'auto'),
  // Documents and secrets
  DOCUMENT_DAMAGED: fault('critical', 'person'),
  DOCUMENT_NEWER: fault('critical', 'person'),
  DISK_FULL: fault('critical', 'person'),
  DISK_UNWRITABLE: fault('critical', 'person'),
  SECRET_UNREADABLE: fault('warning', 'person'),
  SECRETS_UNSEALED: fault('notice', 'person'),
  CLOCK_JUMPED: fault('notice', 'never'),
} as const;

export type FaultCode = keyof typeof faults;
export const FaultCode = z.enum(Object.keys(faults) as [FaultCode, ...FaultCode[]]);

/** Anything shown as wrong: what, with which values, since when. Severity follows from the code unless said otherwise. */
export const Status = z.object({ code: FaultCode, params: Params, severity: Severity, since: UnixMs });
export type Status = z.infer<typeof Status>;

export const statusOf = (code: FaultCode, since: number, params: Params = {}): Status => ({
  code,
  params,
  severity: faults[code].severity,
  since,
});

/** The error of a call, as it crosses a process line. */
export const ErrorShape = z.object({ code: FaultCode, params: Params, retry: z.enum(['auto', 'person', 'never']) });
export type ErrorShape = z.infer<typeof ErrorShape>;

/** An expected failure: shown by its code, logged with its cause. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: FaultCode,
    readonly params: Params = {},
    options?: { cause?: unknown },
  ) {
    super(`${code} ${JSON.stringify(params)}`, options);
  }
  get shape(): ErrorShape {
    return { code: this.code, params: this.params, retry: faults[this.code].retry };
  }
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorShape };
