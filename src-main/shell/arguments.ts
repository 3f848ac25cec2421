/** What a person or a script may say on the command line. */

export interface AppArguments {
  /** Ends by itself with a verdict on the start wall. */
  smoke: boolean;
  /** The verdict as one JSON object. */
  json: boolean;
  /** Follows along in plain words on standard output. */
  console: boolean;
  /** A first start takes the demo site without asking. */
  demoIfNew: boolean;
  /** Where a picture of the window is written every 10 s; null: nowhere. */
  screenshotFile: string | null;
}

/** Chromium's own switches and the app's folder stand among them and are left alone. */
export function parseArguments(argv: readonly string[]): AppArguments {
  const has = (flag: string): boolean => argv.includes(flag);
  const screenshot = argv.find((argument) => argument.startsWith('--screenshot-file='));
  return {
    smoke: has('--smoke'),
    json: has('--json'),
    console: has('--console'),
    demoIfNew: has('--demo-if-new'),
    screenshotFile: screenshot?.slice('--screenshot-file='.length) || null,
  };
}
