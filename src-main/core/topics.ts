/** Keyed collections that windows follow: all of a topic first, then what changed, never faster than a subscriber takes it. */
import type { TopicName } from '#contract/names.ts';
import { ONLY, type TopicItem, type TopicMessage } from '#contract/topics.ts';
import { sameValue } from './same-value.ts';
import type { Clock } from './ports.ts';

/** At most ten messages a second for each subscriber. */
const MESSAGE_INTERVAL_MS = 100;

export interface TopicSubscription {
  /** The subscriber has handled the last message; until then it gets no other one. */
  taken(): void;
  end(): void;
}

type Items<T extends TopicName> = Record<string, TopicItem<T>>;

export class TopicHub {
  readonly #clock: Clock;
  readonly #collections = new Map<TopicName, Map<string, unknown>>();
  readonly #subscribers = new Map<TopicName, Set<Subscriber>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the topic holds now. The items are shared: do not change them. */
  read<T extends TopicName>(topic: T): Items<T> {
    return Object.fromEntries(this.#collection(topic)) as Items<T>;
  }

  item<T extends TopicName>(topic: T, key: string): TopicItem<T> | null {
    return (this.#collection(topic).get(key) as TopicItem<T> | undefined) ?? null;
  }

  set<T extends TopicName>(topic: T, key: string, item: TopicItem<T>): void {
    const collection = this.#collection(topic);
    if (sameValue(collection.get(key), item)) return;
    collection.set(key, item);
    this.#changed(topic, key);
  }

  setOnly<T extends TopicName>(topic: T, item: TopicItem<T>): void {
    this.set(topic, ONLY, item);
  }

  /** Makes the topic hold exactly these items; only differences reach subscribers. */
  replace<T extends TopicName>(topic: T, items: Items<T>): void {
    const collection = this.#collection(topic);
    for (const key of [...collection.keys()]) {
      if (!Object.hasOwn(items, key)) {
        collection.delete(key);
        this.#changed(topic, key);
      }
    }
    for (const [key, item] of Object.entries(items)) this.set(topic, key, item);
  }

  /** Sends all of the topic before it returns. Revisions count the messages of this subscription, by one. */
  subscribe<T extends TopicName>(topic: T, send: (message: TopicMessage<T>) => void): TopicSubscription {
    const collection = this.#collection(topic);
    const subscribers = this.#subscribers.get(topic) ?? new Set<Subscriber>();
    this.#subscribers.set(topic, subscribers);
    const subscriber = new Subscriber(this.#clock, (revision, kind, keys) => {
      const items = Object.fromEntries(keys.map((key) => [key, collection.get(key) ?? null]));
      send({ topic, kind, revision, items } as TopicMessage<T>);
    });
    subscribers.add(subscriber);
    subscriber.begin([...collection.keys()]);
    return {
      taken: () => subscriber.taken(),
      end: () => {
        subscriber.end();
        subscribers.delete(subscriber);
      },
    };
  }

  #collection(topic: TopicName): Map<string, unknown> {
    let collection = this.#collections.get(topic);
    if (!collection) this.#collections.set(topic, (collection = new Map<string, unknown>()));
    return collection;
  }

  #changed(topic: TopicName, key: string): void {
    for (const subscriber of this.#subscribers.get(topic) ?? []) subscriber.mark(key);
  }
}

/** Collects changed keys and sends their newest values when the interval has passed and the last message was taken. */
class Subscriber {
  readonly #changedKeys = new Set<string>();
  #revision = 0;
  #awaitingTaken = false;
  #lastSentAt = 0;
  #cancelTimer: (() => void) | null = null;
  #ended = false;

  constructor(
    readonly clock: Clock,
    readonly send: (revision: number, kind: 'full' | 'change', keys: string[]) => void,
  ) {}

  begin(keys: string[]): void {
    this.#send('full', keys);
  }

  mark(key: string): void {
    this.#changedKeys.add(key);
    this.#schedule();
  }

  taken(): void {
    this.#awaitingTaken = false;
    this.#schedule();
  }

  end(): void {
    this.#ended = true;
    this.#cancelTimer?.();
  }

  #schedule(): void {
    if (this.#ended || this.#awaitingTaken || this.#cancelTimer || this.#changedKeys.size === 0) return;
    const dueInMs = Math.max(0, this.#lastSentAt + MESSAGE_INTERVAL_MS - this.clock.monotonic());
    this.#cancelTimer = this.clock.after(dueInMs, () => {
      this.#cancelTimer = null;
      const keys = [...this.#changedKeys];
      this.#changedKeys.clear();
      this.#send('change', keys);
    });
  }

  #send(kind: 'full' | 'change', keys: string[]): void {
    this.#awaitingTaken = true;
    this.#lastSentAt = this.clock.monotonic();
    this.#revision += 1;
    this.send(this.#revision, kind, keys);
  }
}
