import type { Locator, Page } from 'playwright';

export class CamerasPlace {
  readonly place: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.place = page.getByRole('region', { name: 'Cameras', exact: true });
    this.table = this.place.getByRole('table', { name: 'Cameras' });
  }

  row(cameraName: string): Locator {
    return this.table.getByRole('row').filter({ hasText: cameraName });
  }

  async add(): Promise<void> {
    await this.place.getByRole('button', { name: 'Add a camera' }).first().click();
  }
}
