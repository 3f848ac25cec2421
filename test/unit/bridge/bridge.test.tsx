// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { act, render, screen, cleanup } from '@testing-library/react';
import { call, CallError, topicStore, useTopic } from '../../../src-renderer/bridge/bridge.ts';
import type { Bridge } from '../../../src-main/contract/bridge.ts';
import type { TopicMessage } from '../../../src-main/contract/topics.ts';
import type { Zone } from '../../../src-main/contract/words.ts';
import { createTestBridge, fail, type TestBridge } from '../../support/test-bridge.ts';

let bridge: TestBridge;
beforeEach(() => {
  bridge = createTestBridge();
  window.controlRoom = bridge;
});
afterEach(() => {
  cleanup();
  delete window.controlRoom;
});

const zone = (id: string, name = id): Zone => ({ id, name });

test('a call gives the answer of main', async () => {
  bridge.on('watch.join', ({ zoneId }) => ({ url: 'ws://x', token: 't', room: `zone_${zoneId}`, identity: 'i', expiresAt: 1 }));
  await expect(call('watch.join', { zoneId: 'main' })).resolves.toMatchObject({ room: 'zone_main' });
});

test('a refusal is thrown with its code, parameters and retry', async () => {
  bridge.on('camera.retry', () => fail('CAMERA_UNKNOWN', { id: 'gone' }));
  const thrown = await call('camera.retry', { id: 'gone' }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CallError);
  expect(thrown).toMatchObject({ code: 'CAMERA_UNKNOWN', params: { id: 'gone' }, retry: 'never' });
});

test('without a preload, and when the channel fails, main is lost', async () => {
  delete window.controlRoom;
  await expect(call('app.info')).rejects.toMatchObject({ code: 'MAIN_LOST' });
  window.controlRoom = { ...bridge, call: () => Promise.reject(new Error('no channel')) };
  await expect(call('app.info')).rejects.toMatchObject({ code: 'MAIN_LOST', retry: 'auto' });
});

test('a topic is not ready before its full state, then follows changes by key', () => {
  expect(topicStore('zones').get()).toEqual({ items: {}, ready: false });
  bridge.full('zones', { a: zone('a'), b: zone('b') });
  const store = topicStore('zones');
  let heard = 0;
  const end = store.subscribe(() => (heard += 1));
  expect(store.get()).toEqual({ items: { a: zone('a'), b: zone('b') }, ready: true });
  const before = store.get();
  bridge.change('zones', { a: null, c: zone('c', 'Car park') });
  expect(store.get().items).toEqual({ b: zone('b'), c: zone('c', 'Car park') });
  expect(store.get()).not.toBe(before);
  expect(before.items).toHaveProperty('a');
  const told = heard;
  end();
  bridge.change('zones', { b: null });
  expect(heard).toBe(told);
});

test('all listeners of a topic share one subscription', () => {
  const ends = [topicStore('zones').subscribe(() => undefined), topicStore('zones').subscribe(() => undefined)];
  expect(bridge.listeners('zones')).toBe(1);
  for (const end of ends) end();
});

test('a gap in the revisions asks for the full state again', () => {
  let listener: ((message: TopicMessage<'zones'>) => void) | undefined;
  let subscriptions = 0;
  const gappy: Bridge = {
    call: () => Promise.reject(new Error('not asked')),
    subscribe: (_topic, heard) => {
      subscriptions += 1;
      listener = heard as typeof listener;
      return () => undefined;
    },
  };
  window.controlRoom = gappy;
  const store = topicStore('zones');
  store.subscribe(() => undefined);
  listener?.({ topic: 'zones', kind: 'full', revision: 4, items: { a: zone('a') } });
  listener?.({ topic: 'zones', kind: 'change', revision: 4, items: { a: null } });
  expect(store.get().items, 'an old change is ignored').toHaveProperty('a');
  listener?.({ topic: 'zones', kind: 'change', revision: 6, items: { b: zone('b') } });
  expect(subscriptions).toBe(2);
  expect(store.get().items).toEqual({ a: zone('a') });
  listener?.({ topic: 'zones', kind: 'change', revision: 7, items: { c: zone('c') } });
  expect(subscriptions, 'changes before the full state are ignored').toBe(2);
  listener?.({ topic: 'zones', kind: 'full', revision: 7, items: { c: zone('c') } });
  expect(store.get().items).toEqual({ c: zone('c') });
});

test('a component follows a topic', () => {
  const Names = () => <p>{Object.keys(useTopic('zones').items).join(' ')}</p>;
  bridge.full('zones', { a: zone('a') });
  render(<Names />);
  act(() => bridge.change('zones', { b: zone('b') }));
  expect(screen.getByText('a b')).toBeTruthy();
});
