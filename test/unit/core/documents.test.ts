import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../src-main/contract/faults.ts';
import { readDocument, type DocumentKind } from '../../../src-main/core/documents/document-kind.ts';
import { newSite, siteKind } from '../../../src-main/core/site/site-document.ts';
import { ControlRoomRig } from '../../support/fakes/control-room-rig.ts';
import { MemoryDocuments } from '../../support/fakes/memory-documents.ts';

/** Three versions: the name was one text, then two, then got a greeting. */
const people: DocumentKind<{ version: 3; first: string; last: string; greeting: string }> = {
  name: 'people',
  version: 3,
  schema: z.object({ version: z.literal(3), first: z.string(), last: z.string(), greeting: z.string() }),
  upgrades: {
    1: ({ name }) => {
      const [first, last] = String(name).split(' ');
      return { first, last };
    },
    2: (document) => ({ ...document, greeting: `Hello ${String(document.first)}` }),
  },
};

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : 'other';
  }
};

describe('a versioned document', () => {
  test.each([
    [
      { version: 1, name: 'Ada Lovelace' },
      { version: 3, first: 'Ada', last: 'Lovelace', greeting: 'Hello Ada' },
    ],
    [
      { version: 2, first: 'Ada', last: 'L' },
      { version: 3, first: 'Ada', last: 'L', greeting: 'Hello Ada' },
    ],
    [
      { version: 3, first: 'A', last: 'L', greeting: 'Hi' },
      { version: 3, first: 'A', last: 'L', greeting: 'Hi' },
    ],
  ])('climbs every step from where it is: %j', (raw, upgraded) => {
    expect(readDocument(people, raw)).toEqual(upgraded);
  });

  test('is not changed by its upgrade', () => {
    const raw = Object.freeze({ version: 1, name: 'Ada Lovelace' });
    expect(readDocument(people, raw)).toMatchObject({ first: 'Ada' });
  });

  test.each([
    [{ version: 4, anything: true }, 'DOCUMENT_NEWER'],
    [{ version: 3, first: 1 }, 'DOCUMENT_DAMAGED'],
    [{ version: 1 }, 'DOCUMENT_DAMAGED'],
    [{ name: 'no version' }, 'DOCUMENT_DAMAGED'],
    [{ version: 0 }, 'DOCUMENT_DAMAGED'],
    ['a text', 'DOCUMENT_DAMAGED'],
    [[1, 2], 'DOCUMENT_DAMAGED'],
  ])('is refused when it is %j: %s', (raw, code) => {
    expect(codeOf(() => readDocument(people, raw))).toBe(code);
  });

  test('of a site is damaged when a camera stands twice or in no zone', () => {
    const camera = {
      id: 'a',
      number: 1,
      name: 'A',
      zoneId: 'main',
      source: { kind: 'demo', scene: 'car-park' },
      alwaysOn: false,
      off: null,
    };
    const site = newSite('id');
    expect(codeOf(() => readDocument(siteKind, { ...site, cameras: [camera] }))).toBe('none');
    expect(codeOf(() => readDocument(siteKind, { ...site, cameras: [camera, camera] }))).toBe('DOCUMENT_DAMAGED');
    expect(codeOf(() => readDocument(siteKind, { ...site, cameras: [{ ...camera, zoneId: 'x' }] }))).toBe('DOCUMENT_DAMAGED');
  });
});

const gate = { name: 'Gate', url: 'rtsp://u:pw@10.0.0.9/live' };

describe('documents of a control room', () => {
  test('are made at the first start, and the site is the same at the next', async () => {
    const rig = await new ControlRoomRig().start();
    expect(rig.room.isNewSite()).toBe(true);
    expect([...rig.documents.texts.keys()].sort()).toEqual(['runtime', 'settings', 'site']);
    await rig.call('site.rename', { name: 'Harbour' });
    await rig.call('settings.update', { language: 'ar' });
    const again = await new ControlRoomRig(rig.documents, rig.secrets).start();
    expect(again.room.isNewSite()).toBe(false);
    expect(again.site).toEqual(rig.site);
    expect(again.room.topics.item('settings', 'only')).toMatchObject({ language: 'ar', workstationName: 'Desk 1' });
  });

  test.each(['site', 'settings', 'runtime'])('damaged (%s): set aside untouched and reported, and work goes on', async (name) => {
    const documents = new MemoryDocuments();
    documents.texts.set(name, '{"version":1,');
    const rig = await new ControlRoomRig(documents).start();
    expect(documents.texts.get(`${name}.damaged-1`)).toBe('{"version":1,');
    expect(rig.site.statuses).toMatchObject([{ code: 'DOCUMENT_DAMAGED', params: { name, path: `${name}.damaged-1` } }]);
    await rig.call('camera.add', gate);
    expect(Object.keys(rig.room.topics.read('cameras'))).toEqual(['gate']);
    expect(rig.room.isNewSite()).toBe(name !== 'site');
  });

  test('of a newer release are never written over; what would change them is refused', async () => {
    const documents = new MemoryDocuments();
    const newer = '{"version":99,"cameras":"of another shape"}';
    documents.texts.set('site', newer);
    const rig = await new ControlRoomRig(documents).start();
    expect(rig.site.statuses).toMatchObject([{ code: 'DOCUMENT_NEWER', params: { name: 'site', found: 99, known: 1 } }]);
    await rig.refused('camera.add', gate, 'DOCUMENT_NEWER');
    await rig.refused('demo.install', undefined, 'DOCUMENT_NEWER');
    expect(documents.texts.get('site')).toBe(newer);
    expect(rig.secrets.values.size).toBe(0);
    await rig.call('settings.update', { showStats: true });
  });

  test('that a full disk refuses lose nothing: the old state stays, the caller hears why, and it heals', async () => {
    const rig = await new ControlRoomRig().start();
    await rig.call('camera.add', gate);
    const before = rig.documents.texts.get('site');
    rig.documents.writeFault = 'DISK_FULL';
    await rig.refused('camera.add', { name: 'Yard', url: 'rtsp://u:lost@10.0.0.8/x' }, 'DISK_FULL');
    await rig.refused('camera.remove', { ids: ['gate'] }, 'DISK_FULL');
    await rig.refused('settings.update', { showStats: true }, 'DISK_FULL');
    expect(Object.keys(rig.room.topics.read('cameras'))).toEqual(['gate']);
    expect(rig.room.topics.item('settings', 'only')?.showStats).toBe(false);
    expect(rig.documents.texts.get('site')).toBe(before);
    expect([...rig.secrets.values.values()]).toEqual(['pw']);
    expect(rig.site.statuses.map(({ code }) => code)).toContain('DISK_FULL');

    rig.documents.writeFault = null;
    await rig.call('camera.add', { name: 'Yard', url: 'rtsp://10.0.0.8/x' });
    await rig.call('settings.update', { showStats: true });
    await rig.call('camera.remove', { ids: ['yard'] });
    await rig.clock.advance(5000);
    expect(rig.site.statuses).toEqual([]);
  });

  test('that cannot be written do not keep pictures from coming', async () => {
    const rig = await new ControlRoomRig().start();
    await rig.call('camera.add', { ...gate, alwaysOn: true });
    rig.documents.writeFault = 'DISK_FULL';
    await rig.call('camera.retry', { id: 'gate' });
    await rig.clock.advance(0);
    expect(rig.host.specs.get('whip-pusher-gate')?.source.loginRetry).toBe(1);
  });

  test('a password that cannot be sealed adds no camera', async () => {
    const rig = await new ControlRoomRig().start();
    rig.secrets.writeFault = 'DISK_UNWRITABLE';
    await rig.refused('camera.add', gate, 'DISK_UNWRITABLE');
    expect(rig.room.topics.read('cameras')).toEqual({});
  });

  test('edits at the same time all stay', async () => {
    const rig = await new ControlRoomRig().start();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => rig.call('camera.add', { name: 'Gate', url: `rtsp://10.0.0.9/${index}` })),
    );
    const cameras = Object.values(rig.room.topics.read('cameras'));
    expect(new Set(cameras.map(({ id }) => id)).size).toBe(20);
    expect(cameras.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(rig.site.revision).toBe(20);
  });
});
