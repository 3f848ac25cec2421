/**
 * How long the pusher holds a picture: from the arrival of its last packet on the RTSP connection to the departure of its last
 * packet to the media server, by the kernel's time stamps on lo. Keyframes are shown apart: their many packets are paced on purpose.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { participantsOf, startMediaServer } from '../support/media-server.ts';
import { startPusher } from '../support/pusher.ts';
import { startClipLoop, startRtspServer } from '../support/rtsp-camera.ts';
import { isKeyframePacket } from '../support/rtsp-reader.ts';
import { median, percentile } from '../support/statistics.ts';
import { until } from '../support/wait.ts';
import { bench, report } from './bench.ts';
import { type Packet, startCapture } from './capture.ts';

const windowMs = 30_000;
const limitMs = 1;
const room = 'zone_bench';

interface Picture {
  /** RTP time: 32 bits that wrap. */
  timestamp: number;
  lastAtMs: number;
  isKey: boolean;
}

bench('delay of a picture in the pusher', async ({ rig }) => {
  const media = await startMediaServer(rig);
  const rtsp = await startRtspServer(rig);
  await startClipLoop(rig, rtsp, ['cam'], { size: '1280x720', fps: 25, kbps: 2000, gopFrames: 50 });
  const capture = await startCapture(rig, rtsp.port, media.udpPort);
  const token = await media.publishToken(room, 'cam~1');
  const outputs = [{ id: 'zone', endpoint: media.whipUrl, token }];
  const pusher = startPusher(rig, [{ id: 'cam', source: { url: rtsp.url('cam'), transport: 'tcp' }, policy: 'auto', outputs }]);
  await until('the track is there', 15_000, async () =>
    (await participantsOf(media, room)).some(({ videoTracks }) => videoTracks > 0),
  );
  const from = Date.now();
  await pause(windowMs);
  const ownAccount = pusher.history('cam').at(-1)?.delay ?? null;
  const { inbound, outbound } = await capture.stop();

  const arrived = pictures(inbound).filter(({ lastAtMs }) => lastAtMs >= from);
  const departed = pictures(mainStream(outbound));
  const departures = new Map(departed.map((picture) => [picture.timestamp, picture.lastAtMs]));
  const offset = timestampOffset(arrived, departed);
  const delays = arrived.flatMap(({ timestamp, lastAtMs, isKey }) => {
    const departedAtMs = departures.get((timestamp + offset) >>> 0);
    return departedAtMs === undefined ? [] : [{ isKey, ms: departedAtMs - lastAtMs }];
  });
  const [key, others] = [delays.filter(({ isKey }) => isKey), delays.filter(({ isKey }) => !isKey)].map((list) =>
    list.map(({ ms }) => ms),
  );
  if (!key || !others) throw new Error('nothing was captured');
  const row = (what: string, series: number[]): Record<string, string | number> => ({
    what,
    pictures: series.length,
    'p50 ms': median(series).toFixed(3),
    'p95 ms': percentile(series, 0.95).toFixed(3),
    'max ms': percentile(series, 1).toFixed(3),
  });
  const p95 = percentile(others, 0.95);
  report({
    name: 'delay of a picture in the pusher',
    method: `1280x720 at 25 fps, 2 Mbit/s, ${windowMs / 1000} s, last packet in to last packet out, tcpdump on lo; matched ${delays.length} of ${arrived.length} pictures`,
    rows: [row('not key', others), row('key', key)],
    values: { others, key, ownAccount },
    bars: [{ what: 'not key, p95, ms', value: p95, atMost: limitMs }],
  });
  expect(delays.length).toBeGreaterThan(0.95 * arrived.length);
  expect(p95).toBeLessThanOrEqual(limitMs);
});

/** What the pusher adds to the camera's RTP time: the difference that most pictures have to the one that left next. */
function timestampOffset(arrived: readonly Picture[], departed: readonly Picture[]): number {
  const votes = new Map<number, number>();
  for (const { timestamp, lastAtMs } of arrived) {
    const next = departed.find((picture) => picture.lastAtMs >= lastAtMs);
    if (!next) continue;
    const difference = (next.timestamp - timestamp) >>> 0;
    votes.set(difference, (votes.get(difference) ?? 0) + 1);
  }
  const [winner] = [...votes].sort((a, b) => b[1] - a[1]);
  if (!winner) throw new Error('no picture left the pusher');
  return winner[0];
}

/** Packets of one RTP timestamp make one picture. */
function pictures(packets: readonly Packet[]): Picture[] {
  const found: Picture[] = [];
  for (const { atMs, rtp } of packets) {
    const timestamp = rtp.readUInt32BE(4);
    const last = found.at(-1);
    if (last?.timestamp === timestamp) {
      last.lastAtMs = atMs;
      last.isKey ||= isKeyframePacket(rtp);
    } else found.push({ timestamp, lastAtMs: atMs, isKey: isKeyframePacket(rtp) });
  }
  return found;
}

/** The stream with the most packets: leaves out retransmissions, which have an SSRC of their own (RFC 4588). */
function mainStream(packets: readonly Packet[]): Packet[] {
  const bySsrc = new Map<number, Packet[]>();
  for (const packet of packets) {
    const ssrc = packet.rtp.readUInt32BE(8);
    const stream = bySsrc.get(ssrc);
    if (stream) stream.push(packet);
    else bySsrc.set(ssrc, [packet]);
  }
  return [...bySsrc.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}
