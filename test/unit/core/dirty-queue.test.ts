import { expect, test } from 'vitest';
import { DirtyQueue, WIDTH_PER_GROUP } from '../../../src-main/core/pushers/dirty-queue.ts';
import { settle } from '../../support/fakes/manual-clock.ts';

/** A queue whose work ends when the test says so. */
function heldQueue() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const queue = new DirtyQueue(
    (key) => {
      begun.push(key);
      return new Promise((resolve) => ends.set(key, resolve));
    },
    (key) => key.split('/')[0] ?? '',
  );
  const end = async (key: string): Promise<void> => {
    ends.get(key)?.();
    await settle();
  };
  return { queue, begun, end };
}

test('one worker for a key; marks meanwhile make it run exactly once more', async () => {
  const { queue, begun, end } = heldQueue();
  for (let count = 0; count < 5; count += 1) queue.mark('h/a');
  expect(begun).toEqual(['h/a']);
  await end('h/a');
  expect(begun).toEqual(['h/a', 'h/a']);
  await end('h/a');
  expect(begun).toEqual(['h/a', 'h/a']);
});

test('only so many at once for a host, and another host does not wait for it', async () => {
  const { queue, begun, end } = heldQueue();
  for (let index = 0; index < 10; index += 1) queue.mark(`h/${index}`);
  queue.mark('other/a');
  expect(begun).toEqual([...Array.from({ length: WIDTH_PER_GROUP }, (_, index) => `h/${index}`), 'other/a']);
  await end('h/2');
  expect(begun.at(-1)).toBe(`h/${WIDTH_PER_GROUP}`);
});

test('a key that is marked again and again does not starve the others', async () => {
  const { queue, begun, end } = heldQueue();
  for (const key of ['h/0', 'h/1', 'h/2', 'h/3', 'h/4']) queue.mark(key);
  queue.mark('h/0');
  await end('h/0');
  expect(begun.at(-1)).toBe('h/4');
  await end('h/1');
  expect(begun.at(-1)).toBe('h/0');
});

test('after its end nothing new begins', async () => {
  const { queue, begun, end } = heldQueue();
  for (let index = 0; index < 6; index += 1) queue.mark(`h/${index}`);
  queue.mark('h/0');
  queue.end();
  queue.mark('h/9');
  for (let index = 0; index < 4; index += 1) await end(`h/${index}`);
  expect(begun).toHaveLength(WIDTH_PER_GROUP);
});
