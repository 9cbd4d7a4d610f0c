/** Lets guests in: many at a time, or one alone, each in turn. */
export interface Doorkeeper {
  /** Resolves when the guest is in, with what lets them out; rejects with the signal's reason when aborted. */
  enter(alone: boolean): Promise<() => void>;
}

interface Waiter {
  readonly alone: boolean;
  readonly comeIn: () => void;
}

export const doorkeeper = (signal: AbortSignal): Doorkeeper => {
  const queue: Waiter[] = [];
  let inside = 0;
  let alone = false;
  /** Strictly in turn: who wants to be alone is not kept waiting by those who come later. */
  const open = (): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (alone || (first.alone && inside > 0)) return;
      queue.shift();
      inside += 1;
      alone = first.alone;
      first.comeIn();
    }
  };
  return {
    enter: (wantsToBeAlone) =>
      new Promise((resolve, reject) => {
        const turnedAway = (): void => reject(signal.reason as Error);
        if (signal.aborted) {
          turnedAway();
          return;
        }
        signal.addEventListener('abort', turnedAway, { once: true });
        let isIn = true;
        const leave = (): void => {
          if (!isIn) return;
          isIn = false;
          inside -= 1;
          alone = false;
          open();
        };
        queue.push({
          alone: wantsToBeAlone,
          comeIn: () => {
            signal.removeEventListener('abort', turnedAway);
            resolve(leave);
          },
        });
        open();
      }),
  };
};
