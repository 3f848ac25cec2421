/** What every media server and ingest target does. */
import { expect } from 'vitest';
import type { IngestPort, MediaServerPort } from '../../../src-main/core/ports.ts';
import type { Rig } from '../../support/rig.ts';
import { test } from '../../support/rig-test.ts';

export interface MediaUnderTest {
  media: MediaServerPort;
  ingest: IngestPort;
  /** Lets somebody publish with the grant; resolves once the media server lists them. */
  publish: (grant: { endpoint: string; token: string; identity: string; room: string }) => Promise<void>;
  /** The media server is gone. */
  goDown: () => Promise<void>;
  now: () => number;
}

const room = 'zone_gates';
const day = 24 * 3_600_000;

export function mediaSuite(make: (rig: Rig) => Promise<MediaUnderTest>): void {
  test('a grant names one identity in one room, for 90 days', async ({ rig }) => {
    const { ingest, now } = await make(rig);
    const grant = await ingest.grant('gate-1', 3, room);
    expect(grant).toMatchObject({ identity: 'gate-1~3', room });
    expect(grant.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/whip\/v1$/);
    expect(grant.token).not.toBe('');
    expect((grant.expiresAt - now()) / day).toBeCloseTo(90, 2);
  });

  test('a viewer token says where and until when', async ({ rig }) => {
    const { media, now } = await make(rig);
    const viewer = await media.viewerToken({ room, identity: 'viewer-1', name: 'Desk 1', ttlMs: 3_600_000 });
    expect(viewer.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    expect(viewer.token).not.toBe('');
    expect((viewer.expiresAt - now()) / 3_600_000).toBeCloseTo(1, 2);
  });

  test('lists who is in a room, and can send one away', async ({ rig }) => {
    const { media, ingest, publish, now } = await make(rig);
    expect(await media.participants(room)).toEqual([]);
    await publish(await ingest.grant('gate-1', 1, room));
    const [participant, ...others] = await media.participants(room);
    expect(others).toEqual([]);
    expect(participant).toMatchObject({ identity: 'gate-1~1', publishing: true });
    expect(Math.abs(now() - (participant?.joinedAt ?? 0))).toBeLessThan(60_000);
    await media.removeParticipant(room, 'gate-1~1');
    expect(await media.participants(room)).toEqual([]);
  });

  test('removing somebody who is not there is no error', async ({ rig }) => {
    const { media } = await make(rig);
    await media.removeParticipant('zone_empty', 'gate-9~1');
  });

  test('a media server that is gone is said', async ({ rig }) => {
    const { media, ingest, goDown } = await make(rig);
    await goDown();
    await expect(media.participants(room)).rejects.toMatchObject({ code: 'ROOM_UNREACHABLE' });
    await expect(media.removeParticipant(room, 'gate-1~1')).rejects.toMatchObject({ code: 'ROOM_UNREACHABLE' });
    await expect(media.viewerToken({ room, identity: 'viewer-1', name: '', ttlMs: 1000 })).rejects.toMatchObject({
      code: 'ROOM_UNREACHABLE',
    });
    await expect(ingest.grant('gate-1', 1, room)).rejects.toMatchObject({ code: 'WHIP_UNREACHABLE' });
  });
}
