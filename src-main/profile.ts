/** Where everything of this installation lies. */
import path from 'node:path';

export interface Profile {
  /** Site, settings and sealed secrets. */
  documentsDir: string;
  /** The key of the sealed secrets: apart, so that a copy of the documents alone opens nothing. */
  keyFile: string;
  saltFile: string;
  logDir: string;
  /** Configuration of the servers that the app runs. */
  enginesDir: string;
  /** Login budgets of cameras, kept by pushers. */
  pusherStateDir: string;
}

export function profileIn(userDataDir: string): Profile {
  const within = (...parts: string[]): string => path.join(userDataDir, ...parts);
  return {
    documentsDir: within('site'),
    keyFile: within('keys', 'seal.key'),
    saltFile: within('keys', 'seal.salt'),
    logDir: within('logs'),
    enginesDir: within('engines'),
    pusherStateDir: within('pushers'),
  };
}

/** Files that are shipped beside the code: in a packaged app its resources, otherwise the checkout's. */
export interface Shipped {
  clipsDir: string;
  localesDir: string;
  /** Null when run from source: programs then come from PATH or the cache. */
  programsDir: string | null;
  pagesDir: string;
  preloadFile: string;
}

/** @param appDir the folder of package.json
 * @param resourcesDir of a packaged app, null when run from source */
export function shippedWith(appDir: string, resourcesDir: string | null): Shipped {
  return {
    clipsDir: resourcesDir !== null ? path.join(resourcesDir, 'clips') : path.join(appDir, 'resources', 'clips'),
    localesDir: resourcesDir !== null ? path.join(resourcesDir, 'locales') : path.join(appDir, 'resources', 'locales'),
    programsDir: resourcesDir !== null ? path.join(resourcesDir, 'bin') : null,
    pagesDir: path.join(appDir, 'out', 'renderer'),
    preloadFile: path.join(appDir, 'out', 'preload', 'preload.cjs'),
  };
}
