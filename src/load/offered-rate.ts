/** A rate as k6 takes it, in whole numbers: iterations in a number of seconds. */
export interface OfferedRate {
  readonly iterations: number;
  readonly perSeconds: number;
}

/** Above this share of its capacity a server queues, and its latency says more about the rate than about the work. */
const share = 0.6;

/** The planned rate, or where the capacity (iterations a second) does not carry it, a share of the capacity. */
export const offeredRate = (planned: number, capacity: number): OfferedRate => {
  const rate = Math.min(planned, share * capacity);
  if (rate >= 10) return { iterations: Math.floor(rate), perSeconds: 1 };
  if (rate >= 1) return { iterations: Math.floor(rate * 10), perSeconds: 10 };
  return { iterations: Math.max(1, Math.floor(rate * 60)), perSeconds: 60 };
};
