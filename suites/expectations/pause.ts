/** Waits: for time to pass that a requirement speaks of, never for a target to become right. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
