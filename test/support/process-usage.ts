/** What a running process costs, from /proc (Linux). */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']).toString());

/** CPU time used so far, in milliseconds: user and system, all threads (proc(5), fields 14 and 15 of stat). */
export function cpuMs(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

export interface MemoryUse {
  /** Resident, shared pages counted whole, in KiB. */
  rssKib: number;
  /** Proportional set size: shared pages divided among those who share them, in KiB. */
  pssKib: number;
}

export function memoryOf(pid: number): MemoryUse {
  const rollup = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]);
  return { rssKib: kib('Rss'), pssKib: kib('Pss') };
}
