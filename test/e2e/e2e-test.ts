/** Playwright's `test` with a display, a rig and the app; an error on a page's console fails the test. */
import { test as base } from 'playwright/test';
import { Child } from '../support/child.ts';
import { Rig } from '../support/rig.ts';
import { ControlRoom, type LaunchOptions } from './control-room.ts';

/** Starts the app, by default on the test's own profile; may be called again after it was closed. */
export type Launch = (options?: Partial<LaunchOptions>) => Promise<ControlRoom>;

interface TestFixtures {
  rig: Rig;
  launch: Launch;
}

export const test = base.extend<TestFixtures, { display: string }>({
  display: [
    async ({}, use) => {
      const own = process.env['DISPLAY'];
      if (own || process.platform !== 'linux') return use(own ?? '');
      // -displayfd: the server picks a free number and tells it when it answers.
      const server = new Child('Xvfb', 'Xvfb', [
        '-displayfd',
        '1',
        '-screen',
        '0',
        '1920x1080x24',
        '-nolisten',
        'tcp',
        '-noreset',
      ]);
      const number = await server.line('tells its display', 15_000, (line) => /^\d+$/.test(line));
      await use(`:${number}`);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  rig: async ({}, use) => {
    const rig = new Rig();
    try {
      await use(rig);
    } finally {
      await rig.close();
    }
  },
  launch: async ({ rig, display }, use, testInfo) => {
    const started: ControlRoom[] = [];
    await use(async (options = {}) => {
      const { env, ...rest } = options;
      const app = await ControlRoom.launch(rig, {
        userData: rig.folder('profile'),
        ...rest,
        env: { ...(display ? { DISPLAY: display } : {}), ...env },
      });
      started.push(app);
      return app;
    });
    if (testInfo.status !== testInfo.expectedStatus) {
      const said = started.map((app) => [...app.output, ...app.pageErrors].join('')).join('\n');
      await testInfo.attach('output of the app', { body: said, contentType: 'text/plain' });
      for (const { page } of started) {
        const picture = await page.screenshot({ timeout: 5000 }).catch(() => null);
        if (picture) await testInfo.attach('window', { body: picture, contentType: 'image/png' });
      }
    }
    const unexpected = started.flatMap((app) => app.unexpectedPageErrors);
    if (unexpected.length > 0) throw new Error(`errors on the console:\n${unexpected.join('\n')}`);
  },
});

export { expect } from 'playwright/test';
