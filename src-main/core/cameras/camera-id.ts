/** Ids made from names: `Loading dock 2` becomes `loading-dock-2`. */

const MAX_LENGTH = 63;

/** A valid, untaken slug that reminds of the name; `fallback` where the name has no letter or digit that a slug may hold. */
export function suggestId(name: string, fallback: string, isTaken: (id: string) => boolean): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_LENGTH)
    .replace(/-+$/, '');
  const base = slug === '' ? fallback : slug;
  let candidate = base;
  for (let count = 2; isTaken(candidate); count += 1) {
    const ending = `-${count}`;
    candidate = `${base.slice(0, MAX_LENGTH - ending.length)}${ending}`;
  }
  return candidate;
}
