/** The calls about the window itself. */
import type { BrowserWindow } from 'electron';
import { AppError } from '#contract/faults.ts';
import type { CallName } from '#contract/names.ts';
import type { Caller, Handlers } from '../core/calls/dispatcher.ts';
import type { Windows } from './windows.ts';

type WindowCallName = Extract<CallName, `window.${string}`>;

export function windowCalls(windows: Windows): Handlers<WindowCallName> {
  const act = (run: (window: BrowserWindow) => void) => async (_input: undefined, caller: Caller) => {
    const window = windows.byId(caller.windowId)?.browserWindow;
    if (window === undefined) throw new AppError('NOT_ALLOWED');
    run(window);
    return undefined;
  };
  return {
    'window.minimize': act((window) => window.minimize()),
    'window.toggleMaximize': act((window) => (window.isMaximized() ? window.unmaximize() : window.maximize())),
    'window.toggleFullScreen': act((window) => window.setFullScreen(!window.isFullScreen())),
    'window.close': act((window) => window.close()),
  };
}
