/** A bare WebRTC viewer in the product's browser engine: joins a room and tells when the first frame of each track is shown. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { AccessToken } from 'livekit-server-sdk';
import type * as LiveKit from 'livekit-client';
import { _electron, type Page } from 'playwright';
import { binary } from '../support/binaries.ts';
import type { MediaServer } from '../support/media-server.ts';
import type { Rig } from '../support/rig.ts';

interface ViewerWindow extends Window {
  LivekitClient: typeof LiveKit;
  /** Unix milliseconds of the first frame presented, by track sid. */
  firstFrames: Record<string, number>;
}

export interface Viewer {
  /** Unix milliseconds at which the first frame of each track was presented, by track sid. */
  firstFrames(): Promise<Record<string, number>>;
}

export async function startViewer(rig: Rig, media: MediaServer, room: string): Promise<Viewer> {
  const isRoot = process.getuid?.() === 0;
  const electron = await _electron.launch({
    executablePath: path.join(binary('electronDist'), 'electron'),
    args: [...(isRoot ? ['--no-sandbox'] : []), path.join(import.meta.dirname, 'viewer-app')],
  });
  rig.onClose(() => electron.close());
  const page = await electron.firstWindow();
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('livekit-client') });
  const token = new AccessToken(media.apiKey, media.apiSecret, { identity: 'viewer', ttl: '1h' });
  token.addGrant({ room, roomJoin: true, canPublish: false, canSubscribe: true });
  await join(page, `ws://127.0.0.1:${media.port}`, await token.toJwt());
  return { firstFrames: () => page.evaluate(() => (window as unknown as ViewerWindow).firstFrames) };
}

async function join(page: Page, url: string, token: string): Promise<void> {
  await page.evaluate(
    async ([address, jwt]) => {
      const viewer = window as unknown as ViewerWindow;
      viewer.firstFrames = {};
      const room = new viewer.LivekitClient.Room({ adaptiveStream: false, dynacast: false });
      room.on(viewer.LivekitClient.RoomEvent.TrackSubscribed, (track, publication) => {
        const video = document.createElement('video');
        video.muted = true;
        document.body.append(video);
        video.requestVideoFrameCallback(() => (viewer.firstFrames[publication.trackSid] = Date.now()));
        track.attach(video);
        track.on('ended', () => video.remove());
      });
      await room.connect(address, jwt);
    },
    [url, token] as const,
  );
}
