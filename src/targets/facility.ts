/**
 * What a scenario may ask of its target beyond sending it requests; not every environment has all of it.
 * `process`: whether it is still the same one, and restarting it. `object-store`: what it asks its object store for.
 * `database-rows`: a look into its database. `audit-log`: what it asks the Kubernetes API. `exclusive-listing`: a target
 * that nobody else uses. `any-user`: people of any name and in any groups. `replicas`: several replicas of it, each to be
 * reached by itself. `cluster`: it runs in pods behind a Service, with the identity that its cluster gives it, and can be
 * rolled out anew.
 */
export const facilities = [
  'process',
  'object-store',
  'database-rows',
  'audit-log',
  'exclusive-listing',
  'any-user',
  'replicas',
  'cluster',
] as const;
export type Facility = (typeof facilities)[number];
