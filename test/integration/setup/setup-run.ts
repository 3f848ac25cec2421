import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** One of the set-up scripts as a person would start it, in a session of its own. */
export class SetupRun {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  #changed: (() => void)[] = [];

  constructor(command: string[], env: NodeJS.ProcessEnv) {
    const [file = '', ...args] = command;
    this.child = spawn(file, args, { cwd: path.resolve('.'), env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#tell();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#tell();
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        this.#tell();
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  /** Waits until its output says so; fails when it ends without having said it. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#stdout + this.#stderr)) {
      const more = new Promise<void>((resolve) => this.#changed.push(resolve));
      const isOver = await Promise.race([more.then(() => false), this.ended.then(() => true)]);
      if (isOver && !pattern.test(this.#stdout + this.#stderr)) throw new Error(`ended without ${pattern}:\n${this.#stderr}`);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  #tell(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}
