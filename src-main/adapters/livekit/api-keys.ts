/** The key and secret between the app and its media server. */
import { randomBytes } from 'node:crypto';
import { AppError } from '#contract/faults.ts';
import type { SecretStorePort } from '../../core/ports.ts';

export interface ApiKeys {
  key: string;
  /** At least 32 characters, as livekit-server demands. */
  secret: string;
}

const keyName = 'media-server/api-key';
const secretName = 'media-server/api-secret';

/** Of the embedded server: made once per installation. A pair that cannot be opened any more is replaced, because the app runs
 * both ends. */
export async function loadOrCreateApiKeys(secrets: SecretStorePort): Promise<ApiKeys> {
  const [key, secret] = await Promise.all([readable(secrets, keyName), readable(secrets, secretName)]);
  if (key !== null && secret !== null) return { key, secret };
  const made = { key: `CR${randomBytes(8).toString('hex')}`, secret: randomBytes(36).toString('base64url') };
  await secrets.set(keyName, made.key);
  await secrets.set(secretName, made.secret);
  return made;
}

async function readable(secrets: SecretStorePort, name: string): Promise<string | null> {
  return secrets.get(name).catch((cause: unknown) => {
    if (cause instanceof AppError && cause.code === 'SECRET_UNREADABLE') return null;
    throw cause;
  });
}
