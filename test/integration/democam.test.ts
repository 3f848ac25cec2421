import path from 'node:path';
import { expect } from 'vitest';
import { DemoScene } from '#contract/words.ts';
import { binary } from '../support/binaries.ts';
import type { Child } from '../support/child.ts';
import { probe, startPusher } from '../support/pusher.ts';
import type { Rig } from '../support/rig.ts';
import { test } from './integration-test.ts';
import { cameraId, startChain } from './chain.ts';

async function startDemoCameras(rig: Rig): Promise<{ child: Child; url(path: string): string }> {
  const clips = path.resolve('resources/clips');
  const child = rig.start('democam', binary('democam'), ['--listen', '127.0.0.1:0', '--clips', clips, '--tethered']);
  const line = await child.line('listens', 10_000, (text) => text.includes('"listening"'));
  const { address } = JSON.parse(line) as { address: string };
  return { child, url: (name) => `rtsp://${address}/${name}` };
}

test('serves every demo scene as a stream that can pass', async ({ rig }) => {
  const cameras = await startDemoCameras(rig);
  const answers = await Promise.all(
    DemoScene.options.map(async (scene) => (await probe(rig, { url: cameras.url(scene), seconds: 3 })).answer),
  );
  for (const answer of answers) {
    expect(answer).toMatchObject({ ok: true, verdict: { mode: 'passthrough' }, facts: { codec: 'H264', bFrames: false } });
    expect(answer.facts?.['fps']).toBeGreaterThan(10);
  }
});

test('is published like any camera, and ends with its parent', async ({ rig }) => {
  const chain = await startChain(rig);
  const cameras = await startDemoCameras(rig);
  const pusher = startPusher(rig, [await chain.camera({ url: cameras.url('load/42') })]);
  await pusher.status(cameraId, 'publishes', 15_000, ({ state }) => state === 'publishing');
  expect(await chain.trackInRoom(15_000)).toEqual(['video/H264']);
  cameras.child.closeInput();
  expect(await cameras.child.end(2000)).toEqual({ code: 0, signal: null });
});
