import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CameraId, DemoScene } from '../../../src-main/contract/words.ts';
import { suggestId } from '../../../src-main/core/cameras/camera-id.ts';
import { ControlRoomRig } from '../../support/fakes/control-room-rig.ts';

const started = (): Promise<ControlRoomRig> => new ControlRoomRig().start();
const names = (rig: ControlRoomRig): string[] => Object.keys(rig.room.topics.read('cameras'));
const UNDO_LIFE_MS = 5 * 60_000;

describe('ids made from names', () => {
  test.each([
    ['Loading dock 2', 'loading-dock-2'],
    ['  Tür — Süd  ', 'tur-sud'],
    ['Łódź', 'odz'],
    ['كاميرا', 'camera'],
    ['__', 'camera'],
  ])('%s → %s', (name, id) => {
    expect(suggestId(name, 'camera', () => false)).toBe(id);
  });

  test('are valid and untaken for every name, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Gate', 'gate', 'x'.repeat(80)))), (all) => {
        const taken = new Set<string>();
        for (const name of all) {
          const id = suggestId(name, 'camera', (candidate) => taken.has(candidate));
          expect(CameraId.safeParse(id).success).toBe(true);
          expect(taken.has(id)).toBe(false);
          taken.add(id);
        }
      }),
    );
  });
});

describe('cameras', () => {
  test('are added with an id, a number and a sealed password that no view and no document holds', async () => {
    const rig = await started();
    const added = await rig.call('camera.add', { name: 'Gate 1', url: 'rtsp://ada:tops3cret@10.0.0.9/live' });
    expect(added).toEqual({
      id: 'gate-1',
      number: 1,
      name: 'Gate 1',
      zoneId: 'main',
      source: { kind: 'rtsp', url: 'rtsp://10.0.0.9/live', username: 'ada', hasPassword: true },
      alwaysOn: false,
      off: null,
    });
    expect([...rig.secrets.values.values()]).toEqual(['tops3cret']);
    expect([...rig.documents.texts.values()].join()).not.toContain('tops3cret');
    expect(rig.log.lines.join()).not.toContain('tops3cret');
    expect(rig.site.revision).toBe(1);
  });

  test('of the same id, address or an unknown zone are refused, and nothing of them stays', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'Gate', url: 'rtsp://10.0.0.9/live' });
    await rig.refused('camera.add', { id: 'gate', name: 'Other', url: 'rtsp://u:p@10.0.0.8/live' }, 'CAMERA_ID_TAKEN');
    const taken = await rig.refused('camera.add', { name: 'Same', url: 'rtsp://u:p@10.0.0.9:554/live' }, 'CAMERA_URL_TAKEN');
    expect(taken.params).toEqual({ id: 'gate', name: 'Gate' });
    await rig.refused('camera.add', { name: 'Lost', url: 'rtsp://u:p@10.0.0.7/live', zoneId: 'nowhere' }, 'ZONE_UNKNOWN');
    await rig.refused('camera.add', { name: 'Bad', url: 'rtsp://u:p@ss@10.0.0.7/live' }, 'URL_INVALID');
    expect(names(rig)).toEqual(['gate']);
    expect(rig.secrets.sealed).toBe(0);
    expect((await rig.call('camera.add', { name: 'Gate', url: 'rtsp://10.0.0.6/live' })).id).toBe('gate-2');
  });

  test('keep their login when only the address changes, and lose a replaced password for good', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'Gate', url: 'rtsp://ada:one@10.0.0.9/live' });
    const moved = await rig.call('camera.update', { id: 'gate', url: 'rtsp://10.0.0.10/live' });
    expect(moved.source).toMatchObject({ url: 'rtsp://10.0.0.10/live', username: 'ada', hasPassword: true });
    await rig.call('camera.update', { id: 'gate', password: 'two' });
    expect([...rig.secrets.values.values()]).toEqual(['two']);
    const bare = await rig.call('camera.update', { id: 'gate', password: '' });
    expect(bare.source).toMatchObject({ username: 'ada', hasPassword: false });
    expect(rig.secrets.values.size).toBe(0);
    await rig.refused('camera.update', { id: 'nobody', name: 'X' }, 'CAMERA_UNKNOWN');
  });

  test('may keep their own address when edited, but not take another’s', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://10.0.0.9/a' });
    await rig.call('camera.add', { name: 'B', url: 'rtsp://10.0.0.9/b' });
    await rig.call('camera.update', { id: 'a', url: 'rtsp://10.0.0.9:554/a' });
    await rig.refused('camera.update', { id: 'a', url: 'rtsp://10.0.0.9/b' }, 'CAMERA_URL_TAKEN');
  });

  test('removed and undone come back whole: number, password, cells', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://u:pw@10.0.0.9/a' });
    await rig.call('camera.add', { name: 'B', url: 'rtsp://10.0.0.9/b' });
    const layout = { kind: 'grid', columns: 2, rows: 2 } as const;
    await rig.call('wall.save', { name: 'Yard', layout, cells: ['a', 'b', 'a', null] });
    const before = { ...rig.room.topics.read('cameras'), ...rig.room.topics.read('walls') };

    const undo = await rig.call('camera.remove', { ids: ['a'] });
    expect(rig.room.topics.item('walls', 'yard')?.cells).toEqual([null, 'b', null, null]);
    expect(rig.secrets.values.size).toBe(1);
    await rig.call('site.undo', { undoId: undo.undoId });
    expect({ ...rig.room.topics.read('cameras'), ...rig.room.topics.read('walls') }).toEqual(before);
    await rig.refused('site.undo', { undoId: undo.undoId }, 'UNDO_EXPIRED');
    await rig.clock.advance(UNDO_LIFE_MS);
    expect([...rig.secrets.values.values()]).toEqual(['pw']);
  });

  test('come back beside what happened since: a taken cell and number stay with their new owner', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://10.0.0.9/a' });
    await rig.call('wall.save', { name: 'Yard', layout: { kind: 'one-plus-five' }, cells: ['a'] });
    const undo = await rig.call('camera.remove', { ids: ['a'] });
    await rig.call('camera.add', { name: 'B', url: 'rtsp://10.0.0.9/b' });
    await rig.call('wall.save', { id: 'yard', name: 'Yard', layout: { kind: 'one-plus-five' }, cells: ['b'] });
    await rig.call('site.undo', { undoId: undo.undoId });
    const cameras = rig.room.topics.read('cameras');
    expect([cameras.b?.number, cameras.a?.number]).toEqual([1, 2]);
    expect(rig.room.topics.item('walls', 'yard')?.cells).toEqual(['b']);
  });

  test('lose their password when the undo expires: by time, by number, or by closing', async () => {
    const rig = await started();
    const removeOne = async (name: string): Promise<{ undoId: string }> => {
      await rig.call('camera.add', { name, url: `rtsp://u:pw-${name}@10.0.0.9/${name}` });
      return rig.call('camera.remove', { ids: [name] });
    };
    const first = await removeOne('first');
    await rig.clock.advance(UNDO_LIFE_MS);
    expect(rig.secrets.values.size).toBe(0);
    await rig.refused('site.undo', { undoId: first.undoId }, 'UNDO_EXPIRED');

    for (let count = 0; count < 21; count += 1) await removeOne(`n${count}`);
    expect([...rig.secrets.values.values()]).toHaveLength(20);
    expect([...rig.secrets.values.values()]).not.toContain('pw-n0');

    await rig.room.stop();
    expect(rig.secrets.values.size).toBe(0);
  });

  test('whose removal was cut off by a crash lose their password at the next start', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://u:gone@10.0.0.9/a' });
    await rig.call('camera.add', { name: 'B', url: 'rtsp://u:kept@10.0.0.9/b' });
    await rig.call('camera.remove', { ids: ['a'] });
    await new ControlRoomRig(rig.documents, rig.secrets).start();
    expect([...rig.secrets.values.values()]).toEqual(['kept']);
  });

  test('are not switched off until a time that has passed', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://10.0.0.9/a' });
    await rig.refused('camera.switchOff', { id: 'a', reason: '', until: rig.clock.now() }, 'INPUT_INVALID');
    await rig.call('settings.update', { operatorName: 'Ada' });
    await rig.call('camera.switchOff', { id: 'a', reason: 'cleaning', until: null });
    expect(rig.room.topics.item('cameras', 'a')?.off).toMatchObject({ by: 'Ada', reason: 'cleaning', until: null });
    await rig.call('camera.switchOn', { id: 'a' });
    expect(rig.room.topics.item('cameras', 'a')?.off).toBeNull();
  });
});

describe('the demo site', () => {
  test('brings six cameras, a wall and its server, once', async () => {
    const rig = await started();
    expect(rig.demoEngine.report().state).toBe('stopped');
    const { wallId } = await rig.call('demo.install', undefined);
    expect(await rig.call('demo.install', undefined)).toEqual({ wallId });
    const cameras = Object.values(rig.room.topics.read('cameras'));
    expect(cameras.map(({ source }) => (source.kind === 'demo' ? source.scene : null))).toEqual(DemoScene.options);
    expect(rig.room.topics.item('walls', wallId)).toEqual({
      id: 'overview',
      name: 'Overview',
      layout: { kind: 'grid', columns: 3, rows: 2 },
      cells: cameras.map(({ id }) => id),
    });
    expect(rig.site.hasDemo).toBe(true);
    expect(rig.demoEngine.report().state).toBe('running');

    await rig.call('watch.set', { cameraIds: ['ticket-hall'] });
    await rig.clock.advance(0);
    expect(rig.host.specs.get('whip-pusher-ticket-hall')?.source.url).toBe('rtsp://127.0.0.1:40000/ticket-hall');
    expect(rig.host.specs.get('whip-pusher-ticket-hall')?.grant.room).toBe('zone_demo');
  });

  test('goes with its wall, its zone and its server, leaves everything else, and comes back by undo', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'Gate', url: 'rtsp://10.0.0.9/a' });
    await rig.call('demo.install', undefined);
    const mixed = { name: 'Mixed', layout: { kind: 'grid', columns: 2, rows: 1 }, cells: ['gate', 'car-park-l1'] } as const;
    await rig.call('wall.save', { ...mixed, cells: [...mixed.cells] });
    const before = [rig.room.topics.read('cameras'), rig.room.topics.read('walls'), rig.room.topics.read('zones')];

    const undo = await rig.call('demo.remove', undefined);
    expect(names(rig)).toEqual(['gate']);
    expect(Object.keys(rig.room.topics.read('walls'))).toEqual(['mixed']);
    expect(Object.keys(rig.room.topics.read('zones'))).toEqual(['main']);
    expect(rig.site.hasDemo).toBe(false);
    expect(rig.demoEngine.report().state).toBe('stopped');

    await rig.call('site.undo', { undoId: undo.undoId });
    expect([rig.room.topics.read('cameras'), rig.room.topics.read('walls'), rig.room.topics.read('zones')]).toEqual(before);
    expect(rig.demoEngine.report().state).toBe('running');
  });

  test('waits with its pushers for its server, and moves them when the server comes back elsewhere', async () => {
    const rig = await started();
    await rig.call('demo.install', undefined);
    await rig.call('watch.set', { cameraIds: ['ticket-hall'] });
    await rig.clock.advance(0);
    rig.host.say('ticket-hall');
    rig.demoEngine.home = { rtspBase: 'rtsp://127.0.0.1:40001' };
    rig.demoEngine.crash();
    await rig.clock.advance(100);
    expect(rig.host.actions).toEqual(['start ticket-hall~1']);
    await rig.clock.advance(1000);
    expect(rig.host.actions).toEqual(['start ticket-hall~1', 'start ticket-hall~2']);
  });
});

describe('walls', () => {
  test('are made, replaced in place, removed and put back where they were', async () => {
    const rig = await started();
    const draft = { layout: { kind: 'one-plus-five' } as const, cells: [] };
    await rig.call('wall.save', { ...draft, name: 'One' });
    await rig.call('wall.save', { ...draft, name: 'Two' });
    expect((await rig.call('wall.save', { ...draft, name: 'One' })).id).toBe('one-2');
    await rig.call('wall.save', { ...draft, id: 'one', name: 'First' });
    const undo = await rig.call('wall.remove', { id: 'one' });
    expect(Object.keys(rig.room.topics.read('walls'))).toEqual(['two', 'one-2']);
    await rig.call('site.undo', { undoId: undo.undoId });
    expect(rig.room.topics.item('walls', 'one')?.name).toBe('First');
    const reopened = await new ControlRoomRig(rig.documents, rig.secrets).start();
    expect(Object.keys(reopened.room.topics.read('walls'))).toEqual(['one', 'two', 'one-2']);
    await rig.refused('wall.remove', { id: 'nowhere' }, 'WALL_UNKNOWN');
    await rig.refused('wall.save', { ...draft, name: 'X', cells: ['nobody'] }, 'CAMERA_UNKNOWN');
  });

  test('put back after a camera of theirs has gone have an empty cell there', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://10.0.0.9/a' });
    await rig.call('wall.save', { name: 'Yard', layout: { kind: 'one-plus-five' }, cells: ['a', null] });
    const undo = await rig.call('wall.remove', { id: 'yard' });
    await rig.call('camera.remove', { ids: ['a'] });
    await rig.call('site.undo', { undoId: undo.undoId });
    expect(rig.room.topics.item('walls', 'yard')?.cells).toEqual([null, null]);
  });
});

describe('a probe', () => {
  test('goes out from the host with the login of the address, one at a time for each address', async () => {
    const rig = await started();
    const seen: unknown[] = [];
    let answer: () => void = () => undefined;
    rig.host.answerProbe = (source) => {
      seen.push(source);
      return new Promise((resolve) => {
        answer = () => resolve({ ok: false, code: 'CAMERA_LOGIN_REFUSED', detail: '401', answers: [] });
      });
    };
    const first = rig.call('camera.probe', { url: 'rtsp://u:p@10.0.0.9/a' });
    const busy = await rig.refused('camera.probe', { url: 'rtsp://10.0.0.9:554/b' }, 'PROBE_BUSY');
    expect(busy.params).toEqual({ address: '10.0.0.9:554' });
    answer();
    expect(await first).toMatchObject({ ok: false, code: 'CAMERA_LOGIN_REFUSED' });
    expect(seen).toEqual([{ url: 'rtsp://10.0.0.9/a', username: 'u', password: 'p', loginRetry: 0 }]);

    rig.host.answerProbe = async () => ({ ok: false, code: 'CAMERA_REFUSED', detail: '', answers: [] });
    expect(await rig.call('camera.probe', { url: 'rtsp://10.0.0.9/b' })).toMatchObject({ code: 'CAMERA_REFUSED' });
  });

  test('of a camera that the site has uses its kept login', async () => {
    const rig = await started();
    await rig.call('camera.add', { name: 'A', url: 'rtsp://u:kept@10.0.0.9/a' });
    let seen: unknown = null;
    rig.host.answerProbe = async (source) => {
      seen = source;
      return { ok: false, code: 'CAMERA_REFUSED', detail: '', answers: [] };
    };
    await rig.call('camera.probe', { url: 'rtsp://10.0.0.9:554/a' });
    expect(seen).toMatchObject({ username: 'u', password: 'kept' });
    await rig.call('camera.probe', { url: 'rtsp://10.0.0.9:554/other' });
    expect(seen).toMatchObject({ username: '', password: '' });
  });
});
