import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const heartbeatMs = 5000;
const foreignStaleAfterMs = 30_000;
const takeoverStaleAfterMs = 10_000;

/**
 * @typedef {{ pid: number, startedAt: string | null }} ProcessIdentity `startedAt` tells a process from a later one with the same number
 * @typedef {{ token: string, namespace: string, processes: ProcessIdentity[] }} LockRecord
 * @typedef {object} Lock
 * @property {(pid: number) => void} addProcess the lock stays held for as long as this process lives
 * @property {(pid: number) => void} removeProcess
 */

/**
 * Runs `task` while no other process holds `file`. A holder that died is recognised and replaced; programs it had started
 * and that still run (see `addProcess`) count as holders, so that two of them never write to one place.
 * @template T
 * @param {string} file
 * @param {(lock: Lock) => Promise<T>} task
 * @param {{ onWait?: (pid: number) => void, signal?: AbortSignal, pollMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(file, task, { onWait, signal, pollMs = 200 } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  /** @type {LockRecord} */
  const record = { token: randomUUID(), namespace: processNamespace(), processes: [identify(process.pid)] };
  let told = false;
  while (!tryAcquire(file, record)) {
    const holder = read(file);
    if (holder && !told) {
      told = true;
      onWait?.(holder.processes[0]?.pid ?? 0);
    }
    await delay(pollMs, undefined, { signal });
  }
  const heartbeat = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), heartbeatMs);
  heartbeat.unref();
  const rewrite = () => {
    const next = `${file}.${record.token}`;
    fs.writeFileSync(next, JSON.stringify(record));
    fs.renameSync(next, file);
  };
  try {
    return await task({
      addProcess(pid) {
        record.processes.push(identify(pid));
        rewrite();
      },
      removeProcess(pid) {
        record.processes = record.processes.filter((other) => other.pid !== pid);
        rewrite();
      },
    });
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(file, { force: true });
  }
}

/** @param {string} file @param {LockRecord} record */
function tryAcquire(file, record) {
  if (createWhole(file, record)) return true;
  if (!isStale(file)) return false;
  // Replacing a dead holder is itself done by one process at a time: otherwise a slow one could remove the lock that a fast
  // one has just taken.
  const takeover = `${file}.takeover`;
  if (!createWhole(takeover, record)) {
    if (ageMs(takeover) > takeoverStaleAfterMs) fs.rmSync(takeover, { force: true });
    return false;
  }
  try {
    if (isStale(file)) fs.rmSync(file, { force: true });
    return createWhole(file, record);
  } finally {
    fs.rmSync(takeover, { force: true });
  }
}

/**
 * Creates the file with its content in one step, so that nobody ever reads half a record.
 * @param {string} file @param {LockRecord} record
 */
function createWhole(file, record) {
  const own = `${file}.${record.token}`;
  fs.writeFileSync(own, JSON.stringify(record));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** @param {string} file */
function isStale(file) {
  const record = read(file);
  if (!record) return fs.existsSync(file);
  // Process numbers of another container say nothing here: only its heartbeat does.
  if (record.namespace !== processNamespace()) return ageMs(file) > foreignStaleAfterMs;
  return !record.processes.some(isAlive);
}

/** @param {string} file @returns {LockRecord | null} */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} file */
function ageMs(file) {
  try {
    return Date.now() - fs.statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** @param {ProcessIdentity} identity */
function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  return identify(pid).startedAt === startedAt;
}

/** @param {number} pid @returns {ProcessIdentity} */
function identify(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc_pid_stat(5), counted behind the name, which may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, startedAt: fields[0] === 'Z' ? 'ended' : (fields[19] ?? null) };
  } catch {
    return { pid, startedAt: null };
  }
}

function processNamespace() {
  try {
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
