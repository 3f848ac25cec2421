/** What a kept document is: its name, its newest version, and the numbered steps from older ones. */
import { z } from 'zod';
import { AppError } from '#contract/faults.ts';

export interface DocumentKind<T extends { version: number }> {
  /** Its name in the store. */
  name: string;
  version: number;
  schema: z.ZodType<T>;
  /** `upgrades[n]` makes version n + 1 out of version n; pure. */
  upgrades: Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>>;
}

const Versioned = z.looseObject({ version: z.number().int().positive() });

/** Reads any known version. Throws DOCUMENT_NEWER for one written by a later release, DOCUMENT_DAMAGED for what fits no version. */
export function readDocument<T extends { version: number }>(kind: DocumentKind<T>, raw: unknown): T {
  const versioned = Versioned.safeParse(raw);
  if (!versioned.success) throw new AppError('DOCUMENT_DAMAGED', { name: kind.name, problem: 'version' });
  let document: Record<string, unknown> = versioned.data;
  let version = versioned.data.version;
  if (version > kind.version) throw new AppError('DOCUMENT_NEWER', { name: kind.name, found: version, known: kind.version });
  for (; version < kind.version; version += 1) {
    const upgrade = kind.upgrades[version];
    if (!upgrade) throw new AppError('DOCUMENT_DAMAGED', { name: kind.name, problem: `version ${version}` });
    document = { ...upgrade(document), version: version + 1 };
  }
  const parsed = kind.schema.safeParse(document);
  if (parsed.success) return parsed.data;
  // The place alone: the value found there might be anything, a password included.
  throw new AppError('DOCUMENT_DAMAGED', { name: kind.name, problem: parsed.error.issues[0]?.path.join('.') ?? '' });
}
