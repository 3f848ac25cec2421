/** Work by key: one worker for a key, repeats collapse, and only so many at once for a group. */

/** Enough to bring a wall up quickly without drowning a host in process starts. */
export const WIDTH_PER_GROUP = 4;

interface Group {
  waiting: Set<string>;
  running: Set<string>;
  /** Marked while they ran: they run once more. */
  again: Set<string>;
}

export class DirtyQueue {
  readonly #groups = new Map<string, Group>();
  #ended = false;

  /** `work` must not reject. */
  constructor(
    readonly work: (key: string) => Promise<void>,
    readonly groupOf: (key: string) => string,
  ) {}

  mark(key: string): void {
    if (this.#ended) return;
    const group = this.#group(key);
    if (group.running.has(key)) group.again.add(key);
    else group.waiting.add(key);
    this.#pump(group);
  }

  /** Nothing new begins. */
  end(): void {
    this.#ended = true;
    for (const group of this.#groups.values()) {
      group.waiting.clear();
      group.again.clear();
    }
  }

  #group(key: string): Group {
    const name = this.groupOf(key);
    let group = this.#groups.get(name);
    if (!group) this.#groups.set(name, (group = { waiting: new Set(), running: new Set(), again: new Set() }));
    return group;
  }

  #pump(group: Group): void {
    for (const key of group.waiting) {
      if (group.running.size >= WIDTH_PER_GROUP) return;
      group.waiting.delete(key);
      group.running.add(key);
      void this.work(key).then(() => {
        group.running.delete(key);
        if (group.again.delete(key)) group.waiting.add(key);
        this.#pump(group);
      });
    }
  }
}
