import { NoAnswerError } from '../contract/exchange.ts';
import {
  features as featureNames,
  type AssumedFeatures,
  type Feature,
  type FeatureFinding,
} from '../contract/feature.ts';
import { findFeature, type FeatureProbe } from './probes/feature-probe.ts';
import { packageUrlProbe } from './probes/package-url-probe.ts';
import type { ProbeContext } from './probes/probe-context.ts';
import { sharedClusterProbe, sharedNamespaceProbe } from './probes/shared-pipeline-probes.ts';
import { v1beta1Probe } from './probes/v1beta1-probe.ts';
import { webhookProbe } from './probes/webhook-probe.ts';
import { writeRate, type WriteRate } from './probes/write-rate.ts';

export const probes: Readonly<Record<Feature, FeatureProbe>> = {
  webhook: webhookProbe,
  v1beta1: v1beta1Probe,
  'loopback-package-url': packageUrlProbe,
  'shared-namespace': sharedNamespaceProbe,
  'shared-cluster': sharedClusterProbe,
};

/** The result of probing a target. */
export type Probed = AssumedFeatures & WriteRate;

const found = async (feature: Feature, context: ProbeContext): Promise<FeatureFinding> => {
  try {
    return await findFeature(probes[feature], context);
  } catch (cause) {
    if (cause instanceof NoAnswerError) return { state: 'undetermined', because: cause.message, unusable: false };
    throw cause;
  }
};

/**
 * Probes every feature of a target once, except those that are required of it, and measures its write rate. Required
 * features are assumed to be present.
 */
export const probe = async (
  contextOf: (name: string) => ProbeContext,
  required: readonly Feature[],
): Promise<Probed> => {
  const findings = await Promise.all(
    featureNames.map(async (name): Promise<readonly [Feature, FeatureFinding]> => [
      name,
      required.includes(name) ? { state: 'present' } : await found(name, contextOf(name)),
    ]),
  );
  return {
    features: Object.fromEntries(
      findings.flatMap(([name, { state }]) => (state === 'undetermined' ? [] : [[name, state === 'present']])),
    ),
    undeterminedFeatures: Object.fromEntries(
      findings.flatMap(([name, finding]) => (finding.state === 'undetermined' ? [[name, finding.because]] : [])),
    ),
    ...(await writeRate(contextOf('rate'))),
  };
};
