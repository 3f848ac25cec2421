/** What must survive a restart but belongs neither to the site nor to the settings: counters, and secrets awaiting deletion. */
import { z } from 'zod';
import { AppError } from '#contract/faults.ts';
import type { CameraId } from '#contract/words.ts';
import type { LogPort } from '../ports.ts';
import type { DocumentKind } from './document-kind.ts';
import type { KeptDocument } from './kept-document.ts';

const Counter = z.number().int().nonnegative();
const RuntimeDocument = z.object({
  version: z.literal(1),
  /** The newest publishing generation of each camera. */
  generations: z.record(z.string(), Counter),
  /** How often a person asked to try a camera's login again. */
  loginRetries: z.record(z.string(), Counter),
  /** Names in the secret store that go unless a camera still uses them. */
  secretsToDelete: z.array(z.string()),
});
export type RuntimeDocument = z.infer<typeof RuntimeDocument>;

export const runtimeKind: DocumentKind<RuntimeDocument> = { name: 'runtime', version: 1, schema: RuntimeDocument, upgrades: {} };

export const newRuntime = (): RuntimeDocument => ({ version: 1, generations: {}, loginRetries: {}, secretsToDelete: [] });

/** The counters, counted on in memory where the disk refuses: no picture waits for a disk. */
export class RuntimeCounters {
  readonly #generations = new Map<CameraId, number>();
  readonly #loginRetries = new Map<CameraId, number>();

  constructor(
    readonly document: KeptDocument<RuntimeDocument>,
    readonly log: LogPort,
  ) {}

  /** At least 1. */
  generation(cameraId: CameraId): number {
    return Math.max(1, this.#generations.get(cameraId) ?? 0, this.document.value.generations[cameraId] ?? 0);
  }

  async nextGeneration(cameraId: CameraId): Promise<number> {
    const next = this.generation(cameraId) + 1;
    this.#generations.set(cameraId, next);
    await this.#keep((runtime) => ({ ...runtime, generations: { ...runtime.generations, [cameraId]: next } }));
    return next;
  }

  loginRetry(cameraId: CameraId): number {
    return Math.max(this.#loginRetries.get(cameraId) ?? 0, this.document.value.loginRetries[cameraId] ?? 0);
  }

  async raiseLoginRetry(cameraId: CameraId): Promise<void> {
    const next = this.loginRetry(cameraId) + 1;
    this.#loginRetries.set(cameraId, next);
    await this.#keep((runtime) => ({ ...runtime, loginRetries: { ...runtime.loginRetries, [cameraId]: next } }));
  }

  async #keep(change: (runtime: RuntimeDocument) => RuntimeDocument): Promise<void> {
    try {
      await this.document.edit(change);
    } catch (cause) {
      const code = cause instanceof AppError ? cause.code : 'INTERNAL';
      this.log.write('warn', 'documents', 'a counter could not be kept and will be lost at the next start', { code });
    }
  }
}
