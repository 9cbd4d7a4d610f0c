/** What failed, and then what failed in tidying up after it, in that order. */
export const failuresOf = (failure: unknown): readonly unknown[] =>
  failure instanceof SuppressedError ? [...failuresOf(failure.suppressed), ...failuresOf(failure.error)] : [failure];

/** What failed first, where tidying up after it failed too. */
export const firstFailure = (failure: unknown): unknown => failuresOf(failure)[0];
