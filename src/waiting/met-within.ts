import { waitUntil, WaitTimeoutError, type Wait } from './wait-until.ts';

/** Whether `condition` is met before the deadline. For waits whose time-out is not a failure. */
export const metWithin = async (
  deadlineMs: number,
  condition: () => boolean,
  options: Pick<Wait<unknown>, 'slowness' | 'intervalMs'> = {},
): Promise<boolean> => {
  const look = () => (condition() ? { done: true } : { observed: 'not met' });
  try {
    return await waitUntil({ name: 'a condition', deadlineMs, look, ...options });
  } catch (cause) {
    if (cause instanceof WaitTimeoutError) return false;
    throw cause;
  }
};
