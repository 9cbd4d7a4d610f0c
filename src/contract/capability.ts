/**
 * What a scenario may ask of its target beyond sending it requests; not every environment has all of it.
 * `process`: whether it is still the same one, and restarting it. `object-store`: what it asks its object store for.
 * `database-rows`: a look into its database. `audit-log`: what it asks the Kubernetes API. `exclusive-listing`: a target
 * that nobody else uses. `any-user`: people of any name and in any groups. `replicas`: several replicas of it, each to be
 * reached by itself. `cluster`: it runs in pods behind a Service, with the identity that its cluster gives it, and can be
 * rolled out anew. `cluster-roles`: roles of any rules in the whole cluster. `shared-roles`: roles about the pipelines that
 * it keeps for everybody. `pipeline-objects`: pipelines are read and written through the Kubernetes API, where they are kept
 * there; the lane that writes so needs it without saying.
 */
export const capabilities = [
  'process',
  'object-store',
  'database-rows',
  'audit-log',
  'exclusive-listing',
  'any-user',
  'replicas',
  'cluster',
  'cluster-roles',
  'shared-roles',
  'pipeline-objects',
] as const;
export type Capability = (typeof capabilities)[number];

/** Throws where a scenario uses what takes a capability that it does not ask for. */
export type RequireCapability = (need: Capability, what: string) => void;
