import type { Locator, Page } from 'playwright';

export type TileState = 'connecting' | 'live' | 'degraded' | 'stale' | 'no signal' | 'not authorised' | 'off';

export class WallPlace {
  readonly place: Locator;
  /** Every tile of the open wall. */
  readonly tiles: Locator;
  readonly attention: Locator;

  constructor(private readonly page: Page) {
    this.place = page.getByRole('region', { name: 'Wall', exact: true });
    const grid = page.getByRole('group', { name: /^Wall / });
    this.tiles = grid.getByRole('region', { name: /^\d+ / });
    this.attention = page.getByRole('complementary', { name: 'Attention' });
  }

  /** The tile of a camera, whatever its state. */
  tile(cameraName: string): Locator {
    return this.tileNamed(cameraName, '');
  }

  /** The tile of a camera, found only while it says that it is in this state. */
  tileIn(state: TileState, cameraName: string): Locator {
    return this.tileNamed(cameraName, state);
  }

  tilesIn(state: TileState): Locator {
    return this.tiles.and(this.page.getByRole('region', { name: new RegExp(`, ${state}(,|$)`) }));
  }

  private tileNamed(cameraName: string, state: string): Locator {
    const name = cameraName.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    return this.tiles.and(this.page.getByRole('region', { name: new RegExp(`^\\d+ ${name}, ${state}`) }));
  }

  /** Names of the cameras, cell after cell as they are placed on the screen. */
  async order(): Promise<string[]> {
    const places = await this.tiles.evaluateAll((tiles) =>
      tiles.map((tile) => {
        const { left, top } = tile.getBoundingClientRect();
        return { left, top, label: tile.getAttribute('aria-label') ?? '' };
      }),
    );
    places.sort((a, b) => a.top - b.top || a.left - b.left);
    return places.map(({ label }) => label.replace(/^\d+ /, '').split(', ')[0] ?? '');
  }

  async choose(layout: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Layout / }).click();
    await this.page.getByRole('menuitem', { name: layout, exact: true }).click();
  }
}
