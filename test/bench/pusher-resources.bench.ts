/**
 * CPU and memory of the pusher beside MediaMTX, both pulling the same RTSP streams over TCP and publishing them by WHIP to the
 * same livekit-server. One pair a round, in alternating order; what is judged is the ratio within a round.
 *
 * CPU: user and system time of the process, all threads (/proc/PID/stat), over a fixed window that begins when every stream has
 * its track in the room. Memory: Pss and Rss (/proc/PID/smaps_rollup) at the end of the window. No viewer is in the room.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { type MediaServer, participantsOf, startMediaServer } from '../support/media-server.ts';
import { cpuMs, type MemoryUse, memoryOf } from '../support/process-usage.ts';
import { type JobCamera, startPusher } from '../support/pusher.ts';
import { Rig } from '../support/rig.ts';
import { type RtspServer, startClipLoop, startRtspServer } from '../support/rtsp-camera.ts';
import { median, pairedRatios } from '../support/statistics.ts';
import { until } from '../support/wait.ts';
import { bench, report } from './bench.ts';
import { startForwarder } from './mediamtx-forward.ts';

const rounds = 8;
const room = 'zone_bench';

interface Load {
  name: string;
  streams: number;
  windowMs: number;
  clip: { size: `${number}x${number}`; fps: number; kbps: number; gopFrames: number };
  bars: { cpu: number; memory: number } | null;
}

const loads: Load[] = [
  {
    name: 'one camera, 1280x720, 25 fps, 2 Mbit/s',
    streams: 1,
    windowMs: 20_000,
    clip: { size: '1280x720', fps: 25, kbps: 2000, gopFrames: 50 },
    bars: { cpu: 0.85, memory: 0.5 },
  },
  {
    name: 'ten cameras in one process, 640x360, 15 fps, 500 kbit/s',
    streams: 10,
    windowMs: 12_000,
    clip: { size: '640x360', fps: 15, kbps: 500, gopFrames: 15 },
    bars: null,
  },
];

interface Cost extends MemoryUse {
  cpuPercent: number;
}

for (const load of loads) {
  bench(`pusher beside MediaMTX: ${load.name}`, async ({ rig }) => {
    const media = await startMediaServer(rig);
    const rtsp = await startRtspServer(rig);
    const names = Array.from({ length: load.streams }, (_, index) => `cam-${index + 1}`);
    await startClipLoop(rig, rtsp, names, load.clip);

    const contenders = {
      pusher: (own: Rig) => measure(media, names, load, async () => startPusherFor(own, media, rtsp, names)),
      mediamtx: (own: Rig) => measure(media, names, load, async () => startForwarderFor(own, media, rtsp, names)),
    };
    const costs: Record<keyof typeof contenders, Cost[]> = { pusher: [], mediamtx: [] };
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? (['pusher', 'mediamtx'] as const) : (['mediamtx', 'pusher'] as const);
      for (const contender of order) {
        const own = new Rig();
        try {
          costs[contender].push(await contenders[contender](own));
        } finally {
          await own.close();
        }
        await until('the room is empty', 20_000, async () => (await participantsOf(media, room)).length === 0);
      }
    }

    const column = (contender: keyof typeof costs, value: keyof Cost): number[] => costs[contender].map((cost) => cost[value]);
    const cpuRatio = median(pairedRatios(column('pusher', 'cpuPercent'), column('mediamtx', 'cpuPercent')));
    const memoryRatio = median(pairedRatios(column('pusher', 'pssKib'), column('mediamtx', 'pssKib')));
    report({
      name: `pusher beside MediaMTX: ${load.name}`,
      method: `${rounds} paired rounds, alternating order, window ${load.windowMs / 1000} s, medians`,
      rows: (['pusher', 'mediamtx'] as const).map((contender) => ({
        contender,
        'CPU % of a core': median(column(contender, 'cpuPercent')).toFixed(2),
        'PSS MiB': (median(column(contender, 'pssKib')) / 1024).toFixed(1),
        'RSS MiB': (median(column(contender, 'rssKib')) / 1024).toFixed(1),
      })),
      values: { costs, cpuRatio, memoryRatio },
      bars: [
        { what: 'CPU ratio', value: cpuRatio, atMost: load.bars?.cpu ?? null },
        { what: 'PSS ratio', value: memoryRatio, atMost: load.bars?.memory ?? null },
      ],
    });
    if (load.bars) {
      expect.soft(cpuRatio).toBeLessThanOrEqual(load.bars.cpu);
      expect.soft(memoryRatio).toBeLessThanOrEqual(load.bars.memory);
    }
  });
}

async function measure(media: MediaServer, names: string[], load: Load, start: () => Promise<number>): Promise<Cost> {
  const pid = await start();
  await until('every stream has its track', 30_000, async () => {
    const published = (await participantsOf(media, room)).filter(({ videoTracks }) => videoTracks > 0);
    return published.length === names.length;
  });
  const [cpuBefore, began] = [cpuMs(pid), performance.now()];
  await pause(load.windowMs);
  const [cpuAfter, ended] = [cpuMs(pid), performance.now()];
  return { cpuPercent: (100 * (cpuAfter - cpuBefore)) / (ended - began), ...memoryOf(pid) };
}

async function startPusherFor(own: Rig, media: MediaServer, rtsp: RtspServer, names: string[]): Promise<number> {
  const cameras = names.map(async (id): Promise<JobCamera> => ({
    id,
    source: { url: rtsp.url(id), transport: 'tcp' },
    policy: 'auto',
    outputs: [{ id: 'zone', endpoint: media.whipUrl, token: await media.publishToken(room, `${id}~1`) }],
  }));
  return startPusher(own, await Promise.all(cameras), undefined, 5000).child.pid;
}

async function startForwarderFor(own: Rig, media: MediaServer, rtsp: RtspServer, names: string[]): Promise<number> {
  const streams = names.map(async (name) => ({
    name,
    rtspUrl: rtsp.url(name),
    whipUrl: media.whipUrl,
    token: await media.publishToken(room, `${name}~1`),
  }));
  return (await startForwarder(own, await Promise.all(streams))).pid;
}
