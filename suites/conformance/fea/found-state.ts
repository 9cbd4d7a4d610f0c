import type { Feature, FeatureFinding } from '../../../src/contract/feature.ts';
import { probes } from '../../../src/targets/probe.ts';
import { findFeature } from '../../../src/targets/probes/feature-probe.ts';
import type { ProbeContext } from '../../../src/targets/probes/probe-context.ts';

/**
 * What the probe of a feature shows. Throws a NoAnswerError without an answer, and another error if the answer cannot
 * come from a KFP server.
 */
export const foundState = async (feature: Feature, context: ProbeContext): Promise<FeatureFinding['state']> => {
  const found = await findFeature(probes[feature], context);
  if (found.state === 'undetermined' && found.unusable)
    throw new Error(`${found.because}: no KFP server answers so; is something else at the address of the target?`);
  return found.state;
};
