/** The desktop's key ring through Electron's safeStorage, where it really encrypts. */
import { safeStorage } from 'electron';
import { platform } from '../../platform.ts';
import type { Seal } from './secret-store.ts';

/** Null where the desktop has no key ring: safeStorage then refuses, or, with its `basic_text` backend, only disguises values
 * under a password that is written in Chromium's source. Call it once the app is ready. */
export function createKeyringSeal(): Seal | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (platform.keyringMayBePlain && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return null;
  return keyringSeal;
}

/** safeStorage seals a text without a name, so the name is sealed along and compared when it is opened. */
const keyringSeal: Seal = {
  kind: 'keyring',
  seal: (name, value) => safeStorage.encryptString(JSON.stringify([name, value])).toString('base64'),
  open(name, sealed) {
    const [sealedName, value] = JSON.parse(safeStorage.decryptString(Buffer.from(sealed, 'base64'))) as [string, string];
    if (sealedName !== name) throw new Error('sealed under another name');
    return value;
  },
};
