import type { DocumentStorePort } from '../../core/ports.ts';

/** One store to core: the documents named in `apart` are kept there, all others in `rest`. */
export function splitDocuments(rest: DocumentStorePort, apart: Readonly<Record<string, DocumentStorePort>>): DocumentStorePort {
  const of = (name: string): DocumentStorePort => apart[name] ?? rest;
  return {
    read: (name) => of(name).read(name),
    write: (name, document) => of(name).write(name, document),
    setAside: (name) => of(name).setAside(name),
  };
}
