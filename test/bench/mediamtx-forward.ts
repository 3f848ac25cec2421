/** The peer: MediaMTX pulling RTSP cameras over TCP and forwarding each by WHIP, as one process. */
import { binary } from '../support/binaries.ts';
import type { Child } from '../support/child.ts';
import { freePort, freePortPair, type Rig } from '../support/rig.ts';

export interface ForwardedStream {
  name: string;
  rtspUrl: string;
  /** http://host:port/whip/v1 */
  whipUrl: string;
  token: string;
}

export async function startForwarder(rig: Rig, streams: readonly ForwardedStream[]): Promise<Child> {
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
    `forwarder-${rtpPort}.yml`,
    JSON.stringify({
      ...off,
      logLevel: 'info',
      rtsp: true,
      rtspAddress: `127.0.0.1:${await freePort()}`,
      rtpAddress: `127.0.0.1:${rtpPort}`,
      rtcpAddress: `127.0.0.1:${rtpPort + 1}`,
      paths: Object.fromEntries(
        streams.map(({ name, rtspUrl, whipUrl, token }) => [
          name,
          {
            source: rtspUrl,
            rtspTransport: 'tcp',
            forward: [{ dest: whipUrl.replace(/^http/, 'whip'), whipBearerToken: token }],
          },
        ]),
      ),
    }),
  );
  return rig.start('mediamtx forward', binary('mediamtx'), [config]);
}
