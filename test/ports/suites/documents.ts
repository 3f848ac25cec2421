/** What every document store does. */
import { expect } from 'vitest';
import type { DocumentStorePort } from '../../../src-main/core/ports.ts';
import type { Rig } from '../../support/rig.ts';
import { test } from '../../support/rig-test.ts';

export interface DocumentsUnderTest {
  documents: DocumentStorePort;
  /** The same documents after a restart of the app. */
  reopen: () => DocumentStorePort;
  /** Makes what is kept under the name no JSON any more. */
  damage: (name: string) => void;
}

const site = { version: 1, name: 'Rhein—Süd', cameras: [{ id: 'gate-1', 'dotted.key': null }], empty: {} };

export function documentsSuite(make: (rig: Rig) => DocumentsUnderTest): void {
  test('a document that was never written is null', async ({ rig }) => {
    expect(await make(rig).documents.read('site')).toBeNull();
  });

  test('a document comes back as it was written, also after a restart', async ({ rig }) => {
    const { documents, reopen } = make(rig);
    await documents.write('site', site);
    expect(await documents.read('site')).toEqual(site);
    expect(await reopen().read('site')).toEqual(site);
  });

  test('the last of many writes stands, and each document by itself', async ({ rig }) => {
    const { documents, reopen } = make(rig);
    await Promise.all(Array.from({ length: 20 }, (_, revision) => documents.write('site', { revision })));
    await documents.write('settings', { language: 'en' });
    expect(await reopen().read('site')).toEqual({ revision: 19 });
    expect(await reopen().read('settings')).toEqual({ language: 'en' });
  });

  test('what a reader changes is its own', async ({ rig }) => {
    const { documents } = make(rig);
    await documents.write('site', site);
    const read = (await documents.read('site')) as typeof site;
    read.cameras.length = 0;
    expect(await documents.read('site')).toEqual(site);
  });

  test('a damaged document is reported, kept aside, and makes room for a new one', async ({ rig }) => {
    const { documents, reopen, damage } = make(rig);
    await documents.write('site', site);
    damage('site');
    const again = reopen();
    await expect(again.read('site')).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED', params: { name: 'site' } });
    expect(await again.setAside('site')).toContain('site.damaged-');
    expect(await again.read('site')).toBeNull();
    await again.write('site', { version: 1 });
    expect(await again.read('site')).toEqual({ version: 1 });
  });
}
