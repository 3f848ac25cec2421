/** RTSP camera → pusher → media server, put together for one test. */
import { type MediaServer, participantsOf, startMediaServer } from '../support/media-server.ts';
import type { JobCamera } from '../support/pusher.ts';
import type { Rig } from '../support/rig.ts';
import { type RtspServer, type RtspServerOptions, startRtspServer } from '../support/rtsp-camera.ts';
import { until } from '../support/wait.ts';

export const room = 'zone_test';
export const cameraId = 'gate-1';
export const identity = `${cameraId}~1`;

export interface Chain {
  media: MediaServer;
  rtsp: RtspServer;
  /** A job entry that publishes the given RTSP address to the media server. */
  camera(source: JobCamera['source'], endpoint?: string): Promise<JobCamera>;
  /** Waits until the camera's participant has a video track in the room, and returns the track's MIME types. */
  trackInRoom(limitMs: number): Promise<string[]>;
  /** Waits until nobody of that identity is in the room. */
  goneFromRoom(limitMs: number): Promise<void>;
}

export async function startChain(rig: Rig, options?: RtspServerOptions): Promise<Chain> {
  const [media, rtsp] = await Promise.all([startMediaServer(rig), startRtspServer(rig, options)]);
  return {
    media,
    rtsp,
    async camera(source, endpoint = media.whipUrl) {
      const token = await media.publishToken(room, identity);
      return {
        id: cameraId,
        source: { transport: 'tcp', ...source },
        policy: 'auto',
        outputs: [{ id: 'zone', endpoint, token }],
      };
    },
    async trackInRoom(limitMs) {
      return until(`${identity} has a track in ${room}`, limitMs, async () => {
        const participant = (await participantsOf(media, room)).find((one) => one.identity === identity);
        return participant && participant.videoTracks > 0 && participant.mimeTypes;
      });
    },
    async goneFromRoom(limitMs) {
      await until(`${identity} is gone from ${room}`, limitMs, async () =>
        (await participantsOf(media, room)).every((one) => one.identity !== identity),
      );
    },
  };
}
