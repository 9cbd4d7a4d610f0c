interface Lock {
  /** Negative: held by one writer; positive: the number of sharers. */
  holders: number;
  readonly waiting: { readonly exclusive: boolean; readonly enter: () => void }[];
}

const admit = (lock: Lock): void => {
  for (;;) {
    const next = lock.waiting[0];
    if (!next || (next.exclusive ? lock.holders !== 0 : lock.holders < 0)) return;
    lock.waiting.shift();
    lock.holders += next.exclusive ? -1 : 1;
    next.enter();
  }
};

/**
 * Locks by key, held by many sharers or by one writer, first come first served. They serialize the creation of a
 * version with the deletion of its pipeline (VER-31), and concurrent deletions of one pipeline (CRUD-39).
 */
export class SharedLocks {
  readonly #locks = new Map<string, Lock>();

  shared<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    return this.#hold(key, false, task);
  }

  exclusive<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    return this.#hold(key, true, task);
  }

  async #hold<Result>(key: string, exclusive: boolean, task: () => Promise<Result>): Promise<Result> {
    let lock = this.#locks.get(key);
    if (!lock) this.#locks.set(key, (lock = { holders: 0, waiting: [] }));
    const held = lock;
    await new Promise<void>((enter) => {
      held.waiting.push({ exclusive, enter });
      admit(held);
    });
    try {
      return await task();
    } finally {
      held.holders += exclusive ? 1 : -1;
      admit(held);
      if (held.holders === 0) this.#locks.delete(key);
    }
  }
}
