import { features as featureNames, type Features } from '../contract/feature.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { unmetFeature } from './unmet-precondition.ts';

/** An assumption of the run that was left open: what depends on it is an error, and says nothing about the target. */
export class OpenAssumptionError extends Error {
  readonly code = 'open-assumption';

  constructor(message: string) {
    super(message);
    this.name = 'OpenAssumptionError';
  }
}

/** The features of a target for a scenario. To read one whose probe was undecided throws an OpenAssumptionError. */
export const knownFeatures = (target: Pick<StartedTarget, 'features' | 'undeterminedFeatures'>): Features =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      featureNames.map((name) => [
        name,
        {
          enumerable: true,
          get: () => {
            const unmet = unmetFeature([name], target);
            if (unmet?.outcome === 'error') throw new OpenAssumptionError(unmet.message);
            return unmet === undefined;
          },
        },
      ]),
    ),
  ) as Features;

/** Throws an OpenAssumptionError if the write rate of a target could not be measured. */
export const requireKnownRate = ({ undeterminedRate }: Pick<StartedTarget, 'undeterminedRate'>): void => {
  if (undeterminedRate !== undefined)
    throw new OpenAssumptionError(`the write rate could not be measured: ${undeterminedRate}`);
};

/** The target for a scenario. To read a write rate that could not be measured throws an OpenAssumptionError. */
export const withKnownRate = (target: StartedTarget): StartedTarget => {
  if (target.undeterminedRate === undefined) return target;
  return Object.defineProperty({ ...target }, 'writesPerSecond', {
    enumerable: true,
    get: () => requireKnownRate(target),
  });
};
