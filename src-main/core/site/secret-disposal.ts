/** Deletes secrets that no camera uses any more. Their names are kept first, so that a crash in between leaves none behind. */
import { AppError } from '#contract/faults.ts';
import type { RuntimeDocument } from '../documents/runtime-document.ts';
import type { KeptDocument } from '../documents/kept-document.ts';
import type { LogPort, SecretStorePort } from '../ports.ts';

export class SecretDisposal {
  constructor(
    readonly runtime: KeptDocument<RuntimeDocument>,
    readonly secrets: SecretStorePort,
    readonly log: LogPort,
    /** Secrets that cameras of the site use now. */
    readonly inUse: () => ReadonlySet<string>,
  ) {}

  /** These will go, if they are out of use when `dispose` comes or at the next start. */
  async announce(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await this.#keep((listed) => [...new Set([...listed, ...names])]);
  }

  /** Deletes those out of use; the others are no longer announced. */
  async dispose(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const settled = new Set<string>();
    for (const name of names) {
      try {
        if (!this.inUse().has(name)) await this.secrets.delete(name);
        settled.add(name);
      } catch (cause) {
        this.log.write('warn', 'secrets', 'an unused secret could not be deleted; the next start tries again', {
          cause: reason(cause),
        });
      }
    }
    await this.#keep((listed) => listed.filter((name) => !settled.has(name)));
  }

  /** What an earlier run announced and could not delete. */
  async disposeLeftovers(): Promise<void> {
    await this.dispose(this.runtime.value.secretsToDelete);
  }

  async #keep(change: (listed: string[]) => string[]): Promise<void> {
    try {
      await this.runtime.edit((runtime) => ({ ...runtime, secretsToDelete: change(runtime.secretsToDelete) }));
    } catch (cause) {
      this.log.write('warn', 'secrets', 'the list of unused secrets could not be kept', { cause: reason(cause) });
    }
  }
}

const reason = (cause: unknown): string => (cause instanceof AppError ? cause.code : 'INTERNAL');
