import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { artworkComponents, escapeModule, linkedModules, noticesText } from '../../../scripts/notices.mjs';

describe('noticesText', () => {
  const mit = { name: 'b', version: '1.0.0', texts: ['MIT terms\r\n'] };
  const same = { name: 'a', version: '2.0.0', texts: ['MIT terms'] };
  const other = { name: 'c', version: '3.0.0', texts: ['BSD terms', 'a notice'] };

  it('says a shared text once, below the names that share it', () => {
    const text = noticesText([mit, other, same]);
    expect(text.match(/MIT terms/g)).toHaveLength(1);
    expect(text).toMatch(/a 2\.0\.0\nb 1\.0\.0\n=+\n\nMIT terms/);
    expect(text).toContain('BSD terms\n\na notice');
  });

  it('does not depend on the order of what it is given', () => {
    expect(noticesText([other, same, mit])).toBe(noticesText([mit, other, same]));
  });
});

it('reads the modules of a program out of its build information', () => {
  const buildInfo = [
    'server: go1.26.8',
    '\tpath\tgithub.com/livekit/livekit-server/cmd/server',
    '\tmod\tgithub.com/livekit/livekit-server\tv1.13.5\th1:x=',
    '\tdep\tgithub.com/original/module\tv1.0.0',
    '\t=>\tgithub.com/fork/module\tv1.1.0\th1:y=',
    '\tdep\tgolang.org/x/net\tv0.5.0\th1:z=',
    '\tbuild\t-compiler=gc',
  ].join('\n');
  expect(linkedModules(buildInfo)).toEqual([
    'github.com/livekit/livekit-server@v1.13.5',
    'github.com/fork/module@v1.1.0',
    'golang.org/x/net@v0.5.0',
  ]);
});

it('leaves our own module out', () => {
  expect(linkedModules('\tmod\tcontrol-room/pusher\t(devel)\t\n')).toEqual([]);
});

it('finds modules with capitals in the module cache', () => {
  expect(escapeModule('github.com/BurntSushi/toml@v1.0.0')).toBe('github.com/!burnt!sushi/toml@v1.0.0');
});

it('stands in resources/ for every npm package the app runs with and every module the pusher requires', () => {
  const notices = fs.readFileSync('resources/THIRD_PARTY_NOTICES.txt', 'utf8').split('\n');
  const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; dev?: boolean; optional?: boolean }>;
  };
  const packages = Object.entries(lock.packages)
    .filter(([place, { dev, optional }]) => place !== '' && !dev && !optional)
    .map(([place, { version }]) => `${place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${version}`);
  const required = /require \(([^]*?)\)/.exec(fs.readFileSync('pusher/go.mod', 'utf8'))?.[1] ?? '';
  const modules = required
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  expect(packages.length).toBeGreaterThan(10);
  expect(modules.length).toBeGreaterThan(3);
  expect(
    [...packages, ...modules].filter((line) => !notices.includes(line)),
    'write it anew: node scripts/notices.mjs',
  ).toEqual([]);
});

it('knows the licences of the fonts and icons', () => {
  const text = noticesText(artworkComponents());
  expect(text).toMatch(/Inter and JetBrains Mono.*\n=+\n[^=]*SIL OPEN FONT LICENSE/);
  expect(text).toMatch(/Tabler Icons.*\n=+\n[^=]*MIT License/);
});
