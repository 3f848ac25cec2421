import fs from 'node:fs';

const smallSharedMemoryBytes = 256 * 1024 * 1024;

/**
 * What Electron needs to be told on this machine, each with the sentence that says so.
 * @param {{ isRoot: boolean, env: NodeJS.ProcessEnv, sharedMemoryBytes: number | null }} machine
 * @returns {{ flag: string, because: string }[]}
 */
export function electronFlags({ isRoot, env, sharedMemoryBytes }) {
  const flags = [];
  if (isRoot)
    flags.push({
      flag: '--no-sandbox',
      because:
        "Running as root: Chromium's sandbox is off, because it cannot work for root. Use an ordinary account for real work.",
    });
  if (!env.DISPLAY && env.WAYLAND_DISPLAY) flags.push({ flag: '--ozone-platform-hint=auto', because: 'Opening on Wayland.' });
  if (sharedMemoryBytes !== null && sharedMemoryBytes < smallSharedMemoryBytes) {
    flags.push({
      flag: '--disable-dev-shm-usage',
      because: `/dev/shm has only ${Math.round(sharedMemoryBytes / 1e6)} MB (a container?): Chromium uses /tmp instead.`,
    });
  }
  return flags;
}

/** This machine, as `electronFlags` wants it. @param {NodeJS.ProcessEnv} env */
export function thisMachine(env) {
  return { isRoot: process.platform === 'linux' && process.getuid?.() === 0, env, sharedMemoryBytes: sharedMemoryBytes() };
}

function sharedMemoryBytes() {
  if (process.platform !== 'linux') return null;
  try {
    const { bsize, blocks } = fs.statfsSync('/dev/shm');
    return bsize * blocks;
  } catch {
    return null;
  }
}

/** What Chromium writes on every machine without a desktop session or a graphics card, or when a room is left: no faults. */
const knownNoise = [
  /^\[\d+:\d+\/[\d.]+:\w+:(dbus\/)?(bus|object_proxy)\.cc/,
  /Exiting GPU process due to errors during initialization/,
  /mdns_responder\.cc\(\d+\)\]/,
  /command_buffer_proxy_impl\.cc\(\d+\)\] ContextResult::kTransientFailure/,
  /\b(dcsctp_transport|rtc_data_channel)\.cc\(\d+\)\] .*User-Initiated Abort/,
];

/** @param {string} line */
export const isKnownNoise = (line) => knownNoise.some((pattern) => pattern.test(line));
