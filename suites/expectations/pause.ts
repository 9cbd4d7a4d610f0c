/** Waits for a period that a requirement is about. It must not be used to wait for a state of the target. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
