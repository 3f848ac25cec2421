/** A control room's computer: its display stays on, and sleep is written down, because it explains a gap in every picture. */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Clock, LogPort } from '../core/ports.ts';

export function watchPower(clock: Clock, log: LogPort): void {
  powerSaveBlocker.start('prevent-display-sleep');
  let suspendedAt: number | null = null;
  powerMonitor.on('suspend', () => {
    suspendedAt = clock.now();
    log.write('warn', 'shell', 'this computer goes to sleep');
  });
  powerMonitor.on('resume', () => {
    const sleptMs = suspendedAt === null ? null : clock.now() - suspendedAt;
    log.write('warn', 'shell', 'this computer woke up; cameras and viewers reconnect', { sleptMs });
    suspendedAt = null;
  });
  powerMonitor.on('shutdown', () => log.write('info', 'shell', 'this computer shuts down'));
}
