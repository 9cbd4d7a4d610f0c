/** The latest of what happened, and since when that is all of it. */
export interface BoundedHistory<Value> {
  add(at: number, value: Value): void;
  /** From now on nothing before `at` is known to be all there was. */
  incompleteBefore(at: number): void;
  /** Oldest first. Throws when some of it was dropped. `what` names it for the error. */
  since(at: number, what: string): readonly Value[];
}

export const boundedHistory = <Value>(limit: number): BoundedHistory<Value> => {
  const entries: { readonly at: number; readonly value: Value }[] = [];
  let completeFrom = Number.NEGATIVE_INFINITY;
  return {
    add: (at, value) => {
      entries.push({ at, value });
      // Dropped a quarter at a time, so that one more costs nothing.
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
          `${what} are kept since ${new Date(completeFrom).toISOString()} only, for there were more than ${limit}: ask for those since then`,
        );
      return entries.filter((entry) => entry.at >= at).map(({ value }) => value);
    },
  };
};
