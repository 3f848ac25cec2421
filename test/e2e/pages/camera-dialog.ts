import type { Locator, Page } from 'playwright';

export interface CameraEntry {
  address: string;
  name?: string;
  userName?: string;
  password?: string;
}

/** Adding or editing a camera. */
export class CameraDialog {
  readonly dialog: Locator;
  readonly address: Locator;
  readonly userName: Locator;
  readonly password: Locator;
  readonly name: Locator;
  /** What a test of the stream found. */
  readonly verdict: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^(Add a|Edit) camera$/ });
    this.address = this.dialog.getByLabel('Address');
    this.userName = this.dialog.getByLabel('User name');
    this.password = this.dialog.getByLabel('Password', { exact: true });
    this.name = this.dialog.getByLabel('Name', { exact: true });
    this.verdict = this.dialog.getByRole('status').last();
  }

  async fill(entry: CameraEntry): Promise<void> {
    await this.address.fill(entry.address);
    await this.address.blur();
    if (entry.userName !== undefined) await this.userName.fill(entry.userName);
    if (entry.password !== undefined) await this.password.fill(entry.password);
    if (entry.name !== undefined) await this.name.fill(entry.name);
  }

  async test(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Test', exact: true }).click();
  }

  async add(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Add', exact: true }).click();
  }

  async save(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Save', exact: true }).click();
  }

  async cancel(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  }
}
