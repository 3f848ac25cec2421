import { describe, expect, it } from 'vitest';
import { matchesLock } from '../../../scripts/steps/npm-packages.mjs';

const wanted = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/for-another-platform': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};

describe('matchesLock', () => {
  const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };
  it.each([
    ['all that this platform needs', installed, true],
    ['nothing', { packages: {} }, false],
    ['another version', { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } } }, false],
    ['other bytes of the same version', { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } }, false],
    ['something more', { packages: { ...installed.packages, 'node_modules/more': { version: '1.0.0' } } }, false],
  ])('%s', (_name, found, expected) => {
    expect(matchesLock(wanted, found)).toBe(expected);
  });
});
