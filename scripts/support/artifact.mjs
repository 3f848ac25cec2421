import fs from 'node:fs';
import path from 'node:path';
import { listFiles, sha256 } from './fingerprint.mjs';
import { withLock } from './lock.mjs';

const markerName = '.complete.json';

/**
 * A directory that is either whole or absent. It is filled beside its place, each file is brought to the disk, the marker
 * with sizes and hashes is written last and one rename puts it in place; so whatever is killed at whatever moment, what
 * stands at `directory` was finished, and anything else is made again.
 * @param {object} options
 * @param {string} options.directory
 * @param {string} options.recipe what it is made of; another recipe makes it again
 * @param {string[]} options.executables relative paths whose content is checked on every use
 * @param {import('./report.mjs').StepReport} options.report
 * @param {AbortSignal} [options.signal]
 * @param {(target: string, lock: import('./lock.mjs').Lock) => Promise<void>} options.fill
 * @returns {Promise<{ made: boolean }>}
 */
export async function obtain({ directory, recipe, executables, report, signal, fill }) {
  if (isWhole(directory, recipe, executables)) return { made: false };
  return withLock(
    `${directory}.lock`,
    async (lock) => {
      if (isWhole(directory, recipe, executables)) return { made: false };
      if (fs.existsSync(directory)) report.say(`${directory} is damaged or of another recipe: making it again`);
      removeLeftovers(directory);
      const partial = fs.mkdtempSync(`${directory}.partial-`);
      try {
        await fill(partial, lock);
        writeMarker(partial, recipe);
        if (fs.existsSync(directory)) fs.renameSync(directory, `${partial}-replaced`);
        fs.renameSync(partial, directory);
      } finally {
        removeLeftovers(directory);
      }
      return { made: true };
    },
    { signal, onWait: (pid) => report.say(`another set-up (process ${pid}) is making it; waiting`) },
  );
}

/**
 * @param {string} directory
 * @param {string} recipe
 * @param {string[]} executables
 */
export function isWhole(directory, recipe, executables) {
  try {
    const marker = JSON.parse(fs.readFileSync(path.join(directory, markerName), 'utf8'));
    if (marker.recipe !== recipe) return false;
    for (const [name, { size }] of Object.entries(marker.files)) {
      if (fs.statSync(path.join(directory, name)).size !== size) return false;
    }
    return executables.every((name) => marker.files[name]?.sha256 === sha256(path.join(directory, name)));
  } catch {
    return false;
  }
}

/** @param {string} directory @param {string} recipe */
function writeMarker(directory, recipe) {
  /** @type {Record<string, { size: number, sha256: string }>} */
  const files = {};
  for (const name of listFiles(directory)) {
    const file = path.join(directory, name);
    if (fs.lstatSync(file).isSymbolicLink()) continue;
    syncToDisk(file);
    files[name] = { size: fs.statSync(file).size, sha256: sha256(file) };
  }
  const marker = path.join(directory, markerName);
  fs.writeFileSync(marker, JSON.stringify({ recipe, files }, null, 1));
  syncToDisk(marker);
}

/** @param {string} file */
function syncToDisk(file) {
  const descriptor = fs.openSync(file, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** @param {string} directory */
function removeLeftovers(directory) {
  const parent = path.dirname(directory);
  const prefix = `${path.basename(directory)}.partial-`;
  for (const name of fs.readdirSync(parent)) {
    if (name.startsWith(prefix)) fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}
