/** The ingest target `sfu`: LiveKit's own WHIP endpoint (RFC 9725) and a token made here; nothing else to run. */
import { AccessToken } from 'livekit-server-sdk';
import { AppError } from '#contract/faults.ts';
import { identityOf } from '#contract/words.ts';
import type { IngestPort } from '../../core/ports.ts';
import type { LiveKitConnection } from './connection.ts';

/** Long, because a pusher must be able to rejoin and DELETE while no app is open; core replaces it at half life. */
const publishTokenTtlMs = 90 * 24 * 60 * 60 * 1000;

export function createSfuIngest({ address, keys, now }: LiveKitConnection): IngestPort {
  return {
    kind: 'sfu',
    async grant(cameraId, generation, room) {
      const endpoint = address()?.whipUrl;
      if (endpoint === undefined) throw new AppError('WHIP_UNREACHABLE', { detail: 'the media server is not running' });
      const { key, secret } = await keys();
      const identity = identityOf(cameraId, generation);
      const token = new AccessToken(key, secret, { identity, ttl: publishTokenTtlMs / 1000 });
      token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: false, canPublishData: false });
      return { endpoint, token: await token.toJwt(), identity, room, expiresAt: now() + publishTokenTtlMs };
    },
  };
}
