import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout these scripts belong to. */
export const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Where built and downloaded tools are kept between runs and shared by all checkouts of one person.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} absolute path
 */
export function cacheDirectory(env) {
  if (env.CONTROL_ROOM_CACHE) return path.resolve(env.CONTROL_ROOM_CACHE);
  return path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'control-room');
}

/** `.exe` where the system wants it. */
export const executableSuffix = process.platform === 'win32' ? '.exe' : '';
