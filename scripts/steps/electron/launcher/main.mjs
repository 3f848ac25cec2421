// What `electron PATH` runs first in the test runtime, which comes without Electron's own default app. It understands what
// starting from source and Playwright need: --version, -r MODULE, and the app's directory or file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { modules, target, version } = readArguments(process.argv.slice(1));
if (version) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (!target) {
  console.error('usage: electron [-r MODULE] APP');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const directory = path.resolve(target);
const require = createRequire(path.join(directory, 'package.json'));
for (const module of modules) require(module);

const manifest = readManifest(path.join(directory, 'package.json'));
if (manifest?.version) app.setVersion(manifest.version);
if (manifest?.productName ?? manifest?.name) app.name = manifest.productName ?? manifest.name;
const entry = require.resolve(directory);
app.setAppPath(manifest ? directory : path.dirname(entry));
try {
  // Awaited at the top level: Electron holds "ready" back until this settles, so the app can still register its schemes.
  await import(pathToFileURL(entry).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}

/** @param {string[]} argv */
function readArguments(argv) {
  const modules = [];
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '-r' || argv[i] === '--require') modules.push(argv[++i]);
    else if (argv[i] === '-v' || argv[i] === '--version') return { modules, version: true };
    else if (!argv[i].startsWith('-')) return { modules, target: argv[i] };
  }
  return { modules };
}

/** @param {string} file */
function readManifest(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
