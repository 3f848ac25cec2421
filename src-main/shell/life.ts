/** How the app ends: in an order in which every part has its turn. */
import { app } from 'electron';
import type { LogPort } from '../core/ports.ts';
import { platform } from '../platform.ts';

/** The parts get this long to end; whatever hangs then is left to its tether. */
const stopLimitMs = 12_000;

export interface Ending {
  /** Ends the app; the first exit code given counts. */
  quit(exitCode: number): void;
}

/** Ctrl-C, SIGTERM, the last window closed, a quit from the system: all take the same way. Windows close first, so that viewers
 * leave the media server before it is stopped. */
export function endInOrder(stop: () => Promise<void>, log: LogPort): Ending {
  let exitCode: number | null = null;
  let stopping = false;
  const quit = (code: number): void => {
    exitCode ??= code;
    app.quit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => quit(0));
  app.on('window-all-closed', () => {
    if (platform.quitsWithLastWindow) quit(0);
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const limit = new Promise<void>((resolve) => setTimeout(resolve, stopLimitMs));
    void Promise.race([stop(), limit])
      .catch((cause: unknown) => log.write('error', 'shell', 'the app did not end cleanly', { cause }))
      .then(() => app.exit(exitCode ?? 0));
  });
  process.on('uncaughtException', (cause) => {
    log.write('error', 'shell', 'the app ends after an error nobody caught', { cause });
    quit(1);
  });
  process.on('unhandledRejection', (cause) =>
    log.write('error', 'shell', 'a promise was rejected and nobody listened', { cause }),
  );
  return { quit };
}
