interface Slot<Answer> {
  running: Promise<unknown>;
  next: Promise<Answer> | undefined;
}

/**
 * Answers to questions that several may have at once, none of which is older than its question: who comes while one is under
 * way waits for the next one, together with all who come until that begins. So there is one question under way per key at a
 * time, however many ask.
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
