/** Plain lines for the person at the terminal. */
import type { Redactor } from './redact.ts';

/** Standard output may be gone (a closed terminal, a pipe that ended): that must not end the app. */
export function createConsoleWriter(output: NodeJS.WriteStream, redactor: Redactor): (line: string) => void {
  output.on('error', () => undefined);
  return (line) => {
    if (output.writable) output.write(`${redactor.redact(line)}\n`);
  };
}
