/**
 * What a target has or lacks, found by probing it once per storage mode and variant, never by believing.
 * `webhook`: a PipelineVersion written through the Kubernetes API is defaulted (needs the target's manifests).
 * `v1beta1`: the old API answers. `loopback-package-url`: it downloads definitions from loopback.
 */
export const features = ['webhook', 'v1beta1', 'loopback-package-url'] as const;
export type Feature = (typeof features)[number];
export type Features = Readonly<Record<Feature, boolean>>;
