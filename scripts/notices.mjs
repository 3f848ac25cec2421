// The licences of everything that is bundled: npm packages the app runs with, fonts and icons, and Go modules linked into
// its programs.
// The same inputs give the same file. Electron brings its own notices (LICENSES.chromium.html).
//
//   node scripts/notices.mjs     writes resources/THIRD_PARTY_NOTICES.txt anew; packages get their own, of what is in them
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findGo } from './support/go.mjs';
import { SetupError } from './support/failure.mjs';
import { projectDir } from './support/paths.mjs';
import { setUp } from './setup.mjs';
import { readVersions, runMain } from './support/steps.mjs';

const licenceFile = /^(licen[sc]e|copying|notice|patents)([.-].*)?$/i;

/** @typedef {{ name: string, version: string, texts: string[] }} Component `texts`: licence and notice files as they are */

/**
 * @param {{ file: string, programs: string[] }} options `programs`: Go executables that are bundled
 */
export function writeNotices({ file, programs }) {
  const components = [...npmComponents(), ...artworkComponents(), ...goComponents(programs)];
  fs.writeFileSync(file, noticesText(components));
}

/**
 * Components that share a text stand above it together.
 * @param {Component[]} components
 */
export function noticesText(components) {
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const { name, version, texts } of components) {
    const text = texts.map((one) => one.replaceAll('\r\n', '\n').trim()).join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const sections = [...byText].map(([text, names]) => ({ names: [...new Set(names)].sort(), text }));
  sections.sort((a, b) => (a.names[0] < b.names[0] ? -1 : 1));
  const rule = '='.repeat(100);
  const head = 'Control Room contains software of others, under the licences below.\n';
  return `${head}${sections.map(({ names, text }) => `\n${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`).join('')}`;
}

/** Every package of the lock file that is not for development only. @returns {Component[]} */
function npmComponents() {
  const { packages } = JSON.parse(fs.readFileSync(path.join(projectDir, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([place, { dev, optional }]) => place !== '' && !dev && (!optional || fs.existsSync(path.join(projectDir, place))))
    .map(([place, { version }]) => {
      const directory = path.join(projectDir, place);
      const { license } = JSON.parse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8'));
      return component(place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length), version, directory, license);
    });
}

/** What the page draws with: its fonts and icons, whose licences lie beside them. @returns {Component[]} */
export function artworkComponents() {
  const directory = path.join(projectDir, 'src-renderer', 'ui');
  return [
    component('Inter and JetBrains Mono', '(fonts)', path.join(directory, 'fonts'), undefined),
    component('Tabler Icons', '(icons)', directory, undefined),
  ];
}

/**
 * What the linker put into each program, from the program itself.
 * @param {string[]} programs
 * @returns {Component[]}
 */
function goComponents(programs) {
  const go = findGo(process.env, readVersions().go);
  const moduleCache = execFileSync(go.command, ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  const goRoot = execFileSync(go.command, ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const modules = new Set(
    programs.flatMap((program) => linkedModules(execFileSync(go.command, ['version', '-m', program], { encoding: 'utf8' }))),
  );
  const linked = [...modules].map((module) => {
    const [name, version] = module.split('@');
    return component(name, version, path.join(moduleCache, escapeModule(module)), undefined);
  });
  return [component('Go standard library', go.version, goRoot, undefined), ...linked];
}

/**
 * @param {string} buildInfo output of `go version -m`
 * @returns {string[]} `path@version`; of a replaced module, what replaced it; without our own, which has no version
 */
export function linkedModules(buildInfo) {
  /** @type {string[]} */
  const modules = [];
  for (const line of buildInfo.split('\n')) {
    const [, kind, name, version] = line.split('\t');
    if (kind === '=>') modules.pop();
    if (kind === 'dep' || kind === '=>' || (kind === 'mod' && /^v\d/.test(version ?? ''))) modules.push(`${name}@${version}`);
  }
  return modules;
}

/** Capitals become `!` and the small letter in the module cache (go.dev/ref/mod, "module cache"). @param {string} module */
export const escapeModule = (module) => module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

/**
 * @param {string} name
 * @param {string} version
 * @param {string} directory
 * @param {string | undefined} declared licence in the package's manifest, for those that ship no text
 * @returns {Component}
 */
function component(name, version, directory, declared) {
  const files = fs.existsSync(directory)
    ? fs
        .readdirSync(directory)
        .filter((file) => licenceFile.test(file))
        .sort()
    : [];
  const texts = files
    .map((file) => path.join(directory, file))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file, 'utf8'));
  if (texts.length > 0) return { name, version, texts };
  if (declared) return { name, version, texts: [`Licence: ${declared} (no text in the package)`] };
  throw new SetupError(`No licence of ${name} ${version} was found in ${directory}`, {
    remedy: 'let the set-up build the programs on this machine, so that their sources are in the module cache',
  });
}

/**
 * The programs a package holds, by the names they have there.
 * @param {import('./support/steps.mjs').StepResult} found
 */
export const bundledPrograms = (found) => ({
  pusher: found.CONTROL_ROOM_PUSHER,
  democam: found.CONTROL_ROOM_DEMOCAM,
  tether: found.CONTROL_ROOM_TETHER,
  'livekit-server': found.CONTROL_ROOM_LIVEKIT_SERVER,
});

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async (signal) => {
    const programs = Object.values(bundledPrograms(await setUp('package', { signal })));
    writeNotices({ file: path.join(projectDir, 'resources', 'THIRD_PARTY_NOTICES.txt'), programs });
    return 0;
  });
}
