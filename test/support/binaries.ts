/** The real programs under test, by the variables that `npm test` sets (see scripts/test.mjs). */
const variables = {
  livekitServer: 'CONTROL_ROOM_LIVEKIT_SERVER',
  pusher: 'CONTROL_ROOM_PUSHER',
  democam: 'CONTROL_ROOM_DEMOCAM',
  tether: 'CONTROL_ROOM_TETHER',
  mediamtx: 'CONTROL_ROOM_MEDIAMTX',
  electronDist: 'CONTROL_ROOM_ELECTRON_DIST',
} as const;

/** Path of a program. A missing one is an error, never a skipped test. */
export function binary(name: keyof typeof variables): string {
  const path = process.env[variables[name]];
  if (!path) throw new Error(`${variables[name]} is not set: run the tests with \`npm test\`, or set it to the ${name} to test`);
  return path;
}
