interface Slot<Value> {
  running: Promise<unknown>;
  next: Promise<Value> | undefined;
}

/**
 * Coalesces concurrent reads of one key, without returning a result older than its call: a call during a read waits for
 * the next read, together with all others until that starts. So each key has at most one read at a time.
 */
export class CoalescedReads<Value> {
  readonly #slots = new Map<string, Slot<Value>>();

  read(key: string, send: () => Promise<Value>): Promise<Value> {
    const slot = this.#slots.get(key);
    if (slot?.next) return slot.next;
    if (!slot) {
      const first: Slot<Value> = { running: Promise.resolve(), next: undefined };
      this.#slots.set(key, first);
      return this.#run(key, first, send);
    }
    const begin = (): Promise<Value> => {
      slot.next = undefined;
      return this.#run(key, slot, send);
    };
    return (slot.next = slot.running.then(begin, begin));
  }

  #run(key: string, slot: Slot<Value>, send: () => Promise<Value>): Promise<Value> {
    const result = send();
    const end = (): void => {
      if (slot.next === undefined && slot.running === running) this.#slots.delete(key);
    };
    const running: Promise<unknown> = result.then(end, end);
    slot.running = running;
    return result;
  }
}
