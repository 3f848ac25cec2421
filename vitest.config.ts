import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Vitest's reporter of failed tests calls Map.groupBy (ES2024), which Node 20 has not.
Object.assign(Map, {
  groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> {
    const groups = new Map<K, T[]>();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  },
});

export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], environment: 'node' } },
      {
        extends: true,
        test: {
          name: 'ports',
          include: ['test/ports/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Loaded by vitest, so that its import of `electron` can be answered by the test.
          server: { deps: { inline: ['electron-store'] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/integration-run.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: { name: 'bench', include: ['test/bench/**/*.bench.ts'], testTimeout: 1_800_000, fileParallelism: false },
      },
    ],
  },
});
