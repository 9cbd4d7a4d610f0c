/** The first failure, followed by the failures of the clean-up after it. */
export const failuresOf = (failure: unknown): readonly unknown[] =>
  failure instanceof SuppressedError ? [...failuresOf(failure.suppressed), ...failuresOf(failure.error)] : [failure];

/** The original failure, even if the clean-up after it failed too. */
export const firstFailure = (failure: unknown): unknown => failuresOf(failure)[0];
