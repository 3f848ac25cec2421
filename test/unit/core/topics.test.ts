import { expect, test } from 'vitest';
import type { TopicMessage } from '../../../src-main/contract/topics.ts';
import { TopicHub } from '../../../src-main/core/topics.ts';
import { ManualClock } from '../../support/fakes/manual-clock.ts';

const zone = (name: string) => ({ id: 'z', name });

function follow(hub: TopicHub) {
  const messages: TopicMessage<'zones'>[] = [];
  return { messages, subscription: hub.subscribe('zones', (message) => messages.push(message)) };
}

test('all of the topic comes first and at once, then changes by key', async () => {
  const clock = new ManualClock();
  const hub = new TopicHub(clock);
  hub.set('zones', 'a', zone('A'));
  const { messages, subscription } = follow(hub);
  expect(messages).toEqual([{ topic: 'zones', kind: 'full', revision: 1, items: { a: zone('A') } }]);
  subscription.taken();
  hub.set('zones', 'b', zone('B'));
  hub.replace('zones', { b: zone('B2') });
  await clock.advance(100);
  expect(messages.slice(1)).toEqual([{ topic: 'zones', kind: 'change', revision: 2, items: { a: null, b: zone('B2') } }]);
});

test('at most ten messages a second, with the newest value of each key', async () => {
  const clock = new ManualClock();
  const hub = new TopicHub(clock);
  const messages: TopicMessage<'zones'>[] = [];
  const subscription = hub.subscribe('zones', (message) => {
    messages.push(message);
    queueMicrotask(() => subscription.taken());
  });
  for (let count = 1; count <= 200; count += 1) {
    hub.set('zones', 'a', zone(`A${count}`));
    await clock.advance(5);
  }
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.length).toBeLessThanOrEqual(11);
  await clock.advance(100);
  expect(messages.at(-1)?.items).toEqual({ a: zone('A200') });
  expect(messages.map(({ revision }) => revision)).toEqual(messages.map((_, index) => index + 1));
});

test('nothing more is sent before the last message was taken; changes merge meanwhile', async () => {
  const clock = new ManualClock();
  const hub = new TopicHub(clock);
  const { messages, subscription } = follow(hub);
  hub.set('zones', 'a', zone('A'));
  await clock.advance(5000);
  hub.set('zones', 'b', zone('B'));
  hub.set('zones', 'a', zone('A2'));
  await clock.advance(5000);
  expect(messages).toHaveLength(1);
  subscription.taken();
  await clock.advance(0);
  expect(messages).toHaveLength(2);
  expect(messages[1]?.items).toEqual({ a: zone('A2'), b: zone('B') });
});

test('a value that does not differ is no news', async () => {
  const clock = new ManualClock();
  const hub = new TopicHub(clock);
  hub.set('zones', 'a', zone('A'));
  const { messages, subscription } = follow(hub);
  subscription.taken();
  hub.set('zones', 'a', { name: 'A', id: 'z' });
  hub.replace('zones', { a: zone('A') });
  await clock.advance(1000);
  expect(messages).toHaveLength(1);
});

test('each subscriber has its own pace, and one that ended gets nothing', async () => {
  const clock = new ManualClock();
  const hub = new TopicHub(clock);
  const slow = follow(hub);
  const quick = follow(hub);
  const gone = follow(hub);
  quick.subscription.taken();
  gone.subscription.taken();
  hub.set('zones', 'a', zone('A'));
  gone.subscription.end();
  await clock.advance(100);
  expect([slow.messages.length, quick.messages.length, gone.messages.length]).toEqual([1, 2, 1]);
  expect(clock.timers).toBe(0);
});
