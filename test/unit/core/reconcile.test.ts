import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../src-main/contract/faults.ts';
import { WIDTH_PER_GROUP } from '../../../src-main/core/pushers/dirty-queue.ts';
import { ControlRoomRig } from '../../support/fakes/control-room-rig.ts';

test('a wall of cameras is brought up a few at a time', async () => {
  const rig = await new ControlRoomRig().start();
  rig.host.startTakesMs = 100;
  let busy = 0;
  let most = 0;
  rig.host.onBusy = (change) => {
    busy += change;
    most = Math.max(most, busy);
  };
  const cameraIds = Array.from({ length: 20 }, (_, index) => `camera-${index}`);
  for (const id of cameraIds) await rig.call('camera.add', { id, name: id, url: `rtsp://10.0.0.9/${id}` });
  await rig.call('watch.set', { cameraIds });
  await rig.clock.advance(2000);
  expect(rig.host.running().sort()).toEqual([...cameraIds].sort());
  expect(most).toBe(WIDTH_PER_GROUP);
  expect(rig.host.actions).toHaveLength(20);
});

test('whatever happens, in the end exactly the wanted pushers run', async () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const event = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), id, alwaysOn: fc.boolean() }),
    fc.record({ kind: fc.constant('remove' as const), id }),
    fc.record({ kind: fc.constant('move' as const), id, to: fc.nat({ max: 9 }) }),
    fc.record({ kind: fc.constant('watch' as const), window: fc.constantFrom('w1', 'w2'), ids: fc.uniqueArray(id) }),
    fc.record({ kind: fc.constant('close' as const), window: fc.constantFrom('w1', 'w2') }),
    fc.record({ kind: fc.constant('off' as const), id, off: fc.boolean() }),
    fc.record({ kind: fc.constant('retry' as const), id }),
    fc.record({ kind: fc.constant('die' as const), id }),
    fc.record({ kind: fc.constant('fail' as const), code: fc.constantFrom('PUSHER_MISSING' as const, 'PUSHER_EXITED' as const) }),
    fc.record({ kind: fc.constant('crash' as const) }),
    fc.record({ kind: fc.constant('clock' as const), byMs: fc.integer({ min: -86_400_000, max: 86_400_000 }) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat({ max: 40_000 }) }),
  );

  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      const rig = await new ControlRoomRig().start();
      const caller = (windowId: string) => ({ windowId, role: 'operator' as const });
      const cameras = () => rig.room.topics.read('cameras');
      const speak = (): void => rig.host.running().forEach((cameraId) => rig.host.say(cameraId));
      const watched = new Map<string, string[]>();
      for (const happens of events) {
        const known = 'id' in happens && cameras()[happens.id] !== undefined;
        switch (happens.kind) {
          case 'add':
            if (!known) {
              const url = `rtsp://10.0.0.9/${happens.id}-0`;
              await rig.call('camera.add', { id: happens.id, name: happens.id, url, alwaysOn: happens.alwaysOn });
            }
            break;
          case 'remove':
            if (known) await rig.call('camera.remove', { ids: [happens.id] });
            break;
          case 'move':
            if (known) await rig.call('camera.update', { id: happens.id, url: `rtsp://10.0.0.9/${happens.id}-${happens.to}` });
            break;
          case 'watch':
            await rig.call('watch.set', { cameraIds: happens.ids }, caller(happens.window));
            watched.set(happens.window, happens.ids);
            break;
          case 'close':
            rig.room.windowClosed(happens.window);
            watched.delete(happens.window);
            break;
          case 'off':
            if (known && happens.off) await rig.call('camera.switchOff', { id: happens.id, reason: 'test', until: null });
            else if (known) await rig.call('camera.switchOn', { id: happens.id });
            break;
          case 'retry':
            if (known) await rig.call('camera.retry', { id: happens.id });
            break;
          case 'die':
            if (rig.host.running().includes(happens.id)) rig.host.die(happens.id);
            break;
          case 'fail':
            rig.host.startFault = new AppError(happens.code);
            break;
          case 'crash':
            rig.mediaEngine.crash();
            break;
          case 'clock':
            rig.clock.setWallBy(happens.byMs);
            break;
          case 'wait':
            await rig.clock.advance(happens.ms);
            break;
        }
        await rig.clock.advance(10);
      }

      // Now the world is quiet: nothing fails any more, and a person has retried what waits for one.
      rig.host.startFault = null;
      for (let second = 0; second < 45; second += 1) {
        if (second === 10) for (const cameraId of Object.keys(cameras())) await rig.call('camera.retry', { id: cameraId });
        speak();
        await rig.clock.advance(1000);
      }
      const isWatched = (cameraId: string): boolean => [...watched.values()].some((ids) => ids.includes(cameraId));
      const wanted = Object.values(cameras()).filter(
        ({ id: cameraId, alwaysOn, off }) => off === null && (alwaysOn || isWatched(cameraId)),
      );
      expect(rig.host.running().sort()).toEqual(wanted.map(({ id: cameraId }) => cameraId).sort());
      for (const { id: cameraId } of Object.values(cameras())) {
        const isRunning = rig.host.running().includes(cameraId);
        expect(rig.pusher(cameraId).state).toBe(isRunning ? 'publishing' : 'idle');
        if (isRunning) expect(rig.host.specs.get(`whip-pusher-${cameraId}`)?.source.url).toBe(urlOf(cameras()[cameraId]));
      }
      expect(Object.keys(rig.room.topics.read('pushers')).sort()).toEqual(Object.keys(cameras()).sort());

      // And quiet it stays: with nothing new, nothing is done.
      const done = rig.host.actions.length;
      for (let second = 0; second < 10; second += 1) {
        speak();
        await rig.clock.advance(1000);
      }
      expect(rig.host.actions.length).toBe(done);
    }),
    { numRuns: 60 },
  );
}, 60_000);

const urlOf = (camera: { source: { kind: string; url?: string } } | undefined): string | undefined => camera?.source.url;
