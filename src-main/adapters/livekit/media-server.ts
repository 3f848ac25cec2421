/** LiveKit as core's media server: viewer tokens and its room service. */
import { AccessToken, RoomServiceClient, ServerError } from 'livekit-server-sdk';
import { AppError } from '#contract/faults.ts';
import type { MediaServerPort } from '../../core/ports.ts';
import type { LiveKitConnection } from './connection.ts';

/** The server is near; one that has not answered by then is taken for gone. */
const requestTimeoutS = 5;

export function createLiveKitMediaServer({ address, keys, now }: LiveKitConnection): MediaServerPort {
  const rooms = async (): Promise<RoomServiceClient> => {
    const { key, secret } = await keys();
    return new RoomServiceClient(addressOrThrow().apiUrl, key, secret, { requestTimeout: requestTimeoutS, failover: false });
  };
  const addressOrThrow = () => {
    const current = address();
    if (current === null) throw new AppError('ROOM_UNREACHABLE', { detail: 'the media server is not running' });
    return current;
  };

  return {
    async viewerToken({ room, identity, name, ttlMs }) {
      const url = addressOrThrow().viewerUrl;
      const { key, secret } = await keys();
      const token = new AccessToken(key, secret, { identity, name, ttl: Math.floor(ttlMs / 1000) });
      token.addGrant({ roomJoin: true, room, canSubscribe: true, canPublish: false, canPublishData: false });
      return { url, token: await token.toJwt(), expiresAt: now() + ttlMs };
    },

    async participants(room) {
      try {
        const list = await (await rooms()).listParticipants(room);
        return list.map(({ identity, joinedAt, joinedAtMs, tracks }) => ({
          identity,
          joinedAt: joinedAtMs > 0n ? Number(joinedAtMs) : Number(joinedAt) * 1000,
          publishing: tracks.length > 0,
        }));
      } catch (cause) {
        if (isNotFound(cause)) return [];
        throw roomFault(cause);
      }
    },

    async removeParticipant(room, identity) {
      try {
        await (await rooms()).removeParticipant(room, identity);
      } catch (cause) {
        if (!isNotFound(cause)) throw roomFault(cause);
      }
    },
  };
}

/** A room exists while somebody is in it: an absent one is an empty one. */
const isNotFound = (cause: unknown): boolean =>
  cause instanceof ServerError && (cause.status === 404 || cause.code === 'not_found');

/** HTTP answers arrive as ServerError, everything below HTTP as fetch's TypeError or an abort. */
function roomFault(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const detail = cause instanceof ServerError ? `HTTP ${cause.status} ${cause.code ?? ''}`.trim() : reasonOf(cause);
  return new AppError('ROOM_UNREACHABLE', { detail }, { cause });
}

function reasonOf(cause: unknown): string {
  const inner: unknown = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
