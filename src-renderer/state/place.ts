/** Which place is open. Kept in the address, so that a page that comes back after a crash opens where it was. */
import type { CameraId } from '#contract/words.ts';
import { createStore } from '../bridge/store.ts';

export const places = ['wall', 'cameras', 'settings'] as const;
export type Place = (typeof places)[number];

const fromAddress = (): Place => places.find((place) => place === window.location.hash.replace(/^#\/?/, '')) ?? 'wall';

export const openedPlace = createStore<Place>(fromAddress());

export function openPlace(place: Place): void {
  window.history.replaceState(null, '', `#/${place}`);
  openedPlace.set(place);
}

/** The camera whose detail the Cameras place shows. */
export const selectedCamera = createStore<CameraId | null>(null);

export function openCamera(id: CameraId): void {
  selectedCamera.set(id);
  openPlace('cameras');
}
