/** The real app in the real Electron, started on a profile of its own. */
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { _electron, type ConsoleMessage, type ElectronApplication, type Page } from 'playwright';
import { binary } from '../support/binaries.ts';
import { isAlive, processTree, type ProcessIdentity } from '../support/process-tree.ts';
import type { Rig } from '../support/rig.ts';
import { until, within } from '../support/wait.ts';
import { ControlRoomPage } from './pages/control-room-page.ts';

const projectDir = path.resolve(import.meta.dirname, '../..');
const CLOSE_LIMIT_MS = 20_000;
const isRoot = process.getuid?.() === 0;

export interface LaunchOptions {
  /** The profile folder; kept between two starts to test what survives. */
  userData: string;
  args?: readonly string[];
  env?: Record<string, string>;
}

/** How an app was started, to start another one in the same way. */
export interface StartCommand {
  executable: string;
  args: string[];
  env: Record<string, string>;
}

export class ControlRoom {
  /** Errors that pages logged, and exceptions nobody caught. */
  readonly pageErrors: string[] = [];
  readonly window: ControlRoomPage;
  private readonly expectedPageErrors: RegExp[] = [];
  private constructor(
    readonly electron: ElectronApplication,
    private readonly mainProcess: ChildProcess,
    readonly page: Page,
    /** What the app itself said on stdout and stderr, in pieces. */
    readonly output: readonly string[],
    readonly command: StartCommand,
  ) {
    this.window = new ControlRoomPage(page);
  }

  static async launch(rig: Rig, options: LaunchOptions): Promise<ControlRoom> {
    const { userData, args = [], env = {} } = options;
    const command: StartCommand = {
      executable: executable(),
      args: [...(isRoot ? ['--no-sandbox'] : []), projectDir, ...args],
      env: { ...definedVariables(process.env), CONTROL_ROOM_USER_DATA: userData, ...env },
    };
    const electron = await _electron.launch({
      executablePath: command.executable,
      args: command.args,
      env: command.env,
      cwd: projectDir,
      timeout: 60_000,
    });
    // Taken now: Playwright gives it no more once the app is closed.
    const mainProcess = electron.process();
    rig.onClose(() => kill(mainProcess));
    const output: string[] = [];
    for (const stream of [mainProcess.stdout, mainProcess.stderr]) {
      stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    }
    const app = new ControlRoom(electron, mainProcess, await electron.firstWindow(), output, command);
    electron.on('window', (page) => app.watchErrors(page));
    app.watchErrors(app.page);
    return app;
  }

  /** For errors that a test brings about on purpose, such as connections refused by a server it killed. */
  expectPageErrors(pattern: RegExp): void {
    this.expectedPageErrors.push(pattern);
  }

  get unexpectedPageErrors(): string[] {
    return this.pageErrors.filter((text) => !this.expectedPageErrors.some((pattern) => pattern.test(text)));
  }

  private watchErrors(page: Page): void {
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') this.pageErrors.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.pageErrors.push(String(error.stack ?? error)));
  }

  get pid(): number {
    if (this.mainProcess.pid === undefined) throw new Error('the app did not start');
    return this.mainProcess.pid;
  }

  /** The app's processes, Electron's own and its children. */
  processes(): ProcessIdentity[] {
    return processTree(this.pid);
  }

  /** Those of the app's processes that run the given program. */
  running(program: Parameters<typeof binary>[0]): ProcessIdentity[] {
    return this.processes().filter(({ pid }) => programOf(pid) === fs.realpathSync(binary(program)));
  }

  /**
   * Runs an expression in the first window by way of main: works also after that window's renderer was replaced. Null when there
   * is no answer within a second, for what a page is asked while it is being replaced is never answered.
   */
  async inWindow<T>(expression: string): Promise<T | null> {
    return this.electron.evaluate(
      ({ BrowserWindow }, code) =>
        Promise.race([
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as Promise<unknown>,
          new Promise((resolve) => void setTimeout(() => resolve(null), 1000)),
        ]),
      expression,
    ) as Promise<T | null>;
  }

  /** Closes as a person does, and waits until nothing of it is left. */
  async close(): Promise<void> {
    const processes = this.processes();
    await within(
      CLOSE_LIMIT_MS,
      () => this.electron.close(),
      () => new Error('the app did not close'),
    );
    await allGone(processes);
  }

  /** Ends the app's main process without a chance to tidy up. */
  async kill(): Promise<void> {
    await kill(this.mainProcess);
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const processes = processTree(child.pid);
  child.kill('SIGKILL');
  await allGone(processes);
}

async function allGone(processes: readonly ProcessIdentity[]): Promise<void> {
  const left = (): ProcessIdentity[] => processes.filter(isAlive);
  await until('the app and its children are gone', 20_000, () => left().length === 0, left);
}

function programOf(pid: number): string | null {
  try {
    return fs.readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null; // it ended while we looked
  }
}

function executable(): string {
  const name = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
  return path.join(binary('electronDist'), name);
}

function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
