/** What a command did before it cleaned up. */
export interface CleanedUp<Outcome> {
  readonly outcome: Outcome;
  /** The failure of the clean-up, if it failed. */
  readonly failure?: unknown;
}

/**
 * Runs a command that hands over its outcome before it cleans up. A failure before the outcome is known is thrown; one
 * after it is the failure of the clean-up, which must not lose the outcome.
 */
export const withCleanUp = async <Outcome>(
  act: (done: (outcome: Outcome) => void) => Promise<void>,
): Promise<CleanedUp<Outcome>> => {
  const outcomes: Outcome[] = [];
  let failure: unknown;
  try {
    await act((outcome) => void outcomes.push(outcome));
  } catch (cause) {
    if (outcomes.length === 0) throw cause;
    failure = cause;
  }
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('a command ended without an outcome');
  return { outcome, ...(failure !== undefined && { failure }) };
};
