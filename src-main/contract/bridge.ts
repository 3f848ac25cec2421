/** What the preload puts on `window.controlRoom`, and the channels behind it. */
import type { CallInput, CallOutput } from './calls.ts';
import type { Result } from './faults.ts';
import type { CallName, TopicName } from './names.ts';
import type { TopicMessage } from './topics.ts';

export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** The listener is called with the full state first. Returns a function that ends the subscription. */
  subscribe<T extends TopicName>(topic: T, listener: (message: TopicMessage<T>) => void): () => void;
}

export const channels = {
  call: 'contract:call',
  subscribe: 'contract:subscribe',
  unsubscribe: 'contract:unsubscribe',
  topic: 'contract:topic',
  /** Page → main: the newest message of a topic has been handled (back-pressure). */
  taken: 'contract:taken',
} as const;
