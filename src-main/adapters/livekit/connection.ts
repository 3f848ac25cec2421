import type { MediaServerAddress } from '../../core/ports.ts';
import type { ApiKeys } from './api-keys.ts';

/** What LiveKit's adapters need to know; the address may change while the app runs, null while there is none. */
export interface LiveKitConnection {
  address: () => MediaServerAddress | null;
  keys: () => Promise<ApiKeys>;
  now: () => number;
}
