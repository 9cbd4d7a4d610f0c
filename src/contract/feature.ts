/**
 * Features that a target may have, detected by probing it once for each storage mode and variant, or required of it
 * (`requiredFeatures`). `webhook`: a PipelineVersion written through the Kubernetes API gets its defaults (requires the
 * target's manifests). `v1beta1`: the v1beta1 API answers. `loopback-package-url`: it downloads definitions from
 * loopback addresses. `shared-namespace`: in multi-user mode with Kubernetes storage, a pipeline created without a
 * namespace is an ordinary pipeline in the namespace of SHARED_PIPELINES_NAMESPACE. `shared-cluster`: such a pipeline is
 * an object of a cluster-scoped kind.
 */
export const features = ['webhook', 'v1beta1', 'loopback-package-url', 'shared-namespace', 'shared-cluster'] as const;
export type Feature = (typeof features)[number];
export type Features = Readonly<Record<Feature, boolean>>;

/**
 * The features that a target may lack and still conform. The others are required of it, or of its environment.
 */
export const optionalFeatures: ReadonlySet<Feature> = new Set<Feature>([
  'v1beta1',
  'shared-namespace',
  'shared-cluster',
]);

/** The features of a target that has not been probed. */
export const noFeatures = Object.fromEntries(features.map((feature) => [feature, false])) as Features;

/** What a run assumes about the features of a target. Each feature is in exactly one of the two records. */
export interface AssumedFeatures {
  /** Features known to be present or absent. */
  readonly features: Partial<Features>;
  /** Features whose probe showed neither, with what happened instead. */
  readonly undeterminedFeatures: Readonly<Partial<Record<Feature, string>>>;
}

/**
 * The result of one probe. `because`: the answer or the setting that shows it. `unusable`: the answer cannot come from a
 * KFP server, so it says nothing about the target.
 */
export type FeatureFinding =
  | { readonly state: 'present' }
  | { readonly state: 'absent'; readonly because: string }
  | { readonly state: 'undetermined'; readonly because: string; readonly unusable: boolean };
