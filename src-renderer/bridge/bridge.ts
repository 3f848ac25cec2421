/** The renderer's one way to main: calls that throw `CallError`, and topics as stores React can read. */
import './no-eval.ts';
import { useSyncExternalStore } from 'react';
import type { Bridge } from '#contract/bridge.ts';
import type { CallInput, CallOutput } from '#contract/calls.ts';
import type { ErrorShape, FaultCode } from '#contract/faults.ts';
import type { CallName, TopicName } from '#contract/names.ts';
import type { TopicItem, TopicMessage } from '#contract/topics.ts';
import type { Params } from '#contract/words.ts';

declare global {
  interface Window {
    controlRoom?: Bridge;
  }
}

/** A call that main refused (its code) or could not answer (`MAIN_LOST`). */
export class CallError extends Error implements ErrorShape {
  override readonly name = 'CallError';
  readonly code: FaultCode;
  readonly params: Params;
  readonly retry: ErrorShape['retry'];

  constructor(shape: ErrorShape, options?: { cause?: unknown }) {
    super(`${shape.code} ${JSON.stringify(shape.params)}`, options);
    this.code = shape.code;
    this.params = shape.params;
    this.retry = shape.retry;
  }
}

const mainLost = (cause: unknown) => new CallError({ code: 'MAIN_LOST', params: {}, retry: 'auto' }, { cause });

/** Any thrown value as the error of a call; what no call could have thrown is `INTERNAL`. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  return new CallError({ code: 'INTERNAL', params: {}, retry: 'person' }, { cause: thrown });
}

type Argument<N extends CallName> = undefined extends CallInput<N> ? [input?: CallInput<N>] : [input: CallInput<N>];

/** Asks main. Throws `CallError`. */
export async function call<N extends CallName>(name: N, ...[input]: Argument<N>): Promise<CallOutput<N>> {
  const bridge = window.controlRoom;
  if (!bridge) throw mainLost('the preload is absent');
  const result = await bridge.call(name, input as CallInput<N>).catch((cause: unknown) => {
    throw mainLost(cause);
  });
  if (!result.ok) throw new CallError(result.error);
  return result.value;
}

/** A topic as this window has it. `items` is a new object after every change; `ready` once the full state has come. */
export interface TopicState<T extends TopicName> {
  readonly items: Readonly<Record<string, TopicItem<T>>>;
  readonly ready: boolean;
}

export interface TopicStore<T extends TopicName> {
  readonly get: () => TopicState<T>;
  /** The listener hears that something changed. Returns a function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Subscribes at the first listener and stays subscribed: topics are small, and places are opened again and again. */
function createTopicStore<T extends TopicName>(bridge: Bridge, topic: T): TopicStore<T> {
  let state: TopicState<T> = { items: {}, ready: false };
  /** Null until the full state has come. */
  let revision: number | null = null;
  let end: (() => void) | undefined;
  const listeners = new Set<() => void>();

  const take = (message: TopicMessage<T>) => {
    if (message.kind === 'full') {
      state = { items: message.items, ready: true };
    } else {
      if (revision === null || message.revision <= revision) return;
      if (message.revision !== revision + 1) return restart();
      const items = { ...state.items };
      for (const [key, item] of Object.entries(message.items)) {
        if (item === null) delete items[key];
        else items[key] = item;
      }
      state = { items, ready: true };
    }
    revision = message.revision;
    for (const listener of [...listeners]) listener();
  };
  const start = () => {
    end = bridge.subscribe(topic, take);
  };
  const restart = () => {
    end?.();
    revision = null;
    start();
  };

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      if (!end) start();
      return () => listeners.delete(listener);
    },
  };
}

const storesOf = new WeakMap<Bridge, Map<TopicName, unknown>>();
const absentBridge: Bridge = { call: () => Promise.reject(new Error('the preload is absent')), subscribe: () => () => undefined };

/** The store of one topic, the same for every caller in this window. */
export function topicStore<T extends TopicName>(topic: T): TopicStore<T> {
  const bridge = window.controlRoom ?? absentBridge;
  const stores = storesOf.get(bridge) ?? new Map<TopicName, unknown>();
  storesOf.set(bridge, stores);
  const store = (stores.get(topic) as TopicStore<T> | undefined) ?? createTopicStore(bridge, topic);
  stores.set(topic, store);
  return store;
}

export function useTopic<T extends TopicName>(topic: T): TopicState<T> {
  const store = topicStore(topic);
  return useSyncExternalStore(store.subscribe, store.get);
}
