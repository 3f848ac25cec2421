/** Everything that differs between operating systems, in one place. */
import os from 'node:os';
import path from 'node:path';

const windows = process.platform === 'win32';
const mac = process.platform === 'darwin';
const linux = process.platform === 'linux';

export const platform = {
  /** Windows has no SIGTERM: a child is asked to end by the end of its standard input alone. */
  signalsExist: !windows,
  executableSuffix: windows ? '.exe' : '',
  /** On a Mac an app goes on without windows until it is quit. */
  quitsWithLastWindow: !mac,
  /** Linux has several key rings, one of which encrypts nothing; elsewhere the system has one. */
  keyringMayBePlain: linux,
  /** Chromium's sandbox cannot run as root; the launcher passes --no-sandbox there and only there. */
  isRoot: !windows && process.getuid?.() === 0,
  /** What the set-up scripts fill, when nothing else is said. */
  cacheDir: (env: NodeJS.ProcessEnv): string =>
    env.CONTROL_ROOM_CACHE
      ? path.resolve(env.CONTROL_ROOM_CACHE)
      : path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'control-room'),
} as const;
