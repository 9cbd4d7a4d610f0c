import type { Interceptor } from '../contract/exchange.ts';
import { matches, type Match } from './rewrite.ts';

/** A counter of occasions: true at every `every`-th call. */
export const everyNth = (every: number): (() => boolean) => {
  let count = 0;
  return () => {
    count += 1;
    return count % every === 0;
  };
};

/** The defect shows only at every `every`-th matching request of a surface; all other requests are handled rightly. */
export const sporadic = (every: number, match: Match, defective: Interceptor): Interceptor => {
  const due = { rest: everyNth(every), kubernetes: everyNth(every) };
  return (request, send, surface, replica) =>
    matches(match, request, surface) && due[surface]() ? defective(request, send, surface, replica) : send(request);
};
