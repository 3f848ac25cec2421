/** This workstation's documents in electron-store: the twin of file-documents for what belongs to the window, not to the site. */
import { mkdirSync, statfsSync } from 'node:fs';
import ElectronStore from 'electron-store';
import { AppError } from '#contract/faults.ts';
import type { DocumentStorePort } from '../../core/ports.ts';
import { diskFault } from './disk-faults.ts';
import { fileOf, setAsideFile } from './set-aside.ts';

/** electron-store keeps objects with keys; a document is one value under this key. */
const documentKey = 'document';

export function createElectronSettings(directory: string, now: () => number): DocumentStorePort {
  const opened = new Map<string, ElectronStore>();

  /** Opened at first use, because opening already reads, and a damaged file must be reported by name. */
  const open = (name: string): ElectronStore => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const file = fileOf(directory, name);
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const store = new ElectronStore({
        name,
        cwd: directory,
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
        clearInvalidConfig: false,
      });
      opened.set(name, store);
      return store;
    } catch (cause) {
      throw faultOf(cause, name, file);
    }
  };

  return {
    async read(name) {
      const file = fileOf(directory, name);
      try {
        return open(name).get(documentKey) ?? null;
      } catch (cause) {
        throw faultOf(cause, name, file);
      }
    },

    async write(name, document) {
      const file = fileOf(directory, name);
      try {
        const store = open(name);
        requireRoom(directory, JSON.stringify(document).length);
        store.store = { [documentKey]: document };
      } catch (cause) {
        throw faultOf(cause, name, file);
      }
    },

    async setAside(name) {
      opened.delete(name);
      return setAsideFile(fileOf(directory, name), now());
    },
  };
}

/** electron-store does not notice a write that a full disk took only in part, and would put the part in the document's place. */
function requireRoom(directory: string, characters: number): void {
  const { bavail, bsize } = statfsSync(directory);
  // Up to four bytes a character and its indentation, beside the old document.
  if (bavail * bsize < characters * 4 + bsize) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
}

function faultOf(cause: unknown, name: string, file: string): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof SyntaxError || (cause instanceof Error && cause.name === 'SyntaxError')) {
    return new AppError('DOCUMENT_DAMAGED', { name, file }, { cause });
  }
  return diskFault(cause, file);
}
