/** What every secret store does. */
import { expect } from 'vitest';
import type { SecretStorePort } from '../../../src-main/core/ports.ts';
import { test } from '../../support/rig-test.ts';

export interface SecretsUnderTest {
  secrets: SecretStorePort;
  /** The same store after a restart of the app. */
  reopen: () => SecretStorePort;
}

const name = 'camera/gate-1/password';

export function secretsSuite(make: () => SecretsUnderTest): void {
  test('an unknown secret is null, and may be deleted', async () => {
    const { secrets } = make();
    expect(await secrets.get(name)).toBeNull();
    await secrets.delete(name);
  });

  test('a secret comes back, also after a restart, whatever it holds', async () => {
    const { secrets, reopen } = make();
    const value = 'p@ss "word"\n‑ü€ \u0000 ' + 'x'.repeat(2000);
    await secrets.set(name, value);
    await secrets.set('empty', '');
    expect(await secrets.get(name)).toBe(value);
    expect(await reopen().get(name)).toBe(value);
    expect(await reopen().get('empty')).toBe('');
  });

  test('the last value stands; a deleted one is gone; others stay', async () => {
    const { secrets, reopen } = make();
    await Promise.all(['one', 'two', 'three'].map((value) => secrets.set(name, value)));
    await secrets.set('other', 'kept');
    expect(await reopen().get(name)).toBe('three');
    await secrets.delete(name);
    expect(await secrets.get(name)).toBeNull();
    expect(await reopen().get(name)).toBeNull();
    expect(await reopen().get('other')).toBe('kept');
  });
}
