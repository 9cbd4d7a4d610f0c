import { Agent } from 'undici';
import { forgetConnections } from '../clients/http.ts';
import { EnvironmentError, type FailureDetails } from '../failures/environment-error.ts';
import type { ClientIdentity } from '../cluster/kubernetes-access.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import { withInstruments } from '../targets/instruments.ts';
import type { LentTarget } from '../targets/started-target.ts';
import { TargetNotReadyError } from '../targets/target-not-ready-error.ts';
import { NotOfferedError } from './not-offered.ts';
import type { TargetLease } from './target-pool.ts';
import type { TargetRequest } from './target-request.ts';

/** Gives a worker access to the targets of its run. */
export interface TargetLender {
  /**
   * Leases a target until `use` has ended. Throws a NotOfferedError if the environment offers no such target, a
   * TargetNotReadyError if the target itself did not become ready, an EnvironmentError if it cannot be had, and another
   * error if the run is interrupted or the signal aborts.
   */
  withTarget<Value>(
    request: TargetRequest,
    /** The prefix of all object names of the lease holder. */
    prefix: string,
    use: (target: LentTarget, lentNamespaces?: readonly string[]) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Value>;
  /** Issues a client certificate with which the Kubernetes API accepts a user of this name and these groups. */
  clientIdentity(user: string, groups: readonly string[]): Promise<ClientIdentity>;
}

/** The broker's answer to a request that failed. */
interface ErrorAnswer {
  readonly message: string;
  readonly reason: NotApplicableReason;
  /** The details of an EnvironmentError; `message` is then its summary. */
  readonly details?: FailureDetails;
  /** Whether that is a TargetNotReadyError. */
  readonly ofTarget?: true;
}

export const targetLender = (socketPath: string): TargetLender => {
  // No time-out, since a lease may wait for another scenario to end; the scenario's deadline starts with the lease.
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
    const { message, reason, details, ofTarget } = value as ErrorAnswer;
    if (answer.statusCode === 409) throw new NotOfferedError(reason, message);
    if (answer.statusCode === 503) throw new Error(message);
    throw new (ofTarget === true ? TargetNotReadyError : EnvironmentError)(message, details);
  };
  return {
    clientIdentity: (user, groups) => ask('/client-identity', { user, groups }),
    withTarget: async (request, prefix, use, signal) => {
      const { id: lease, address, lentNamespaces } = await ask<TargetLease>('/lease', request, signal);
      const { id } = address;
      const replaced = async (replacing: Promise<void>): Promise<void> => {
        await replacing;
        await forgetConnections([address.origin, ...address.replicas]);
      };
      try {
        const target = withInstruments(
          {
            ...address,
            process: (replica) => ask('/process', { id, replica }),
            restart: (replica) => replaced(ask('/restart', { id, replica })),
            rollOut: () => replaced(ask('/roll-out', { id })),
            unaskedRestarts: () => ask('/unasked-restarts', { id }),
            reviewOutage: (mode) => ask('/review-outage', { id, mode }),
          },
          {
            auditLog: (query) => ask('/audit-log', query),
            objectStore: () => ask('/object-store-requests', { id }),
          },
        );
        return await use(target, lentNamespaces);
      } finally {
        await ask('/release', { lease, prefix });
      }
    },
  };
};
