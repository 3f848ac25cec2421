import { AppError, type FaultCode } from '../../../src-main/contract/faults.ts';
import type { SecretStorePort } from '../../../src-main/core/ports.ts';

export class MemorySecrets implements SecretStorePort {
  readonly kind = 'sealed-file';
  readonly values = new Map<string, string>();
  /** How often something was sealed. */
  sealed = 0;
  /** Set to make every write fail. */
  writeFault: FaultCode | null = null;
  /** Set to make every read fail with SECRET_UNREADABLE. */
  unreadable = false;

  async get(name: string): Promise<string | null> {
    if (this.unreadable) throw new AppError('SECRET_UNREADABLE', { name });
    return this.values.get(name) ?? null;
  }

  async set(name: string, value: string): Promise<void> {
    if (this.writeFault) throw new AppError(this.writeFault);
    this.sealed += 1;
    this.values.set(name, value);
  }

  async delete(name: string): Promise<void> {
    if (this.writeFault) throw new AppError(this.writeFault);
    this.values.delete(name);
  }
}
