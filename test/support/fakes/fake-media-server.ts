import { AppError } from '../../../src-main/contract/faults.ts';
import { identityOf } from '../../../src-main/contract/words.ts';
import type { Clock, IngestPort, MediaServerPort, PublishGrant } from '../../../src-main/core/ports.ts';
import type { MediaServerAddress } from '../../../src-main/core/ports.ts';

const PUBLISH_TOKEN_LIFE_MS = 90 * 24 * 3_600_000;

/** Grants whose tokens say what they are for. */
export class FakeIngest implements IngestPort {
  readonly kind = 'sfu';
  granted = 0;

  constructor(
    readonly clock: Clock,
    readonly address: () => MediaServerAddress | null,
  ) {}

  async grant(cameraId: string, generation: number, room: string): Promise<PublishGrant> {
    const endpoint = this.address()?.whipUrl;
    if (endpoint === undefined) throw new AppError('WHIP_UNREACHABLE');
    this.granted += 1;
    const identity = identityOf(cameraId, generation);
    const token = `publish ${room} ${identity} ${this.granted}`;
    return { endpoint, token, identity, room, expiresAt: this.clock.now() + PUBLISH_TOKEN_LIFE_MS };
  }
}

type Participant = Awaited<ReturnType<MediaServerPort['participants']>>[number];

export class FakeMediaServer implements MediaServerPort {
  readonly requests: { room: string; identity: string; name: string; ttlMs: number }[] = [];
  readonly rooms = new Map<string, Participant[]>();

  constructor(
    readonly clock: Clock,
    readonly address: () => MediaServerAddress | null,
  ) {}

  async viewerToken(request: { room: string; identity: string; name: string; ttlMs: number }) {
    const url = this.#url();
    this.requests.push(request);
    return { url, token: `view ${request.room} ${request.identity}`, expiresAt: this.clock.now() + request.ttlMs };
  }

  async participants(room: string): Promise<Participant[]> {
    this.#url();
    return this.rooms.get(room) ?? [];
  }

  async removeParticipant(room: string, identity: string): Promise<void> {
    this.#url();
    this.rooms.set(
      room,
      (this.rooms.get(room) ?? []).filter((participant) => participant.identity !== identity),
    );
  }

  #url(): string {
    const address = this.address();
    if (!address) throw new AppError('ROOM_UNREACHABLE');
    return address.viewerUrl;
  }
}
