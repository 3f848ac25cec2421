/** The peer: MediaMTX pulling RTSP cameras over TCP and forwarding each by WHIP, as one process. */
import { binary } from '../support/binaries.ts';
import type { Child } from '../support/child.ts';
import { freePort, freePortPair, type Rig } from '../support/rig.ts';

export interface PulledStream {
  name: string;
  rtspUrl: string;
}

export interface ForwardedStream extends PulledStream {
  /** http://host:port/whip/v1 */
  whipUrl: string;
  token: string;
}

export function startForwarder(rig: Rig, streams: readonly ForwardedStream[]): Promise<Child> {
  const forward = ({ whipUrl, token }: ForwardedStream) => ({
    forward: [{ dest: whipUrl.replace(/^http/, 'whip'), whipBearerToken: token }],
  });
  return start(rig, Object.fromEntries(streams.map((stream) => [stream.name, { ...pull(stream), ...forward(stream) }])));
}

/** Reads streams and does nothing with them: a load on the cameras. */
export function startPuller(rig: Rig, streams: readonly PulledStream[]): Promise<Child> {
  return start(rig, Object.fromEntries(streams.map((stream) => [stream.name, pull(stream)])));
}

const pull = ({ rtspUrl }: PulledStream) => ({ source: rtspUrl, rtspTransport: 'tcp' });

async function start(rig: Rig, paths: Record<string, object>): Promise<Child> {
  const off = {
    rtmp: false,
    hls: false,
    webrtc: false,
    srt: false,
    moq: false,
    api: false,
    metrics: false,
    pprof: false,
    playback: false,
  };
  const rtpPort = await freePortPair();
  const config = rig.write(
    `mediamtx-client-${rtpPort}.yml`,
    JSON.stringify({
      ...off,
      logLevel: 'info',
      rtsp: true,
      rtspAddress: `127.0.0.1:${await freePort()}`,
      rtpAddress: `127.0.0.1:${rtpPort}`,
      rtcpAddress: `127.0.0.1:${rtpPort + 1}`,
      paths,
    }),
  );
  return rig.start('mediamtx', binary('mediamtx'), [config]);
}
