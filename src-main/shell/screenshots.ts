/** A picture of the window on disk every 10 s: the way to look at a display that is not there. */
import { rename, writeFile } from 'node:fs/promises';
import type { BrowserWindow } from 'electron';
import type { LogPort } from '../core/ports.ts';

const everyMs = 10_000;
const firstAfterMs = 2000;

/** @returns a function that ends it. */
export function writeScreenshots(window: () => BrowserWindow | null, file: string, log: LogPort): () => void {
  let ended = false;
  let timer: NodeJS.Timeout;
  let failing = false;
  const write = async (): Promise<void> => {
    const target = window();
    try {
      if (target !== null && !target.isDestroyed() && !target.webContents.isCrashed()) {
        const picture = await target.webContents.capturePage();
        // Renamed into place: whoever looks never sees half a picture.
        await writeFile(`${file}.partial`, picture.toPNG());
        await rename(`${file}.partial`, file);
      }
      failing = false;
    } catch (cause) {
      if (!failing) log.write('warn', 'shell', 'the picture of the window could not be written', { file, cause });
      failing = true;
    }
    if (!ended) timer = setTimeout(() => void write(), everyMs);
  };
  timer = setTimeout(() => void write(), firstAfterMs);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
