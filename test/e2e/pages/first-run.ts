import type { Locator, Page } from 'playwright';

export class FirstRun {
  readonly title: Locator;

  constructor(private readonly page: Page) {
    this.title = page.getByRole('heading', { name: 'Put your first wall on screen' });
  }

  async takeDemoSite(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start demo site' }).click();
  }

  async goOnWithoutCameras(): Promise<void> {
    await this.page.getByRole('button', { name: 'Go on without cameras' }).click();
  }
}
