/** The app's windows: opened, remembered, brought back after a crash of their page. */
import path from 'node:path';
import { BrowserWindow, screen, type WebContents, type WebFrameMain } from 'electron';
import type { WindowRole } from '#contract/calls.ts';
import type { Clock, DocumentStorePort, LogPort } from '../core/ports.ts';
import { isAppUrl, startUrl } from './app-origin.ts';
import { defaultSize, leastSize, placeWindow, SavedWindow } from './window-bounds.ts';

export interface AppWindow {
  id: string;
  role: WindowRole;
  browserWindow: BrowserWindow;
}

export interface WindowsOptions {
  preloadFile: string;
  documents: DocumentStorePort;
  clock: Clock;
  log: LogPort;
  onClosed: (windowId: string) => void;
}

const documentName = 'window';
const saveDelayMs = 500;
/** The window's colour before its page has drawn; the renderer's `--cr-bg`. */
const backgroundColor = '#0b0d10';
/** A page that crashes is loaded again after the first delay; one that keeps crashing after the second. */
const reloadDelayMs = 250;
const crashLoop = { crashes: 4, withinMs: 60_000, delayMs: 15_000 };

export class Windows {
  readonly #options: WindowsOptions;
  readonly #open = new Map<number, AppWindow>();

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  /** @param saved the bounds of the last time, null on a first start */
  openOperator(saved: SavedWindow | null): AppWindow {
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
    const [primary = { x: 0, y: 0, ...defaultSize }, ...others] = areas;
    const browserWindow = new BrowserWindow({
      ...placeWindow(saved?.bounds ?? null, [primary, ...others]),
      minWidth: leastSize.width,
      minHeight: leastSize.height,
      title: 'Control Room',
      frame: false,
      backgroundColor,
      webPreferences: {
        preload: path.resolve(this.#options.preloadFile),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        // A wall behind another window must not stop: somebody may watch it on a second display.
        backgroundThrottling: false,
      },
    });
    if (saved?.maximized) browserWindow.maximize();
    browserWindow.setMenu(null);
    const window: AppWindow = { id: `window-${browserWindow.webContents.id}`, role: 'operator', browserWindow };
    // Taken now: a window that is gone does not tell its page's id any more.
    const contentsId = browserWindow.webContents.id;
    this.#open.set(contentsId, window);
    browserWindow.once('closed', () => {
      this.#open.delete(contentsId);
      this.#options.onClosed(window.id);
    });
    this.#remember(browserWindow);
    this.#reviveAfterCrash(browserWindow);
    void browserWindow.loadURL(startUrl);
    return window;
  }

  /** Bounds of the last time; null when there are none that make sense. */
  async loadSaved(): Promise<SavedWindow | null> {
    try {
      return SavedWindow.safeParse(await this.#options.documents.read(documentName)).data ?? null;
    } catch (cause) {
      this.#options.log.write('warn', 'shell', 'the window takes its default place', { cause });
      return null;
    }
  }

  first(): AppWindow | null {
    return this.#open.values().next().value ?? null;
  }

  byId(windowId: string): AppWindow | null {
    return [...this.#open.values()].find((window) => window.id === windowId) ?? null;
  }

  /** The window behind a message, if it comes from the main frame of one of our pages. */
  ofSender(contents: WebContents, frame: WebFrameMain | null): AppWindow | null {
    if (frame === null || frame !== contents.mainFrame || !isAppUrl(frame.url)) return null;
    return this.#open.get(contents.id) ?? null;
  }

  focusFirst(): void {
    const window = this.first()?.browserWindow;
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  #remember(window: BrowserWindow): void {
    const { documents, clock, log } = this.#options;
    let cancel: (() => void) | null = null;
    const save = (): void => {
      cancel?.();
      cancel = clock.after(saveDelayMs, () => {
        if (window.isDestroyed()) return;
        const saved: SavedWindow = { version: 1, bounds: window.getNormalBounds(), maximized: window.isMaximized() };
        documents.write(documentName, saved).catch((cause: unknown) => {
          log.write('warn', 'shell', 'the place of the window was not kept', { cause });
        });
      });
    };
    window.on('resize', save);
    window.on('move', save);
    window.on('maximize', save);
    window.on('unmaximize', save);
    window.once('closed', () => cancel?.());
  }

  #reviveAfterCrash(window: BrowserWindow): void {
    const { clock, log } = this.#options;
    let crashes: number[] = [];
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      const now = clock.monotonic();
      crashes = [...crashes.filter((at) => now - at < crashLoop.withinMs), now];
      const delayMs = crashes.length >= crashLoop.crashes ? crashLoop.delayMs : reloadDelayMs;
      log.write('error', 'shell', 'the page crashed and is loaded again', { reason, exitCode, delayMs, crashes: crashes.length });
      clock.after(delayMs, () => {
        if (!window.isDestroyed()) window.webContents.reload();
      });
    });
    window.on('unresponsive', () => log.write('warn', 'shell', 'the page does not respond'));
    window.on('responsive', () => log.write('info', 'shell', 'the page responds again'));
  }
}
