import fs from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { createFileSeal, keyFromFile, keyFromPassphrase } from '../../src-main/adapters/secrets/sealed-file.ts';
import { createSecretStore, type Seal } from '../../src-main/adapters/secrets/secret-store.ts';
import { MemoryDocuments } from '../support/fakes/memory-documents.ts';
import { MemorySecrets } from '../support/fakes/memory-secrets.ts';
import { quietLog } from '../support/quiet-log.ts';
import { test } from '../support/rig-test.ts';
import { secretsSuite } from './suites/secrets.ts';

const name = 'camera/gate-1/password';
const canary = 'canary-password-4711';
const open = (
  documents: MemoryDocuments,
  seal: Seal,
  olderSeals: Seal[] = [],
  onValue: (value: string) => void = () => undefined,
) => createSecretStore({ documents, seal, olderSeals, onValue, log: quietLog() });

describe('memory-secrets', () => {
  secretsSuite(() => {
    const secrets = new MemorySecrets();
    return { secrets, reopen: () => secrets };
  });
});

describe('sealed file', () => {
  const key = Buffer.alloc(32, 7);
  secretsSuite(() => {
    const documents = new MemoryDocuments();
    const reopen = () => open(documents, createFileSeal(key));
    return { secrets: reopen(), reopen };
  });

  test('what is kept shows neither the value nor the same bytes twice', async () => {
    const documents = new MemoryDocuments();
    const secrets = open(documents, createFileSeal(key));
    await secrets.set(name, canary);
    const first = documents.texts.get('secrets');
    await secrets.set(name, canary);
    expect(first).not.toContain(canary);
    expect(first).not.toContain(Buffer.from(canary).toString('base64'));
    expect(documents.texts.get('secrets')).not.toBe(first);
  });

  test('another key, another name or a changed byte opens nothing', async () => {
    const documents = new MemoryDocuments();
    await open(documents, createFileSeal(key)).set(name, canary);
    await expect(open(documents, createFileSeal(Buffer.alloc(32, 8))).get(name)).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
    });

    const kept = documents.document('secrets') as { version: 1; entries: Record<string, { sealedBy: string; value: string }> };
    const entry = kept.entries[name]!;
    const moved = new MemoryDocuments();
    await moved.write('secrets', { ...kept, entries: { other: entry } });
    await expect(open(moved, createFileSeal(key)).get('other')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });

    const bytes = Buffer.from(entry.value, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    const changed = new MemoryDocuments();
    await changed.write('secrets', { ...kept, entries: { [name]: { ...entry, value: bytes.toString('base64') } } });
    await expect(open(changed, createFileSeal(key)).get(name)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  });

  test('a damaged document is set aside; its secrets are unreadable, not absent, until set anew', async () => {
    const documents = new MemoryDocuments();
    documents.texts.set('secrets', '{"version": 1, "entr');
    const secrets = open(documents, createFileSeal(key));
    await expect(secrets.get(name)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    expect([...documents.texts.keys()]).toEqual([expect.stringContaining('secrets.damaged-')]);
    await secrets.set(name, canary);
    expect(await secrets.get(name)).toBe(canary);
  });

  test('a failed write changes nothing', async () => {
    const documents = new MemoryDocuments();
    const secrets = open(documents, createFileSeal(key));
    await secrets.set(name, 'old');
    documents.writeFault = 'DISK_FULL';
    await expect(secrets.set(name, 'new')).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await secrets.get(name)).toBe('old');
    documents.writeFault = null;
    await secrets.set('other', 'works again');
    expect(await secrets.get('other')).toBe('works again');
  });

  test('values sealed before there was a key ring still open, new ones are sealed by it', async () => {
    const documents = new MemoryDocuments();
    const fileSeal = createFileSeal(key);
    await open(documents, fileSeal).set(name, canary);
    const keyring: Seal = { ...createFileSeal(Buffer.alloc(32, 9)), kind: 'keyring' };
    const seen: string[] = [];
    const secrets = open(documents, keyring, [fileSeal], (value) => seen.push(value));
    expect(await secrets.get(name)).toBe(canary);
    await secrets.set(name, 'newer');
    expect(documents.document('secrets')).toMatchObject({ entries: { [name]: { sealedBy: 'keyring' } } });
    expect(await secrets.get(name)).toBe('newer');
    expect(seen).toEqual([canary, 'newer', 'newer']);
    await expect(open(documents, fileSeal).get(name)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  });

  test('the key file is made once, for its owner only', async ({ rig }) => {
    const file = path.join(rig.dir, 'keys', 'seal.key');
    const made = keyFromFile(file);
    expect(made).toHaveLength(32);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    fs.chmodSync(file, 0o644);
    expect(keyFromFile(file)).toEqual(made);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['seal.key']);
    fs.writeFileSync(file, 'short');
    expect(() => keyFromFile(file)).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }));
  });

  test('a passphrase gives the same key with its salt, and another with another salt', async ({ rig }) => {
    const salt = path.join(rig.dir, 'seal.salt');
    const made = keyFromPassphrase('correct horse', salt);
    expect(keyFromPassphrase('correct horse', salt)).toEqual(made);
    expect(keyFromPassphrase('correct house', salt)).not.toEqual(made);
    expect(keyFromPassphrase('correct horse', path.join(rig.dir, 'other.salt'))).not.toEqual(made);
  });
});
