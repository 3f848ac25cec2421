/** A real livekit-server for one test. */
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { binary } from './binaries.ts';
import type { Child } from './child.ts';
import { freePort, type Rig } from './rig.ts';
import { until } from './wait.ts';

export interface MediaServer {
  child: Child;
  port: number;
  /** Where all media arrives. */
  udpPort: number;
  apiKey: string;
  apiSecret: string;
  whipUrl: string;
  rooms: RoomServiceClient;
  /** Publish only, one room, one identity. */
  publishToken(room: string, identity: string): Promise<string>;
  /** The same server again, on the same ports, after it ended. */
  restart(): Promise<void>;
}

export async function startMediaServer(rig: Rig): Promise<MediaServer> {
  const [port, tcpPort, udpPort] = [await freePort(), await freePort(), await freePort()];
  const apiKey = 'testkey';
  const apiSecret = `canary-api-secret-${crypto.randomUUID()}`;
  const config = rig.write(
    `livekit-${port}.yaml`,
    JSON.stringify({
      port,
      bind_addresses: ['127.0.0.1'],
      rtc: {
        udp_port: udpPort,
        tcp_port: tcpPort,
        use_external_ip: false,
        node_ip: '127.0.0.1',
        enable_loopback_candidate: true,
      },
      keys: { [apiKey]: apiSecret },
      logging: { level: 'info' },
    }),
  );
  const address = `http://127.0.0.1:${port}`;
  const launch = async (): Promise<Child> => {
    const child = rig.start('livekit-server', binary('livekitServer'), ['--config', config]);
    await until('livekit-server answers', 20_000, async () => {
      if (!child.running) throw new Error(`livekit-server ended\n${child.output}`);
      return fetch(address).then(
        (answer) => answer.ok,
        () => false,
      );
    });
    return child;
  };
  const server: MediaServer = {
    child: await launch(),
    port,
    udpPort,
    apiKey,
    apiSecret,
    whipUrl: `${address}/whip/v1`,
    rooms: new RoomServiceClient(address, apiKey, apiSecret),
    async publishToken(room, identity) {
      const token = new AccessToken(apiKey, apiSecret, { identity, ttl: '1h' });
      token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: false });
      return token.toJwt();
    },
    async restart() {
      server.child = await launch();
    },
  };
  return server;
}

/** Who is in a room, by identity, with the tracks they publish. A room that does not exist is empty. */
export async function participantsOf(
  server: MediaServer,
  room: string,
): Promise<{ identity: string; videoTracks: number; mimeTypes: string[] }[]> {
  const rooms = await server.rooms.listRooms([room]);
  if (rooms.length === 0) return [];
  const participants = await server.rooms.listParticipants(room);
  return participants.map(({ identity, tracks }) => ({
    identity,
    videoTracks: tracks.filter((track) => track.width > 0 || track.mimeType.startsWith('video/')).length,
    mimeTypes: tracks.map((track) => track.mimeType),
  }));
}
