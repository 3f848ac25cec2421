import { test as base } from 'vitest';
import { Rig } from './rig.ts';

/** Vitest's `test` with a rig of its own for each test. */
export const test = base.extend<{ rig: Rig }>({
  rig: async ({}, use) => {
    const rig = new Rig();
    try {
      await use(rig);
    } finally {
      await rig.close();
    }
  },
});
