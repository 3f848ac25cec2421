/** A bridge for page tests: answers are parsed by the contract's own schemas, so that it cannot promise what main could not say. */
import type { Bridge } from '../../src-main/contract/bridge.ts';
import { calls, type CallInput, type CallOutput } from '../../src-main/contract/calls.ts';
import { AppError, type FaultCode } from '../../src-main/contract/faults.ts';
import { callNames, type CallName, type TopicName } from '../../src-main/contract/names.ts';
import { topics, type TopicItem, type TopicMessage } from '../../src-main/contract/topics.ts';
import type { Params } from '../../src-main/contract/words.ts';

type Handler<N extends CallName> = (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
type Handlers = { [N in CallName]?: Handler<N> };
type Items<T extends TopicName> = Record<string, TopicItem<T>>;

interface Topic {
  revision: number;
  items: Record<string, unknown>;
  listeners: Set<(message: TopicMessage) => void>;
}

export interface TestBridge extends Bridge {
  /** Every call made, in order, with its parsed input. */
  readonly made: { name: CallName; input: unknown }[];
  on<N extends CallName>(name: N, handler: Handler<N>): void;
  /** Replaces a whole topic. */
  full<T extends TopicName>(topic: T, items: Items<T>): void;
  /** Sets keys; null removes one. */
  change<T extends TopicName>(topic: T, items: Record<string, TopicItem<T> | null>): void;
  /** From now on no call is answered, as if main hung. */
  hang(): void;
  /** Answers again. Calls made meanwhile stay unanswered. */
  wake(): void;
  /** How many listeners a topic has at main's side. */
  listeners(topic: TopicName): number;
}

export const fail = (code: FaultCode, params: Params = {}): never => {
  throw new AppError(code, params);
};

export function createTestBridge(handlers: Handlers = {}): TestBridge {
  const table: Partial<Record<CallName, Handler<never>>> = { ...handlers };
  const state = new Map<TopicName, Topic>();
  const made: TestBridge['made'] = [];
  let hung = false;

  const topicOf = (name: TopicName): Topic => {
    const topic = state.get(name) ?? { revision: 0, items: {}, listeners: new Set() };
    state.set(name, topic);
    return topic;
  };
  const send = (topic: Topic, message: unknown) => {
    for (const listener of topic.listeners) listener(message as TopicMessage);
  };

  return {
    made,
    async call(name, input) {
      const parsed = calls[name].input.safeParse(input);
      made.push({ name, input: parsed.data });
      if (hung) return new Promise(() => undefined);
      if (!callNames.includes(name)) throw new Error(`no such call: ${name}`);
      if (!parsed.success) return { ok: false, error: new AppError('INPUT_INVALID', { reason: parsed.error.message }).shape };
      const handler = table[name];
      if (!handler) throw new Error(`the test has no answer for ${name}`);
      try {
        const value: unknown = await handler(parsed.data as never);
        return { ok: true, value: calls[name].output.parse(value) as CallOutput<typeof name> };
      } catch (cause) {
        if (cause instanceof AppError) return { ok: false, error: cause.shape };
        throw cause;
      }
    },
    subscribe(name, listener) {
      const topic = topicOf(name);
      const heard = listener as (message: TopicMessage) => void;
      topic.listeners.add(heard);
      heard({ topic: name, kind: 'full', revision: topic.revision, items: topic.items } as TopicMessage);
      return () => topic.listeners.delete(heard);
    },
    on(name, handler) {
      table[name] = handler;
    },
    full(name, items) {
      const topic = topicOf(name);
      topic.revision += 1;
      topic.items = Object.fromEntries(Object.entries(items).map(([key, item]) => [key, topics[name].parse(item)]));
      send(topic, { topic: name, kind: 'full', revision: topic.revision, items: topic.items });
    },
    change(name, items) {
      const topic = topicOf(name);
      topic.revision += 1;
      const parsed = Object.fromEntries(
        Object.entries(items).map(([key, item]) => [key, item === null ? null : topics[name].parse(item)]),
      );
      topic.items = Object.fromEntries(Object.entries({ ...topic.items, ...parsed }).filter(([, item]) => item !== null));
      send(topic, { topic: name, kind: 'change', revision: topic.revision, items: parsed });
    },
    hang() {
      hung = true;
    },
    wake() {
      hung = false;
    },
    listeners: (name) => topicOf(name).listeners.size,
  };
}
