/** Documents as JSON files in one folder, each replaced as a whole. Needs no Electron. */
import { mkdir, readFile } from 'node:fs/promises';
import { AppError } from '#contract/faults.ts';
import type { DocumentStorePort } from '../../core/ports.ts';
import { writeWhole } from '../../files/write-whole.ts';
import { diskFault } from './disk-faults.ts';
import { fileOf, setAsideFile } from './set-aside.ts';

const missing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';

export function createFileDocuments(directory: string, now: () => number): DocumentStorePort {
  /** Writes of one document come one after the other. */
  const lastWrites = new Map<string, Promise<void>>();
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

    write(name, document) {
      const file = fileOf(directory, name);
      // Taken now: the caller may change the document while earlier writes are under way.
      const content = `${JSON.stringify(document, null, 2)}\n`;
      const turn = (lastWrites.get(name) ?? Promise.resolve()).then(async () => {
        try {
          await mkdir(directory, { recursive: true, mode: 0o700 });
          await writeWhole(file, content);
        } catch (cause) {
          throw diskFault(cause, file);
        }
      });
      lastWrites.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },

    async setAside(name) {
      return setAsideFile(fileOf(directory, name), now());
    },
  };
}
