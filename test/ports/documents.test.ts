import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, vi } from 'vitest';
import { createElectronSettings } from '../../src-main/adapters/store/electron-settings.ts';
import { createFileDocuments } from '../../src-main/adapters/store/file-documents.ts';
import type { DocumentStorePort } from '../../src-main/core/ports.ts';
import { MemoryDocuments } from '../support/fakes/memory-documents.ts';
import type { Rig } from '../support/rig.ts';
import { documentsSuite, type DocumentsUnderTest } from './suites/documents.ts';
import { test } from '../support/rig-test.ts';

// electron-store takes only the profile folder from Electron, and that is given here; e2e runs it inside Electron.
vi.mock('electron', () => ({ default: {} }));

const now = () => Date.UTC(2026, 10, 22, 19, 0, 0);
const stores = { 'file-documents': createFileDocuments, 'electron-settings': createElectronSettings };
const damagedText = '{"version": 1, "cam';

describe('memory-documents', () => {
  documentsSuite((): DocumentsUnderTest => {
    const documents = new MemoryDocuments();
    return { documents, reopen: () => documents, damage: (name) => documents.texts.set(name, damagedText) };
  });
});

describe.each(Object.entries(stores))('%s', (_name, create) => {
  const make = (rig: Rig): DocumentsUnderTest & { dir: string } => {
    const dir = path.join(rig.dir, 'site');
    return {
      dir,
      documents: create(dir, now),
      reopen: () => create(dir, now),
      damage: (name) => fs.writeFileSync(path.join(dir, `${name}.json`), damagedText),
    };
  };
  documentsSuite(make);

  test('only the owner may read the file', async ({ rig }) => {
    const { documents, dir } = make(rig);
    await documents.write('site', { version: 1 });
    expect(fs.statSync(path.join(dir, 'site.json')).mode & 0o777).toBe(0o600);
  });

  test('what is set aside keeps its bytes, and an older one its place', async ({ rig }) => {
    const { documents, reopen, damage } = make(rig);
    const aside: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      await documents.write('site', { version: 1 });
      damage('site');
      aside.push(await documents.setAside('site'));
    }
    expect(new Set(aside).size).toBe(2);
    expect(aside.map((file) => fs.readFileSync(file, 'utf8'))).toEqual([damagedText, damagedText]);
    expect(await reopen().read('site')).toBeNull();
  });

  test('a folder that cannot be written is said', async ({ rig }) => {
    const file = rig.write('a-file', '');
    await expect(create(path.join(file, 'site'), now).write('site', {})).rejects.toMatchObject({ code: 'DISK_UNWRITABLE' });
  });

  test.skipIf(process.getuid?.() !== 0)(
    'a full disk is said, and the old document is still there (needs root: a disk of its own)',
    async ({ rig }) => {
      const disk = rig.folder('disk');
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      rig.onClose(() => void execFileSync('umount', [disk]));
      const documents: DocumentStorePort = create(disk, now);
      await documents.write('site', { version: 1 });
      await expect(documents.write('site', { filler: 'x'.repeat(100_000) })).rejects.toMatchObject({ code: 'DISK_FULL' });
      expect(await create(disk, now).read('site')).toEqual({ version: 1 });
      expect(fs.readdirSync(disk)).toEqual(['site.json']);
    },
  );
});
