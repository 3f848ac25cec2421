/** Where the programs that the app starts are found. */
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export type ProgramName = 'pusher' | 'democam' | 'tether' | 'livekit-server';

const programVariables: Record<ProgramName, string> = {
  pusher: 'CONTROL_ROOM_PUSHER',
  democam: 'CONTROL_ROOM_DEMOCAM',
  tether: 'CONTROL_ROOM_TETHER',
  'livekit-server': 'CONTROL_ROOM_LIVEKIT_SERVER',
};

const cacheFolders: Record<ProgramName, string> = {
  pusher: 'go-binaries',
  democam: 'go-binaries',
  tether: 'go-binaries',
  'livekit-server': 'livekit-server',
};

export interface SearchPlaces {
  env: Readonly<Record<string, string | undefined>>;
  /** What the set-up scripts fill: `{cacheDir}/{folder}/{version}/{program}`. */
  cacheDir: string;
  /** The folder of programs inside a packaged app; null when run from source. */
  packagedDir: string | null;
  /** `.exe` on Windows, otherwise empty. */
  suffix: string;
}

/** Looks in this order: environment variable, packaged app, PATH, cache. A variable that names no program is not passed over:
 * somebody meant that one.
 * @returns an absolute path, or null. */
export function findProgram(name: ProgramName, places: SearchPlaces): string | null {
  const named = places.env[programVariables[name]];
  if (named) return executableOrNull(path.resolve(named));
  const file = name + places.suffix;
  const folders = [
    ...(places.packagedDir !== null ? [places.packagedDir] : []),
    ...(places.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder)),
    ...cacheVersions(path.join(places.cacheDir, cacheFolders[name])),
  ];
  for (const folder of folders) {
    const found = executableOrNull(path.join(folder, file));
    if (found !== null) return found;
  }
  return null;
}

/** Newest first; what a set-up is still filling has a dot and a suffix after its version and is left alone. */
function cacheVersions(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.includes('.partial-'))
      .map((entry) => path.join(folder, entry.name))
      .map((versionDir) => ({ versionDir, changedMs: statSync(versionDir).mtimeMs }))
      .sort((a, b) => b.changedMs - a.changedMs)
      .map(({ versionDir }) => versionDir);
  } catch {
    return [];
  }
}

function executableOrNull(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
