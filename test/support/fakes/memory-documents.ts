import { AppError, type FaultCode } from '../../../src-main/contract/faults.ts';
import type { DocumentStorePort } from '../../../src-main/core/ports.ts';

/** Documents as JSON texts in memory. */
export class MemoryDocuments implements DocumentStorePort {
  /** What is on the disk: texts, so that no object is shared with who wrote it. */
  readonly texts = new Map<string, string>();
  /** Set to make every write fail. */
  writeFault: FaultCode | null = null;
  #asideCount = 0;

  async read(name: string): Promise<unknown> {
    const text = this.texts.get(name);
    if (text === undefined) return null;
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new AppError('DOCUMENT_DAMAGED', { name }, { cause });
    }
  }

  async write(name: string, document: unknown): Promise<void> {
    if (this.writeFault) throw new AppError(this.writeFault, { name });
    this.texts.set(name, JSON.stringify(document));
  }

  async setAside(name: string): Promise<string> {
    const text = this.texts.get(name) ?? '';
    this.#asideCount += 1;
    const path = `${name}.damaged-${this.#asideCount}`;
    this.texts.delete(name);
    this.texts.set(path, text);
    return path;
  }

  /** The parsed document, for assertions. */
  document(name: string): unknown {
    const text = this.texts.get(name);
    return text === undefined ? null : (JSON.parse(text) as unknown);
  }
}
