/** What core needs of the world, in core's words. Every port has at least two sides that pass the same suite in `test/ports`:
 * the real adapter, and where tests need one, a fake kept as honest by that suite. Adapters never retry: deciding is core's. */
import type { DelayLegs, Delivery, ProbeResult, StreamFacts } from '#contract/facts.ts';
import type { FaultCode, Status } from '#contract/faults.ts';
import type { CameraId, HostId } from '#contract/words.ts';

/** Time as core sees it: wall time for people and tokens, monotonic time for every waiting. */
export interface Clock {
  /** Milliseconds since 1970 UTC; jumps when somebody sets the clock. */
  now(): number;
  /** Milliseconds that never jump. */
  monotonic(): number;
  /** Runs once after the delay; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void;
}

export type Unsubscribe = () => void;

/** Where a camera's picture is fetched. The password is resolved at the last moment and held no longer than needed. */
export interface ResolvedSource {
  url: string;
  username: string;
  password: string;
  /** Raised when a person asks to try a held login again. */
  loginRetry: number;
}

/** Where a pusher publishes one output: the answer of an ingest target. */
export interface PublishGrant {
  endpoint: string;
  token: string;
  identity: string;
  room: string;
  expiresAt: number;
}

/** Everything a host needs to run one pusher. `specHash` covers what makes a restart necessary; a new token alone does not. */
export interface PusherSpec {
  /** `whip-pusher-{camera_id}`: the same on every host. */
  name: string;
  cameraId: CameraId;
  generation: number;
  owner: string;
  specHash: string;
  source: ResolvedSource;
  grant: PublishGrant;
}

/** A pusher's own account of itself, translated from its status line. */
export interface PusherReport {
  state: 'connecting' | 'publishing' | 'retrying' | 'held' | 'refused';
  code: FaultCode | null;
  detail: string | null;
  attempt: number;
  nextTryAt: number | null;
  facts: StreamFacts | null;
  delivery: Delivery | null;
  delay: DelayLegs | null;
  firstFrameAt: number | null;
}

export interface ObservedPusher {
  name: string;
  cameraId: CameraId;
  generation: number;
  specHash: string;
  /** False: somebody else's; shown, never touched. */
  ours: boolean;
  process: 'starting' | 'running' | 'exited';
  exit: { code: number | null; signal: string | null } | null;
  report: PusherReport | null;
  /** When the last report came, monotonic; null before the first. */
  reportedAt: number | null;
}

/** A place that runs pushers. All actions are idempotent. */
export interface HostPort {
  readonly id: HostId;
  readonly kind: 'local' | 'docker' | 'swarm';
  /** Starts it, or replaces one of the same name with another spec. Resolves when the process exists. */
  start(spec: PusherSpec): Promise<void>;
  /** Hands a new grant (token, and endpoint when the media server has moved) or login-retry count to a running pusher without a restart. */
  refresh(spec: PusherSpec): Promise<void>;
  /** Ends it cleanly (WHIP DELETE); resolves when it is gone. Unknown names resolve too. */
  stop(name: string): Promise<void>;
  list(): Promise<ObservedPusher[]>;
  /** Called with the name of a pusher about which something changed. */
  onChange(listener: (name: string) => void): Unsubscribe;
  /** Looks at a stream from this host. */
  probe(source: ResolvedSource, seconds: number): Promise<ProbeResult>;
  close(): Promise<void>;
}

/** Where pushers publish: LiveKit's own WHIP (`sfu`) or LiveKit Ingress (`ingress`). */
export interface IngestPort {
  readonly kind: 'sfu' | 'ingress';
  grant(cameraId: CameraId, generation: number, room: string): Promise<PublishGrant>;
}

/** The media server as seen by core. */
export interface MediaServerPort {
  viewerToken(request: {
    room: string;
    identity: string;
    name: string;
    ttlMs: number;
  }): Promise<{ url: string; token: string; expiresAt: number }>;
  /** Rejects with AppError ROOM_UNREACHABLE when the server does not answer. */
  participants(room: string): Promise<{ identity: string; joinedAt: number; publishing: boolean }[]>;
  removeParticipant(room: string, identity: string): Promise<void>;
}

export interface EngineReport {
  state: 'stopped' | 'starting' | 'running' | 'restarting' | 'failed';
  since: number;
  status: Status | null;
  version: string | null;
  nextTryAt: number | null;
}

/** A server that the app itself runs as a child: started, checked, restarted, stopped. */
export interface EnginePort<Address> {
  readonly id: 'media-server' | 'demo-cameras';
  /** Resolves with where it listens once it is healthy. Idempotent. */
  start(): Promise<Address>;
  stop(): Promise<void>;
  /** Null while it is not healthy. */
  address(): Address | null;
  report(): EngineReport;
  onChange(listener: () => void): Unsubscribe;
}

export interface MediaServerAddress {
  /** ws://… for viewers */
  viewerUrl: string;
  /** http://… for the API */
  apiUrl: string;
  /** http://…/whip/v1 for pushers */
  whipUrl: string;
}

/** Keeps whole documents by name. Writing is atomic: after a crash the old or the new one is there, never half. */
export interface DocumentStorePort {
  /** The raw parsed JSON, or null where there is none. Rejects with DOCUMENT_DAMAGED when it is no JSON. */
  read(name: string): Promise<unknown>;
  /** Rejects with DISK_FULL or DISK_UNWRITABLE; the old document is then still there. */
  write(name: string, document: unknown): Promise<void>;
  /** Moves a damaged document aside and returns the path it now has. */
  setAside(name: string): Promise<string>;
}

/** Sealed values by name, e.g. `camera/gate-1/password`. Never listed, never logged. */
export interface SecretStorePort {
  readonly kind: 'keyring' | 'sealed-file';
  /** Rejects with SECRET_UNREADABLE when the seal cannot be opened. */
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** `error` somebody must act · `warn` it heals itself · `info` what a shift would want to know · `debug` for engineers. */
export interface LogPort {
  write(level: 'error' | 'warn' | 'info' | 'debug', area: string, text: string, params?: Record<string, unknown>): void;
}
