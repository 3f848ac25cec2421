/** The window as a person sees it: places, status strip, messages. Names are those that a screen reader gets. */
import type { Locator, Page } from 'playwright';
import { CameraDialog } from './camera-dialog.ts';
import { CamerasPlace } from './cameras-place.ts';
import { FirstRun } from './first-run.ts';
import { WallPlace } from './wall-place.ts';

export class ControlRoomPage {
  readonly firstRun: FirstRun;
  readonly wall: WallPlace;
  readonly cameras: CamerasPlace;
  readonly cameraDialog: CameraDialog;
  readonly statusStrip: Locator;
  /** Short messages that come and go. */
  readonly messages: Locator;

  constructor(private readonly page: Page) {
    this.firstRun = new FirstRun(page);
    this.wall = new WallPlace(page);
    this.cameras = new CamerasPlace(page);
    this.cameraDialog = new CameraDialog(page);
    this.statusStrip = page.getByRole('contentinfo', { name: 'State of this workstation' });
    this.messages = page.getByRole('status').or(page.getByRole('alert'));
  }

  async open(place: 'Wall' | 'Cameras' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place, exact: true }).click();
  }
}
