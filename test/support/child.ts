/** One program under test: started, listened to, ended by its handle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until, within } from './wait.ts';

export interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Written to stdin, which stays open. */
  input?: string;
}

export class Child {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private readonly process: ChildProcess;

  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    options: ChildOptions = {},
  ) {
    this.process = spawn(command, args, { env: options.env ?? process.env, cwd: options.cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve, reject) => {
      this.process.once('close', (code, signal) => resolve({ code, signal }));
      this.process.once('error', reject);
    });
    this.exited.catch((error: unknown) => this.stderr.push(String(error)));
    const { stdin, stdout, stderr } = this.process;
    stdin?.on('error', () => undefined); // a program that ended while it was written to is seen by `exited`
    if (options.input !== undefined) stdin?.write(options.input);
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.stdout.push(line));
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.stderr.push(line));
  }

  get pid(): number {
    if (this.process.pid === undefined) throw new Error(`${this.name} did not start: ${this.stderr.join('\n')}`);
    return this.process.pid;
  }

  get running(): boolean {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** All it said, for failure messages and for the search for secrets. */
  get output(): string {
    return [...this.stdout, ...this.stderr].join('\n');
  }

  write(text: string): void {
    this.process.stdin?.write(text);
  }

  closeInput(): void {
    this.process.stdin?.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Waits until a line of stdout or stderr satisfies the test, and returns that line. */
  async line(what: string, limitMs: number, test: (line: string) => boolean): Promise<string> {
    return until(`${this.name}: ${what}`, limitMs, () => {
      const found = this.stdout.find(test) ?? this.stderr.find(test);
      if (found === undefined && !this.running) throw new Error(`${this.name} ended before: ${what}\n${this.output}`);
      return found;
    });
  }

  /** Resolves with how it ended; rejects past the limit. */
  async end(limitMs: number): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const late = (): Error => new Error(`${this.name} still runs after ${limitMs} ms\n${this.output}`);
    return within(limitMs, () => this.exited, late);
  }

  async kill(): Promise<void> {
    if (!this.running) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'close');
  }

  /** Asks it to end, then insists. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.process.kill('SIGCONT');
    this.process.kill('SIGTERM');
    await this.end(5000).catch(() => this.kill());
  }
}
