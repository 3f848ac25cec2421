/** Replaces a file as a whole, or not at all. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes beside the file, brings it to the disk, and renames it into place: after a crash the old or the new content is there.
 * Rejects with the system's error (ENOSPC, EACCES, …); the old content then stands. The file is for its owner only (0600).
 *
 * Every byte is accounted for: a disk that fills up takes a part of a write without an error, and only the next one fails. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const partial = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(partial, 'wx', 0o600);
    try {
      await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw cause;
  }
  await syncFolder(path.dirname(file));
}

/** Makes the rename itself survive a power cut, where folders can be opened (not on Windows). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
