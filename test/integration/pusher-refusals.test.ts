import { expect } from 'vitest';
import { probe, startPusher } from '../support/pusher.ts';
import { freePort } from '../support/rig.ts';
import { test } from './integration-test.ts';
import { type EncoderOptions, startEncoder } from '../support/rtsp-camera.ts';
import { participantsOf } from '../support/media-server.ts';
import { cameraId, room, startChain } from './chain.ts';

const noticeLimitMs = 20_000;

test('says that a path does not exist', async ({ rig }) => {
  const chain = await startChain(rig);
  const url = chain.rtsp.url('no-such-path');
  const pusher = startPusher(rig, [await chain.camera({ url })]);
  const status = await pusher.status(cameraId, 'has a fault', noticeLimitMs, ({ code }) => code !== null);
  expect(status).toMatchObject({ state: 'retrying', code: 'CAMERA_PATH_NOT_FOUND' });
  expect(status.nextTryAt).not.toBeNull();

  const { exitCode, answer } = await probe(rig, { url });
  expect(exitCode).toBe(1);
  expect(answer).toMatchObject({ ok: false, code: 'CAMERA_PATH_NOT_FOUND' });
  expect(answer.answers.at(-1)).toMatchObject({ method: 'DESCRIBE', status: 404 });
});

test('says that nothing listens at the port', async ({ rig }) => {
  const chain = await startChain(rig);
  const url = `rtsp://127.0.0.1:${await freePort()}/cam`;
  const pusher = startPusher(rig, [await chain.camera({ url })]);
  const status = await pusher.status(cameraId, 'has a fault', noticeLimitMs, ({ code }) => code !== null);
  expect(status).toMatchObject({ state: 'retrying', code: 'CAMERA_REFUSED' });
  expect((await probe(rig, { url })).answer).toMatchObject({ ok: false, code: 'CAMERA_REFUSED', answers: [] });
});

test('says that a name does not resolve', async ({ rig }) => {
  // RFC 2606 keeps .invalid from ever resolving.
  const { answer } = await probe(rig, { url: 'rtsp://no-such-camera.invalid/cam' });
  expect(answer).toMatchObject({ ok: false, code: 'CAMERA_NAME_UNRESOLVED' });
});

test('says that an address is none', async ({ rig }) => {
  for (const url of ['http://127.0.0.1/cam', 'rtsp://', 'not an address']) {
    const { exitCode, answer } = await probe(rig, { url });
    expect(answer, url).toMatchObject({ ok: false, code: 'URL_INVALID' });
    expect(exitCode).toBe(1);
  }
});

for (const [name, options, reasonCode] of [
  ['H.265', { codec: 'h265' }, 'CODEC_UNSUPPORTED'],
  ['B-frames', { bFrames: 2 }, 'CODEC_B_FRAMES'],
] as const satisfies [string, EncoderOptions, string][]) {
  test(`refuses ${name} with the reason, and shows nobody a broken picture`, async ({ rig }) => {
    const chain = await startChain(rig);
    await startEncoder(rig, chain.rtsp, 'cam', options);
    const url = chain.rtsp.url('cam');
    const pusher = startPusher(rig, [await chain.camera({ url })]);
    const status = await pusher.status(cameraId, 'is refused', noticeLimitMs, ({ state }) => state === 'refused');
    expect(status).toMatchObject({ code: reasonCode, delivery: { mode: 'refused', reasonCode } });
    expect(status.delivery?.reason).toMatch(/\S/);
    expect((await participantsOf(chain.media, room)).filter((participant) => participant.videoTracks > 0)).toEqual([]);

    const { exitCode, answer } = await probe(rig, { url });
    expect(answer).toMatchObject({ ok: true, verdict: { reasonCode } });
    expect(answer.verdict?.mode).not.toBe('passthrough');
    expect(exitCode).toBe(0);
  });
}

test('probes what can pass, with its facts', async ({ rig }) => {
  const login = { username: 'viewer', password: 'right' };
  const chain = await startChain(rig, { login });
  await startEncoder(rig, chain.rtsp, 'cam', { gopFrames: 30, audioFirst: true });
  const { exitCode, answer } = await probe(rig, { url: chain.rtsp.url('cam'), ...login, seconds: 5 });
  expect(exitCode).toBe(0);
  expect(answer).toMatchObject({
    type: 'probe',
    ok: true,
    facts: {
      codec: 'H264',
      width: 320,
      height: 180,
      gopFrames: 30,
      bFrames: false,
      auth: 'digest',
      videoIndex: 1,
      packetsLost: 0,
    },
    verdict: { mode: 'passthrough', reasonCode: 'PASS_H264' },
  });
  expect(Math.abs(Number(answer.facts?.['fps']) - 15)).toBeLessThan(0.75);
  expect(answer.facts?.['audio']).toMatch(/PCMA|G711/i);
  expect(answer.facts?.['timeToFirstKeyframeMs']).toBeGreaterThanOrEqual(0);
  expect(answer.answers.map(({ method, status }) => `${method} ${status}`)).toEqual(
    expect.arrayContaining(['DESCRIBE 401', 'DESCRIBE 200', 'SETUP 200', 'PLAY 200']),
  );
  expect(chain.rtsp.refusedLogins()).toBe(0);
});
