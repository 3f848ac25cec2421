/** One host's pushers, asked for by many at once: a listing under way is never given to somebody who asked after it began. */
import type { HostPort, ObservedPusher } from '../ports.ts';

type Listing = Promise<ReadonlyMap<string, ObservedPusher>>;

export class HostLook {
  #running: Listing | null = null;
  #next: Listing | null = null;

  constructor(readonly host: HostPort) {}

  /** Pushers by name, as they are at some time after the call. */
  list(): Listing {
    if (!this.#running) return (this.#running = this.#run());
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return (this.#running = this.#run());
      });
    return this.#next;
  }

  #run(): Listing {
    const listing: Listing = this.host
      .list()
      .then((pushers) => new Map(pushers.map((pusher) => [pusher.name, pusher])))
      .finally(() => {
        if (this.#running === listing) this.#running = null;
      });
    return listing;
  }
}
