interface Slot<Answer> {
  running: Promise<unknown>;
  next: Promise<Answer> | undefined;
}

/**
 * Coalesces concurrent reads of one key, without returning a result older than its call: a call during a read waits for
 * the next read, together with all others until that starts. So each key has at most one read at a time.
 */
export class CoalescedReads<Answer> {
  readonly #turns = new Map<string, Slot<Answer>>();

  read(key: string, question: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#turns.get(key);
    if (turn?.next) return turn.next;
    if (!turn) {
      const first: Slot<Answer> = { running: Promise.resolve(), next: undefined };
      this.#turns.set(key, first);
      return this.#run(key, first, question);
    }
    const begin = (): Promise<Answer> => {
      turn.next = undefined;
      return this.#run(key, turn, question);
    };
    return (turn.next = turn.running.then(begin, begin));
  }

  #run(key: string, turn: Slot<Answer>, question: () => Promise<Answer>): Promise<Answer> {
    const answer = question();
    const ended = (): void => {
      if (turn.next === undefined && turn.running === underWay) this.#turns.delete(key);
    };
    const underWay: Promise<unknown> = answer.then(ended, ended);
    turn.running = underWay;
    return answer;
  }
}
