import type { Connection } from '../../../clients/connection.ts';
import { kfpClient } from '../../../clients/kfp.ts';
import type { ConnectedInstallation } from '../connection/connect.ts';
import { offersPipelineObjects, sharedGrantNamespaces } from '../preflight/offers.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { ownNamespaces } from './own-namespaces.ts';
import type { Ownership } from './ownership.ts';
import type { RemovalOptions } from './remove-own.ts';
import type { RestListing } from './rest-pipelines.ts';

/** The user as whom the harness itself lists and removes pipelines by REST. */
export interface CleanupUser {
  /** `''`: the user who runs the harness. */
  readonly name: string;
  readonly connection: Connection;
}

/** The data needed to find and remove the objects of a run in an installation. */
export interface CleanupContext {
  readonly connected: ConnectedInstallation;
  readonly found: Preflight;
  readonly user: CleanupUser;
  readonly ownership: Ownership;
  /** Namespaces in which the run has had pipelines, including deleted ones, whose rows remain in a database. */
  readonly usedNamespaces: Set<string>;
}

const timeoutMs = 60_000;

/** The REST listings in which to look for pipelines; none if the Kubernetes API lists every pipeline. */
export const listingsOf = async (
  { connected: { cluster }, found, user, usedNamespaces }: CleanupContext,
  ownership: Ownership,
): Promise<readonly RestListing[]> => {
  if (found.storage.mode === 'kubernetes' && offersPipelineObjects(found)) return [];
  const kfp = kfpClient(user.connection, { record: () => {}, timeoutMs });
  if (!found.health.multiUser) return [{ kfp }];
  const namespaces = new Set([...found.pool, ...usedNamespaces, ...(await ownNamespaces(cluster, ownership))]);
  return [{ kfp }, ...[...namespaces].map((namespace) => ({ kfp, namespace }))];
};

/** The options for removing every object of the run, except the roles and bindings that the clean-up user still needs. */
export const removalOf = async (context: CleanupContext): Promise<RemovalOptions> => {
  const { connected, found, user, ownership } = context;
  return {
    cluster: connected.cluster,
    namespaces: [...new Set([connected.place.namespace, ...found.pool, ...sharedGrantNamespaces(found)])],
    kfp: kfpClient(user.connection, { record: () => {}, timeoutMs }),
    listings: await listingsOf(context, ownership),
    pipelinesByRest: !offersPipelineObjects(found),
    ownership,
    ...(user.name !== '' && { keptName: user.name }),
  };
};
