import { Agent } from 'undici';
import { forgetConnections } from '../clients/http.ts';
import { EnvironmentError, type FailureDetails } from '../failures/environment-error.ts';
import type { ClientIdentity } from '../cluster/kubernetes-access.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import { pipelineRows } from '../targets/pipeline-rows.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { NotOfferedError } from './not-offered.ts';
import type { TargetLease } from './target-pool.ts';
import type { TargetRequest } from './target-request.ts';

/** A worker's way to the targets of its run. */
export interface TargetLender {
  /**
   * Lends a target for the time of `use`. Throws a NotOfferedError where the environment has no such target, an
   * EnvironmentError when none can be had, another error when the run has been interrupted or the signal aborts.
   */
  withTarget<Value>(
    request: TargetRequest,
    /** Begins every name that the borrower gives. */
    prefix: string,
    use: (target: StartedTarget, lentNamespaces?: readonly string[]) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Value>;
  /** Makes somebody of any name and groups whom the Kubernetes API takes for them. */
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientIdentity>;
}

/** The broker's answer where it lends no target. */
interface Refused {
  readonly message: string;
  readonly reason: NotApplicableReason;
  /** Of an EnvironmentError, whose summary the message is then. */
  readonly details?: FailureDetails;
}

export const targetLender = (socketPath: string): TargetLender => {
  // Leases may wait for another scenario to end: no time-out here, the scenario's own deadline starts with the lease.
  const agent = new Agent({ connect: { socketPath }, headersTimeout: 0, bodyTimeout: 0 });
  const ask = async <Value>(path: string, body: unknown, signal?: AbortSignal): Promise<Value> => {
    signal?.throwIfAborted();
    const answer = await agent.request({
      origin: 'http://broker',
      method: 'POST',
      path,
      body: JSON.stringify(body),
      ...(signal !== undefined && { signal }),
    });
    const value = await answer.body.json();
    if (answer.statusCode === 200) return value as Value;
    const { message, reason, details } = value as Refused;
    if (answer.statusCode === 409) throw new NotOfferedError(reason, message);
    if (answer.statusCode === 503) throw new Error(message);
    throw new EnvironmentError(message, details);
  };
  return {
    clientIdentity: (user, groups) => ask('/client-identity', { user, groups }),
    withTarget: async (request, prefix, use, signal) => {
      const { id: lease, address, lentNamespaces } = await ask<TargetLease>('/lease', request, signal);
      const { id } = address;
      const lentAt = new Date();
      const replaced = async (replacing: Promise<void>): Promise<void> => {
        await replacing;
        await forgetConnections([address.origin, ...address.replicas]);
      };
      try {
        return await use(
          {
            ...address,
            process: (replica) => ask('/process', { id, replica }),
            restart: (replica) => replaced(ask('/restart', { id, replica })),
            rollOut: () => replaced(ask('/roll-out', { id })),
            objectStoreRequests: () => ask('/object-store-requests', { id }),
            accessReviews: (user, since = lentAt) => ask('/access-reviews', { id, user, since }),
            kubernetesRequests: (since = lentAt) => ask('/kubernetes-requests', { id, since }),
            reviewOutage: (mode) => ask('/review-outage', { id, mode }),
            pipelineRows: async () => {
              if (address.database === undefined)
                throw new EnvironmentError(`the database of ${id} cannot be looked into`);
              return pipelineRows(address.database);
            },
          },
          lentNamespaces,
        );
      } finally {
        await ask('/release', { lease, prefix });
      }
    },
  };
};
