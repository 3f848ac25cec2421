/** Sealed values in one document. What seals them is a `Seal`: the desktop's key ring, or a key of our own. */
import { z } from 'zod';
import { AppError } from '#contract/faults.ts';
import type { DocumentStorePort, LogPort, SecretStorePort } from '../../core/ports.ts';

export interface Seal {
  readonly kind: SecretStorePort['kind'];
  /** @returns base64 */
  seal(name: string, value: string): string;
  /** Throws when it was sealed by another key, under another name, or changed since. */
  open(name: string, sealed: string): string;
}

const SecretsDocument = z.object({
  version: z.literal(1),
  entries: z.record(z.string(), z.object({ sealedBy: z.enum(['keyring', 'sealed-file']), value: z.string() })),
});
type SecretsDocument = z.infer<typeof SecretsDocument>;

export interface SecretStoreOptions {
  documents: DocumentStorePort;
  /** Seals whatever is set from now on. */
  seal: Seal;
  /** Opens what was sealed on this computer before, e.g. before it had a key ring. */
  olderSeals: readonly Seal[];
  /** Sees each plain value that goes in or out, so that logs can mask it. */
  onValue: (value: string) => void;
  log: LogPort;
}

const documentName = 'secrets';

export function createSecretStore({ documents, seal, olderSeals, onValue, log }: SecretStoreOptions): SecretStorePort {
  const seals = [seal, ...olderSeals];
  /** True after a damaged document was set aside: what is not there may have been there. */
  let lostSome = false;
  let loading: Promise<SecretsDocument> | undefined;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const load = (): Promise<SecretsDocument> => {
    loading ??= read().catch((cause: unknown) => {
      loading = undefined;
      throw cause;
    });
    return loading;
  };

  const read = async (): Promise<SecretsDocument> => {
    const raw = await documents.read(documentName).catch((cause: unknown) => {
      if (cause instanceof AppError && cause.code === 'DOCUMENT_DAMAGED') return undefined;
      throw cause;
    });
    if (raw === null) return { version: 1, entries: {} };
    const parsed = SecretsDocument.safeParse(raw);
    if (parsed.success) return parsed.data;
    const aside = await documents.setAside(documentName);
    log.write('error', 'secrets', 'The sealed secrets cannot be read; the file was set aside. Passwords must be entered again.', {
      aside,
    });
    lostSome = true;
    return { version: 1, entries: {} };
  };

  /** Changes one after the other, each on a copy: a failed write leaves memory and disk the same. */
  const change = async (edit: (entries: SecretsDocument['entries']) => void): Promise<void> => {
    const turn = lastWrite.then(async () => {
      const entries = { ...(await load()).entries };
      edit(entries);
      const next: SecretsDocument = { version: 1, entries };
      await documents.write(documentName, next);
      loading = Promise.resolve(next);
    });
    lastWrite = turn.catch(() => undefined);
    return turn;
  };

  return {
    kind: seal.kind,

    async get(name) {
      const entry = (await load()).entries[name];
      if (entry === undefined) {
        if (lostSome) throw new AppError('SECRET_UNREADABLE', { name });
        return null;
      }
      const sealedBy = seals.find((one) => one.kind === entry.sealedBy);
      if (sealedBy === undefined) throw new AppError('SECRET_UNREADABLE', { name });
      try {
        const value = sealedBy.open(name, entry.value);
        onValue(value);
        return value;
      } catch (cause) {
        throw new AppError('SECRET_UNREADABLE', { name }, { cause });
      }
    },

    async set(name, value) {
      onValue(value);
      await change((entries) => {
        entries[name] = { sealedBy: seal.kind, value: seal.seal(name, value) };
      });
    },

    async delete(name) {
      if ((await load()).entries[name] === undefined) return;
      await change((entries) => {
        delete entries[name];
      });
    },
  };
}
