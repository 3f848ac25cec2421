import { createCipheriv, createDecipheriv } from 'node:crypto';
import { beforeEach, describe, expect, vi } from 'vitest';
import { createKeyringSeal } from '../../src-main/adapters/secrets/electron-secrets.ts';
import { createSecretStore, type Seal } from '../../src-main/adapters/secrets/secret-store.ts';
import { platform } from '../../src-main/platform.ts';
import { MemoryDocuments } from '../support/fakes/memory-documents.ts';
import { quietLog } from '../support/quiet-log.ts';
import { test } from '../support/rig-test.ts';
import { secretsSuite } from './suites/secrets.ts';

/** The desktop's side, which no machine without a desktop has: a key that Electron would keep in the key ring. */
const desktop = vi.hoisted(() => ({ available: true, backend: 'gnome_libsecret' }));
vi.mock('electron', () => {
  const key = Buffer.alloc(32, 5);
  const nonce = Buffer.alloc(16, 1);
  return {
    safeStorage: {
      isEncryptionAvailable: () => desktop.available,
      getSelectedStorageBackend: () => desktop.backend,
      encryptString(text: string) {
        const cipher = createCipheriv('aes-256-ctr', key, nonce);
        return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      },
      decryptString(sealed: Buffer) {
        const decipher = createDecipheriv('aes-256-ctr', key, nonce);
        return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
      },
    },
  };
});

beforeEach(() => {
  desktop.available = true;
  desktop.backend = 'gnome_libsecret';
});

const seal = (): Seal => {
  const keyring = createKeyringSeal();
  if (keyring === null) throw new Error('the key ring was not taken');
  return keyring;
};
const open = (documents: MemoryDocuments) =>
  createSecretStore({ documents, seal: seal(), olderSeals: [], onValue: () => undefined, log: quietLog() });

describe('key ring', () => {
  secretsSuite(() => {
    const documents = new MemoryDocuments();
    return { secrets: open(documents), reopen: () => open(documents) };
  });

  test('is not taken where there is none, nor where it encrypts nothing', () => {
    desktop.available = false;
    expect(createKeyringSeal()).toBeNull();
    desktop.available = true;
    desktop.backend = 'basic_text';
    expect(createKeyringSeal() === null).toBe(platform.keyringMayBePlain);
  });

  test('a value moved to another name, or damaged, does not open', async () => {
    const documents = new MemoryDocuments();
    await open(documents).set('one', 'canary');
    const kept = documents.document('secrets') as { version: 1; entries: Record<string, { value: string }> };
    expect(JSON.stringify(kept)).not.toContain('canary');
    await documents.write('secrets', {
      ...kept,
      entries: { two: kept.entries['one'], three: { sealedBy: 'keyring', value: 'AAAA' } },
    });
    await expect(open(documents).get('two')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    await expect(open(documents).get('three')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  });
});
