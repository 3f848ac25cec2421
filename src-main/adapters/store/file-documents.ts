/** Documents as JSON files in one folder, each replaced as a whole. Needs no Electron. */
import { mkdir, readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '#contract/faults.ts';
import type { DocumentStorePort } from '../../core/ports.ts';
import { diskFault } from './disk-faults.ts';
import { fileOf, setAsideFile } from './set-aside.ts';

const missing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';

export function createFileDocuments(directory: string, now: () => number): DocumentStorePort {
  return {
    async read(name) {
      const file = fileOf(directory, name);
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (cause) {
        if (missing(cause)) return null;
        throw diskFault(cause, file);
      }
      try {
        return JSON.parse(text) as unknown;
      } catch (cause) {
        throw new AppError('DOCUMENT_DAMAGED', { name, file }, { cause });
      }
    },

    async write(name, document) {
      const file = fileOf(directory, name);
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        // A new file beside it, brought to the disk, then renamed over it; writes to the same file queue up.
        await writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600, fsync: true });
      } catch (cause) {
        throw diskFault(cause, file);
      }
    },

    async setAside(name) {
      return setAsideFile(fileOf(directory, name), now());
    },
  };
}
