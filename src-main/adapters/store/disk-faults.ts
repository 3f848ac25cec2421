import { AppError } from '#contract/faults.ts';

/** A failed write in core's words: DISK_FULL (no space, quota spent) or DISK_UNWRITABLE (rights, read-only, gone). */
export function diskFault(cause: unknown, file: string): AppError {
  const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const code = errno === 'ENOSPC' || errno === 'EDQUOT' ? 'DISK_FULL' : 'DISK_UNWRITABLE';
  return new AppError(code, { file, errno }, { cause });
}
