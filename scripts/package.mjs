// `npm run package`: packages of the app for this platform, in dist/.
//
// With the official Electron: what electron-builder.yml lists for this platform. Where only the test runtime can be had: one
// unpacked folder whose name and contents say TEST, which shows that packaging works and must not be given to anybody.
import fs from 'node:fs';
import path from 'node:path';
import { bundledPrograms, writeNotices } from './notices.mjs';
import { setUp } from './setup.mjs';
import { run } from './support/command.mjs';
import { executableSuffix, projectDir } from './support/paths.mjs';
import { createReport } from './support/report.mjs';
import { readVersions, runMain } from './support/steps.mjs';

const dist = path.join(projectDir, 'dist');
const staging = path.join(dist, 'staging');
const testFolder = path.join(dist, 'TEST-ONLY-control-room-linux-unpacked');

await runMain(async (signal) => {
  const found = await setUp('package', { signal });
  const report = createReport().step('package');
  const programs = bundledPrograms(found);
  stage(programs);
  report.say('gathering the notices of what is bundled');
  writeNotices({ file: path.join(staging, 'THIRD_PARTY_NOTICES.txt'), programs: Object.values(programs) });

  const isOfficial = found.CONTROL_ROOM_ELECTRON_KIND === 'official';
  report.say(
    isOfficial ? 'packaging (electron-builder)' : 'packaging an unpacked TEST folder: there is no official Electron here',
  );
  const builder = path.join(projectDir, 'node_modules', 'electron-builder', 'cli.js');
  await run(
    process.execPath,
    [builder, '--publish', 'never', ...(isOfficial ? [] : testArguments(found.CONTROL_ROOM_ELECTRON_DIST))],
    {
      cwd: projectDir,
      env: process.env,
      signal,
      report,
      doing: () => 'electron-builder',
      failure: 'The app could not be packaged',
      remedy: 'mend what electron-builder says; its targets need their tools from github.com once',
    },
  );
  fs.rmSync(staging, { recursive: true, force: true });
  if (!isOfficial) markAsTest();
  report.say(`done: ${isOfficial ? dist : testFolder}`);
  return 0;
});

/** @param {Record<string, string>} programs */
function stage(programs) {
  fs.rmSync(staging, { recursive: true, force: true });
  fs.mkdirSync(path.join(staging, 'bin'), { recursive: true });
  for (const [name, file] of Object.entries(programs)) {
    const target = path.join(staging, 'bin', name + executableSuffix);
    fs.copyFileSync(file, target);
    fs.chmodSync(target, 0o755);
  }
}

/** @param {string} electronDist */
function testArguments(electronDist) {
  const { electron } = readVersions().electronTestRuntime;
  return ['--dir', `-c.electronDist=${electronDist}`, `-c.electronVersion=${electron}`];
}

function markAsTest() {
  fs.rmSync(testFolder, { recursive: true, force: true });
  fs.renameSync(path.join(dist, 'linux-unpacked'), testFolder);
  for (const leftover of ['.complete.json', 'resources/default_app.asar'])
    fs.rmSync(path.join(testFolder, leftover), { force: true });
  fs.writeFileSync(
    path.join(testFolder, 'TEST-ONLY.txt'),
    'This folder was packaged with a test runtime instead of the official Electron.\nIt shows that packaging works. Do not give it to anybody and do not enter real passwords.\n',
  );
}
