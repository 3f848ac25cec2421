/** Which seal this computer gets: the key ring where there is one, otherwise the sealed file. */
import { readFileSync } from 'node:fs';
import { createFileSeal, keyFromFile, keyFromPassphrase } from './sealed-file.ts';
import type { Seal } from './secret-store.ts';

export interface SealPlaces {
  keyFile: string;
  saltFile: string;
  /** A file with a passphrase that is kept elsewhere, e.g. by the service manager; null: the key file is used. */
  passphraseFile: string | null;
}

/** @returns the seal for new values, and those that older values may still need. */
export function chooseSeal(
  keyring: Seal | null,
  { keyFile, saltFile, passphraseFile }: SealPlaces,
): { seal: Seal; olderSeals: Seal[] } {
  const fileSeal = createFileSeal(
    passphraseFile !== null ? keyFromPassphrase(readFileSync(passphraseFile, 'utf8').trimEnd(), saltFile) : keyFromFile(keyFile),
  );
  return keyring !== null ? { seal: keyring, olderSeals: [fileSeal] } : { seal: fileSeal, olderSeals: [] };
}
