import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import type { AuditQuery } from '../environments/audit-log.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { ReviewOutageMode } from '../environments/review-outage.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { firstFailure } from '../failures/first-failure.ts';
import { TargetNotReadyError } from '../targets/target-not-ready-error.ts';
import { NotOfferedError } from './not-offered.ts';
import type { TargetPool } from './target-pool.ts';
import type { TargetRequest } from './target-request.ts';

/** Lends the targets of a run to the test workers, over a Unix socket in the environment's private folder. */
export interface Broker extends AsyncDisposable {
  readonly socketPath: string;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

type Answer = (body: never, disconnected: () => boolean) => Promise<unknown>;

interface ReplicaOf {
  readonly id: string;
  readonly replica?: number;
}

/** A query of the audit log, as received. */
type ReceivedQuery = Omit<AuditQuery, 'since'> & { readonly since?: string };

const answers = (pool: TargetPool, environment: RunningEnvironment): Readonly<Record<string, Answer>> => ({
  '/lease': async (request: TargetRequest, disconnected) => {
    const lease = await pool.lease(request);
    // A worker that disconnected while it waited cannot release the lease.
    if (disconnected()) await pool.release(lease.id, '');
    return lease;
  },
  '/release': async ({ lease, prefix }: { lease: number; prefix: string }) => pool.release(lease, prefix),
  '/restart': async ({ id, replica }: ReplicaOf) => pool.restart(id, replica),
  '/roll-out': async ({ id }: { id: string }) => pool.rollOut(id),
  '/unasked-restarts': async ({ id }: { id: string }) => pool.unaskedRestarts(id),
  '/process': async ({ id, replica }: ReplicaOf) => pool.process(id, replica),
  '/object-store-requests': async ({ id }: { id: string }) => pool.objectStoreRequests(id),
  '/audit-log': async ({ since, ...query }: ReceivedQuery) =>
    environment.auditEvents().lines({ ...query, ...(since !== undefined && { since: new Date(since) }) }),
  '/review-outage': async ({ id, mode }: { id: string; mode: ReviewOutageMode }) =>
    environment.reviewOutages.get(id).mode(mode),
  '/client-identity': async ({ user, groups }: { user: string; groups: readonly string[] }) =>
    environment.clientIdentity(user, groups),
});

/** Answers 503 if the run was interrupted, 409 if no such target is offered, and 500 if the request failed. */
export const startBroker = async (
  pool: TargetPool,
  environment: RunningEnvironment,
  interrupted: AbortSignal,
): Promise<Broker> => {
  const routes = answers(pool, environment);
  const socketPath = path.join(environment.stateDirectory, 'broker.sock');
  const server = createServer((request, response) => {
    const route = routes[request.url ?? ''];
    const reply = (status: number, value: unknown) => response.writeHead(status).end(JSON.stringify(value ?? null));
    if (route === undefined) {
      reply(404, { message: `the broker has no route ${request.url}` });
      return;
    }
    bodyOf(request)
      .then((body) => route(body as never, () => response.destroyed))
      .then(
        (value) => reply(200, value),
        (thrown: unknown) => {
          const failure = firstFailure(thrown);
          const message = failure instanceof Error ? failure.message : String(failure);
          if (failure instanceof NotOfferedError) reply(409, { message, reason: failure.reason });
          else if (interrupted.aborted) reply(503, { message });
          else if (failure instanceof EnvironmentError)
            reply(500, {
              message: failure.summary,
              details: failure.details,
              ...(failure instanceof TargetNotReadyError && { ofTarget: true }),
            });
          else reply(500, { message });
        },
      );
  });
  // Only workers close idle connections: closing one here while a worker sends a request on it would fail a scenario.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    socketPath,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
