/** A seal of our own for computers without a key ring: AES-256-GCM (NIST SP 800-38D) under a key that lies in a file only its
 * owner can read, or comes from a passphrase (scrypt, RFC 7914).
 *
 * What it protects against: somebody who gets the documents without the key, as in a backup, a synchronised folder, a support
 * bundle or a copied site document. What it does not: whoever can read files as this user or as root, unless a passphrase is
 * used and kept elsewhere. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#contract/faults.ts';
import type { Seal } from './secret-store.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const saltBytes = 16;
/** About 0.1 s and 32 MB, once per start. */
const scryptCost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** @param key 32 bytes */
export function createFileSeal(key: Buffer): Seal {
  return {
    kind: 'sealed-file',
    seal(name, value) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      // The name is authenticated: a sealed value moved to another name does not open.
      cipher.setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(name, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
    },
  };
}

/** The key in `file` (32 random bytes, 0600), made at first use. Throws SECRET_UNREADABLE when the file is no such key. */
export function keyFromFile(file: string): Buffer {
  return randomFile(file, keyBytes);
}

/** The key from a passphrase; the salt beside it is no secret. */
export function keyFromPassphrase(passphrase: string, saltFile: string): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), randomFile(saltFile, saltBytes), keyBytes, scryptCost);
}

function randomFile(file: string, bytes: number): Buffer {
  const existing = readIfThere(file);
  if (existing !== null) {
    if (existing.length !== bytes) throw new AppError('SECRET_UNREADABLE', { name: path.basename(file) });
    chmodSync(file, 0o600);
    return existing;
  }
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}`;
  try {
    writeFileSync(partial, randomBytes(bytes), { mode: 0o600, flag: 'wx', flush: true });
    // A link fails where a file stands already: whoever was first wins, and nobody ever sees half a key.
    linkSync(partial, file);
  } catch (cause) {
    if (readIfThere(file) === null) throw cause;
  } finally {
    rmSync(partial, { force: true });
  }
  return readFileSync(file);
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
