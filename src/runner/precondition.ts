import { BlockedError, isFinding, messageOf } from '../judgement/check-error.ts';
import { outsideOfChecks } from '../scenarios/aspect-record.ts';
import type { ScenarioContext } from '../scenarios/context.ts';
import { refusalDetail } from './refusal-detail.ts';

/** `given` of a scenario: a finding of the step blocks the checks that rest on it, any other failure stays what it is. */
export const preconditions =
  (normalText: (text: string) => string): ScenarioContext['given'] =>
  async (what, action) => {
    try {
      return await outsideOfChecks(action);
    } catch (cause) {
      if (!isFinding(cause)) throw cause;
      const detail = refusalDetail(cause);
      const refusal = detail === undefined ? '' : `: ${detail}`;
      throw new BlockedError(`${what}: ${normalText(`${messageOf(cause)}${refusal}`)}`, { cause });
    }
  };
