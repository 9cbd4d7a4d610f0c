import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keptLabel } from '../../containers/kept-label.ts';
import { identify, type ProcessIdentity } from '../../processes/process-identity.ts';

/** The labels by which kind's own commands find a cluster and its nodes. */
const kindCluster = 'io.x-k8s.kind.cluster';
const kindRole = 'io.x-k8s.kind.role';

/** The run that started a container or network, and the process that owns it. */
export const runLabel = 'kfp-conformance.run';
export const ownerLabel = 'kfp-conformance.owner';
/** Distinguishes clusters with the same name. */
export const instanceLabel = 'kfp-conformance.instance';

const identitySchema = z.object({ pid: z.number().int().positive(), start: z.string(), scope: z.string() });

export type Labels = Readonly<Record<string, string>>;

/** The labels of all resources of one cluster that this process owns. */
export const ownedLabels = (runId: string, kept: boolean): Labels => ({
  [instanceLabel]: randomUUID(),
  [runLabel]: runId,
  [ownerLabel]: JSON.stringify(identify(process.pid)),
  [keptLabel]: String(kept),
});

/** The labels by which kind finds a node's container. */
export const nodeLabels = (cluster: string): Labels => ({
  [kindCluster]: cluster,
  [kindRole]: 'control-plane',
});

/** The cluster that a container is a node of. */
export const clusterOf = (labels: Labels): string | undefined => labels[kindCluster];

/** The process that owns a resource with these labels; undefined if the owner label is missing or invalid. */
export const ownerOf = (labels: Labels): ProcessIdentity | undefined => {
  const owner = labels[ownerLabel];
  return owner === undefined ? undefined : identitySchema.safeParse(JSON.parse(owner)).data;
};

export const isKept = (labels: Labels): boolean => labels[keptLabel] === 'true';
