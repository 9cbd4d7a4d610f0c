/**
 * What a target has or lacks, found by probing it once per storage mode and variant, never by believing.
 * `webhook`: a PipelineVersion written through the Kubernetes API is defaulted (needs the target's manifests).
 * `v1beta1`: the old API answers. `loopback-package-url`: it downloads definitions from loopback.
 * `shared-namespace`: in multi-user mode on Kubernetes, what is created without namespace is an ordinary pipeline of the
 * namespace that SHARED_PIPELINES_NAMESPACE names. `shared-cluster`: it is an object of a cluster-scoped kind.
 */
export const features = ['webhook', 'v1beta1', 'loopback-package-url', 'shared-namespace', 'shared-cluster'] as const;
export type Feature = (typeof features)[number];
export type Features = Readonly<Record<Feature, boolean>>;

/** Of a target that has not been tried. */
export const noFeatures = Object.fromEntries(features.map((feature) => [feature, false])) as Features;
