/** What failed first, where tidying up after it failed too. */
export const firstFailure = (failure: unknown): unknown =>
  failure instanceof SuppressedError ? firstFailure(failure.suppressed) : failure;
