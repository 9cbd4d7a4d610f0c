import type { HttpRequest } from '../contract/exchange.ts';
import type { Mutant } from './mutant.ts';

/**
 * The first such request ends the server, which is then started again. That happens after its answer, so that the check
 * must notice the process.
 */
export const endedBy =
  (isFatal: (request: HttpRequest) => boolean): Mutant['create'] =>
  ({ restart }) => {
    let hasEnded = false;
    return {
      intercept: async (request, send) => {
        const answer = await send(request);
        if (!hasEnded && isFatal(request)) {
          hasEnded = true;
          await restart();
        }
        return answer;
      },
    };
  };
