/** The latest values, and the time from which they are complete. */
export interface BoundedHistory<Value> {
  add(at: number, value: Value): void;
  /** Marks the history as incomplete before `at`. */
  incompleteBefore(at: number): void;
  /** The values from `at` on, oldest first. Throws if some of them were dropped. `what` names the values in the error. */
  since(at: number, what: string): readonly Value[];
}

export const boundedHistory = <Value>(limit: number): BoundedHistory<Value> => {
  const entries: { readonly at: number; readonly value: Value }[] = [];
  let completeFrom = Number.NEGATIVE_INFINITY;
  return {
    add: (at, value) => {
      entries.push({ at, value });
      // Dropping a quarter at a time keeps the cost of adding a value low.
      if (entries.length > limit * 1.25)
        for (const dropped of entries.splice(0, entries.length - limit))
          completeFrom = Math.max(completeFrom, dropped.at + 1);
    },
    incompleteBefore: (at) => {
      completeFrom = Math.max(completeFrom, at);
    },
    since: (at, what) => {
      if (at < completeFrom)
        throw new Error(
          `${what} are complete only from ${new Date(completeFrom).toISOString()} on: at most ${limit} are kept, or earlier lines were lost. Query from that time on`,
        );
      return entries.filter((entry) => entry.at >= at).map(({ value }) => value);
    },
  };
};
