import { AssertionError } from 'node:assert';
import { BlockedError, isFinding, messageOf } from '../judgement/check-error.ts';
import { outsideOfChecks } from '../scenarios/aspect-record.ts';
import type { ScenarioContext } from '../scenarios/context.ts';

/** The answer to a call that the target refused; see `accepted` of the suites. */
const refusalOf = (cause: unknown): string =>
  cause instanceof AssertionError && cause.operator === 'accepted' ? `: ${String(cause.actual)}` : '';

/** `given` of a scenario: a finding of the step blocks the checks that rest on it, any other failure stays what it is. */
export const preconditions =
  (normalText: (text: string) => string): ScenarioContext['given'] =>
  async (what, action) => {
    try {
      return await outsideOfChecks(action);
    } catch (cause) {
      if (!isFinding(cause)) throw cause;
      throw new BlockedError(`${what}: ${normalText(`${messageOf(cause)}${refusalOf(cause)}`)}`, { cause });
    }
  };
