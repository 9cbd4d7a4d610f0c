/**
 * Abilities of a target and its environment beyond answering requests; a scenario declares those that it uses, and not
 * every environment offers all of them. `process`: observe and restart its processes. `object-store`: count its
 * requests to the object store. `database-rows`: read its database. `audit-log`: read its requests to the Kubernetes
 * API. `exclusive-listing`: a target that no other scenario uses. `any-user`: users of any name and with any groups.
 * `replicas`: several replicas that can be addressed separately. `cluster`: it runs in pods behind a Service, with the
 * identity of its pod, and can be rolled out again. `cluster-roles`: create cluster roles with any rules.
 * `shared-roles`: create roles for shared pipelines. `pipeline-objects`: read and write pipelines through the
 * Kubernetes API where they are stored there; the lane that writes this way requires it implicitly.
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

/** Throws if a scenario uses a capability that it does not declare. */
export type RequireCapability = (capability: Capability, usedFor: string) => void;
