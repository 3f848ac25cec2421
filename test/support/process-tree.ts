/** Looking at processes through /proc (Linux), to prove what they hide and that none is left behind. */
import fs from 'node:fs';

export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot: tells a process from a later one of the same pid (proc(5), field 22 of stat). */
  startTicks: string;
  name: string;
}

interface ProcessEntry extends ProcessIdentity {
  parentPid: number;
  state: string;
}

function entry(pid: number): ProcessEntry | null {
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // it ended while we looked
  }
  // The name stands in brackets and may hold spaces and brackets itself.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state = '', parent = '0'] = fields;
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    state,
    parentPid: Number(parent),
    startTicks: fields[19] ?? '',
  };
}

function everyProcess(): ProcessEntry[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => entry(Number(name)) ?? []);
}

/** A process and all that came from it, as far as the chain of parents is unbroken. */
export function processTree(rootPid: number): ProcessIdentity[] {
  const all = everyProcess();
  const tree = all.filter((process) => process.pid === rootPid);
  // The list grows while it is walked: children of children follow.
  for (const parent of tree) tree.push(...all.filter((process) => process.parentPid === parent.pid));
  return tree.filter((process) => process.state !== 'Z').map(({ pid, startTicks, name }) => ({ pid, startTicks, name }));
}

export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  const now = entry(pid);
  return now !== null && now.startTicks === startTicks && now.state !== 'Z';
}

/** Where a process shows the secret to anybody who may list processes or read its environment. */
export function processesShowing(secret: string, processes: readonly ProcessIdentity[]): string[] {
  return processes.flatMap(({ pid, name }) =>
    ['cmdline', 'environ']
      .filter((file) => {
        try {
          return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(secret);
        } catch {
          return false; // it ended while we looked
        }
      })
      .map((file) => `${name} (${pid}) ${file}`),
  );
}

/** Files under a folder whose bytes hold the secret. */
export function filesHolding(secret: string, folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => `${item.parentPath}/${item.name}`)
    .filter((file) => fs.readFileSync(file).includes(secret));
}
