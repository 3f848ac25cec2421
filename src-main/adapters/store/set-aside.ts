import { access, rename } from 'node:fs/promises';
import path from 'node:path';
import { diskFault } from './disk-faults.ts';

const documentName = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The file of a document. Names come from our own code: anything else is a mistake there. */
export function fileOf(directory: string, name: string): string {
  if (!documentName.test(name)) throw new TypeError(`not a document name: ${name}`);
  return path.join(directory, `${name}.json`);
}

/** Moves `{name}.json` to `{name}.damaged-{time}.json` in the same folder, never over an older one.
 * @returns the path it now has. */
export async function setAsideFile(file: string, nowMs: number): Promise<string> {
  const stem = file.replace(/\.json$/, '');
  const time = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  let aside = `${stem}.damaged-${time}.json`;
  for (let count = 2; await exists(aside); count++) aside = `${stem}.damaged-${time}-${count}.json`;
  try {
    await rename(file, aside);
    return aside;
  } catch (cause) {
    throw diskFault(cause, file);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
