import type { Connection } from '../../../clients/connection.ts';
import { kfpClient } from '../../../clients/kfp.ts';
import type { ConnectedInstallation } from '../connection/connect.ts';
import { offersPipelineObjects } from '../preflight/offers.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { ownNamespaces } from './own-namespaces.ts';
import type { Ownership } from './ownership.ts';
import type { RemovalOptions } from './remove-own.ts';
import type { RestListing } from './rest-pipelines.ts';

/** The user as whom the harness itself looks at pipelines by REST, and removes them. */
export interface CleanupUser {
  /** `''`: the one who runs the harness. */
  readonly name: string;
  readonly connection: Connection;
}

/** Everything that it takes to find the objects of a run in an installation, and to remove them. */
export interface CleanupContext {
  readonly connected: ConnectedInstallation;
  readonly found: Preflight;
  readonly user: CleanupUser;
  readonly ownership: Ownership;
  /** Namespaces in which the run has had pipelines, also those that have gone: a database keeps the rows. */
  readonly used: Set<string>;
}

const timeoutMs = 60_000;

/** The Kubernetes API shows every pipeline to a user with the right to look; REST only those of listings that are known. */
export const listingsOf = async (
  { connected: { cluster }, found, user, used }: CleanupContext,
  ownership: Ownership,
): Promise<readonly RestListing[]> => {
  if (found.storage.mode === 'kubernetes' && offersPipelineObjects(found)) return [];
  const kfp = kfpClient(user.connection, { record: () => {}, timeoutMs });
  if (!found.health.multiUser) return [{ kfp }];
  const namespaces = new Set([...found.pool, ...used, ...(await ownNamespaces(cluster, ownership))]);
  return [{ kfp }, ...[...namespaces].map((namespace) => ({ kfp, namespace }))];
};

/** How everything of the run is removed. The clean-up user stays as long as REST is asked. */
export const removalOf = async (context: CleanupContext): Promise<RemovalOptions> => {
  const { connected, found, user, ownership } = context;
  return {
    cluster: connected.cluster,
    namespaces: [...new Set([connected.place.namespace, ...found.pool])],
    kfp: kfpClient(user.connection, { record: () => {}, timeoutMs }),
    listings: await listingsOf(context, ownership),
    pipelinesByRest: !offersPipelineObjects(found),
    ownership,
    ...(user.name !== '' && { keptName: user.name }),
  };
};
