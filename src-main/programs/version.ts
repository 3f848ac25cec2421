import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const limitMs = 5000;

/** What a program answers to `--version`. Rejects when it does not run or does not answer. */
export async function askVersion(file: string): Promise<string> {
  const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: limitMs, windowsHide: true });
  return stdout.trim();
}
