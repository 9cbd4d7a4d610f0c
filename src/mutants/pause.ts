import { setTimeout } from 'node:timers/promises';

/** Waits for so many milliseconds, as a server does that is slow. */
export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds);
