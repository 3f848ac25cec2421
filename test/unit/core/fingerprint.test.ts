import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../src-main/core/fingerprint.ts';
import { specHashOf } from '../../../src-main/core/pushers/spec.ts';

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('%j has the published FNV-1a value', (text, value) => {
  expect(fingerprint(text)).toBe(value);
});

test('is what the definition with whole numbers gives, for every text', () => {
  const byDefinition = (text: string): string => {
    let hash = 0xcbf29ce484222325n;
    for (let index = 0; index < text.length; index += 1) {
      hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn;
    }
    return hash.toString(16).padStart(16, '0');
  };
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fingerprint(text)).toBe(byDefinition(text));
    }),
  );
});

test('a spec is another one when its address, login, password or room is', () => {
  const source = { kind: 'rtsp', url: 'rtsp://h/x', username: 'u', passwordSecret: 'p1' } as const;
  const hashes = [
    specHashOf(source, 'rtsp://h/x', 'zone_a'),
    specHashOf(source, 'rtsp://h/y', 'zone_a'),
    specHashOf(source, 'rtsp://h/x', 'zone_b'),
    specHashOf({ ...source, username: 'v' }, 'rtsp://h/x', 'zone_a'),
    specHashOf({ ...source, passwordSecret: 'p2' }, 'rtsp://h/x', 'zone_a'),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(specHashOf({ ...source }, 'rtsp://h/x', 'zone_a')).toBe(hashes[0]);
});
