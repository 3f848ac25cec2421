/** One document in memory and on disk. What a caller sees is what was written; a failed write changes nothing. */
import { AppError, statusOf, type Status } from '#contract/faults.ts';
import type { Clock, DocumentStorePort, LogPort } from '../ports.ts';
import { readDocument, type DocumentKind } from './document-kind.ts';

interface KeptDocumentDeps {
  documents: DocumentStorePort;
  clock: Clock;
  log: LogPort;
}

export class KeptDocument<T extends { version: number }> {
  readonly #kind: DocumentKind<T>;
  readonly #deps: KeptDocumentDeps;
  readonly #onChange: () => void;
  #value: T;
  #queue: Promise<unknown> = Promise.resolve();
  /** Set while the file on disk belongs to a newer release: it is never written over. */
  #refusal: AppError | null = null;
  #loadStatus: Status | null = null;
  #writeStatus: Status | null = null;
  #existed = false;

  constructor(kind: DocumentKind<T>, initial: T, deps: KeptDocumentDeps, onChange: () => void) {
    this.#kind = kind;
    this.#value = initial;
    this.#deps = deps;
    this.#onChange = onChange;
  }

  get value(): T {
    return this.#value;
  }

  /** False when the store had no document of this name. */
  get existed(): boolean {
    return this.#existed;
  }

  /** What is wrong with the document or its disk, for the site's view. */
  get statuses(): Status[] {
    return [this.#loadStatus, this.#writeStatus].filter((status) => status !== null);
  }

  /** Never rejects: a damaged or newer document becomes a status, and the initial value stays in use. */
  async load(): Promise<void> {
    try {
      const raw = await this.#deps.documents.read(this.#kind.name);
      this.#existed = raw !== null;
      if (raw !== null) this.#value = readDocument(this.#kind, raw);
    } catch (cause) {
      this.#existed = true;
      await this.#refuse(cause);
    }
    this.#onChange();
  }

  /** Writes what `change` makes of the newest value, one edit after the other. Rejects with what `change` throws, or with the
   * store's error; then the old value stays. Returning the same value writes nothing. */
  edit(change: (current: T) => T): Promise<T> {
    const edited = this.#queue.then(() => this.#edit(change));
    this.#queue = edited.catch(() => undefined);
    return edited;
  }

  /** Gives the document its place on disk when it has none yet. Never rejects: a refusal becomes a status. */
  async keep(): Promise<void> {
    if (this.#existed) return;
    await this.edit((current) => ({ ...current })).catch((cause: unknown) => {
      this.#deps.log.write('warn', 'documents', `${this.#kind.name} could not be written`, { cause: String(cause) });
    });
  }

  /** After a refused write: writes what it holds, so that the fault is gone as soon as the disk takes writes again. */
  async recheck(): Promise<void> {
    if (this.#writeStatus) await this.edit((current) => ({ ...current })).catch(() => undefined);
  }

  async #edit(change: (current: T) => T): Promise<T> {
    if (this.#refusal) throw this.#refusal;
    const next = change(this.#value);
    if (next === this.#value) return next;
    try {
      await this.#deps.documents.write(this.#kind.name, next);
    } catch (cause) {
      if (cause instanceof AppError && this.#writeStatus?.code !== cause.code) {
        this.#writeStatus = statusOf(cause.code, this.#deps.clock.now(), cause.params);
        this.#onChange();
      }
      throw cause;
    }
    this.#value = next;
    this.#writeStatus = null;
    this.#onChange();
    return next;
  }

  async #refuse(cause: unknown): Promise<void> {
    const { clock, documents, log } = this.#deps;
    // What no adapter translated says nothing about the file, so the file is neither moved nor written over.
    const error = cause instanceof AppError ? cause : new AppError('INTERNAL', { name: this.#kind.name }, { cause });
    log.write('error', 'documents', `${this.#kind.name} cannot be used: ${error.code}`, { ...error.params });
    let params = error.params;
    if (error.code === 'DOCUMENT_DAMAGED') {
      try {
        params = { ...params, path: await documents.setAside(this.#kind.name) };
      } catch (setAsideError) {
        // Still where it was: writing now would destroy it.
        this.#refusal = error;
        log.write('error', 'documents', `${this.#kind.name} could not be set aside`, { cause: String(setAsideError) });
      }
    } else {
      this.#refusal = error;
    }
    this.#loadStatus = statusOf(error.code, clock.now(), params);
  }
}
