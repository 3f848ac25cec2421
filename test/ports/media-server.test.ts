import { TokenVerifier, type ClaimGrants } from 'livekit-server-sdk';
import { describe, expect } from 'vitest';
import { createLiveKitMediaServer } from '../../src-main/adapters/livekit/media-server.ts';
import { createSfuIngest } from '../../src-main/adapters/livekit/sfu-ingest.ts';
import { loadOrCreateApiKeys } from '../../src-main/adapters/livekit/api-keys.ts';
import type { MediaServerAddress } from '../../src-main/core/ports.ts';
import { binary } from '../support/binaries.ts';
import { fakeMediaEngine } from '../support/fakes/fake-engine.ts';
import { FakeIngest, FakeMediaServer } from '../support/fakes/fake-media-server.ts';
import { ManualClock } from '../support/fakes/manual-clock.ts';
import { MemorySecrets } from '../support/fakes/memory-secrets.ts';
import { participantsOf, startMediaServer } from '../support/media-server.ts';
import { startPusher } from '../support/pusher.ts';
import type { Rig } from '../support/rig.ts';
import { until } from '../support/wait.ts';
import { mediaSuite } from './suites/media-server.ts';
import { test } from '../support/rig-test.ts';

describe('fake media server', () => {
  mediaSuite(async () => {
    const clock = new ManualClock();
    let address: MediaServerAddress | null = fakeMediaEngine(clock).home;
    const media = new FakeMediaServer(clock, () => address);
    return {
      media,
      ingest: new FakeIngest(clock, () => address),
      publish: async ({ identity, room }) => void media.rooms.set(room, [{ identity, joinedAt: clock.now(), publishing: true }]),
      goDown: async () => void (address = null),
      now: () => clock.now(),
    };
  });
});

describe('LiveKit', () => {
  const make = async (rig: Rig) => {
    const server = await startMediaServer(rig);
    const apiUrl = new URL(server.whipUrl).origin;
    let address: MediaServerAddress | null = { apiUrl, viewerUrl: apiUrl.replace('http', 'ws'), whipUrl: server.whipUrl };
    const connection = {
      address: () => address,
      keys: async () => ({ key: server.apiKey, secret: server.apiSecret }),
      now: () => Date.now(),
    };
    const claims = (token: string): Promise<ClaimGrants> => new TokenVerifier(server.apiKey, server.apiSecret).verify(token);
    return {
      server,
      claims,
      media: createLiveKitMediaServer(connection),
      ingest: createSfuIngest(connection),
      async publish({ endpoint, token, identity, room }: { endpoint: string; token: string; identity: string; room: string }) {
        const democam = rig.start('democam', binary('democam'), [
          '--listen',
          '127.0.0.1:0',
          '--clips',
          'resources/clips',
          '--tethered',
        ]);
        const said = await democam.line('tells where it listens', 15_000, (line) => line.includes('"listening"'));
        const source = { url: `rtsp://${(JSON.parse(said) as { address: string }).address}/car-park` };
        startPusher(rig, [{ id: 'gate-1', source, policy: 'auto', outputs: [{ id: 'zone', endpoint, token }] }]);
        await until('the pusher is in the room', 20_000, async () =>
          (await participantsOf(server, room)).some((one) => one.identity === identity && one.videoTracks === 1),
        );
      },
      async goDown() {
        await server.child.kill();
        address = null;
      },
      killOnly: () => server.child.kill(),
      now: () => Date.now(),
    };
  };

  mediaSuite(make);

  test('a viewer may look at one room for one hour, and do nothing else', async ({ rig }) => {
    const { media, claims } = await make(rig);
    const { token } = await media.viewerToken({ room: 'zone_gates', identity: 'viewer-1', name: 'Desk 1', ttlMs: 3_600_000 });
    const granted = await claims(token);
    expect(granted.video).toEqual({
      roomJoin: true,
      room: 'zone_gates',
      canSubscribe: true,
      canPublish: false,
      canPublishData: false,
    });
    expect(granted).toMatchObject({ sub: 'viewer-1', name: 'Desk 1' });
    expect((granted.exp ?? 0) - (granted.nbf ?? 0)).toBe(3600);
  });

  test('a pusher may publish to one room as one identity, and see nothing', async ({ rig }) => {
    const { ingest, claims } = await make(rig);
    const granted = await claims((await ingest.grant('gate-1', 2, 'zone_gates')).token);
    expect(granted.video).toEqual({
      roomJoin: true,
      room: 'zone_gates',
      canPublish: true,
      canSubscribe: false,
      canPublishData: false,
    });
    expect(granted.sub).toBe('gate-1~2');
    expect((granted.exp ?? 0) - (granted.nbf ?? 0)).toBe(90 * 24 * 3600);
  });

  test('a server that died without a word is unreachable', async ({ rig }) => {
    const { media, killOnly } = await make(rig);
    await killOnly();
    await expect(media.participants('zone_gates')).rejects.toMatchObject({ code: 'ROOM_UNREACHABLE' });
  });
});

describe('API keys of the embedded server', () => {
  test('are made once, long enough, and again when they cannot be opened', async () => {
    const secrets = new MemorySecrets();
    const made = await loadOrCreateApiKeys(secrets);
    expect(made.secret.length).toBeGreaterThanOrEqual(32);
    expect(await loadOrCreateApiKeys(secrets)).toEqual(made);
    secrets.unreadable = true;
    expect((await loadOrCreateApiKeys(secrets)).secret).not.toBe(made.secret);
  });
});
