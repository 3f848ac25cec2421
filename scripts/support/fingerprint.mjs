import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Every file below `directory`, as sorted paths relative to it.
 * @param {string} directory
 * @param {(relativePath: string) => boolean} [wanted]
 * @returns {string[]}
 */
export function listFiles(directory, wanted = () => true) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} relative */
  const visit = (relative) => {
    for (const entry of fs.readdirSync(path.join(directory, relative), { withFileTypes: true })) {
      const name = relative ? `${relative}/${entry.name}` : entry.name;
      if (entry.isDirectory()) visit(name);
      else if (wanted(name)) found.push(name);
    }
  };
  if (fs.existsSync(directory)) visit('');
  return found.sort();
}

/**
 * One hash over names and contents: the same inputs, the same text.
 * @param {string} directory
 * @param {string[]} relativePaths
 * @param {string[]} [also] further inputs, such as versions and flags
 */
export function fingerprint(directory, relativePaths, also = []) {
  const hash = createHash('sha256');
  for (const text of also) hash.update(`${text}\0`);
  for (const name of relativePaths) {
    hash.update(`${name}\0`);
    hash.update(sha256(path.join(directory, name)));
  }
  return hash.digest('hex').slice(0, 32);
}

/** @param {string} file */
export const sha256 = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/**
 * The integrity text npm uses: `sha512-<base64>` (W3C Subresource Integrity).
 * @param {string} file
 */
export const integrityOf = (file) => `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
