import { z } from 'zod';
import { NoAnswerError, type HttpResponse } from '../../../contract/exchange.ts';
import { forgetConnections, httpSender } from '../../../clients/http.ts';
import type { Connection } from '../../../clients/connection.ts';
import { apiV2 } from '../../../clients/kfp.ts';
import { storageModes, type StorageMode } from '../../../contract/lane-name.ts';
import type { Waiting } from '../../../waiting/waiting.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { patience } from '../../../waiting/slowness.ts';
import { waitUntil } from '../../../waiting/wait-until.ts';

/** The health report of an API server. */
export interface Health {
  /** `unknown` for a build without a tag. */
  readonly release: string;
  readonly commit: string;
  readonly multiUser: boolean;
  /** Absent in releases without the Kubernetes store. */
  readonly store?: StorageMode;
}

const schema = z
  .object({
    tag_name: z.string().default('unknown'),
    commit_sha: z.string().default('unknown'),
    multi_user: z.boolean().default(false),
    pipeline_store: z.enum(storageModes).optional(),
  })
  .transform(({ tag_name, commit_sha, multi_user, pipeline_store }): Health => ({
    release: tag_name,
    commit: commit_sha,
    multiUser: multi_user,
    ...(pipeline_store !== undefined && { store: pipeline_store }),
  }));

const timeoutMs = 10_000;

/** The remedy for an answer that does not come from an API server. */
const remedy = ({ status }: HttpResponse): string => {
  if ([301, 302, 303, 307, 308, 401, 403].includes(status))
    return 'authentication is required: pass --header-file (with a session cookie), --token-file or --service-account';
  if (status === 404)
    return 'a gateway may serve the API under a path: include it in --endpoint, for example https://HOST/pipeline';
  return 'is --endpoint the address of a KFP API server?';
};

const ask = async (connection: Connection): Promise<HttpResponse> => {
  try {
    // Not a KfpClient: an answer that is none of KFP's gets a remedy below.
    return await httpSender('rest', connection, { record: () => {}, timeoutMs: patience(timeoutMs) })({
      method: 'GET',
      target: `${apiV2}/healthz`,
      headers: { accept: 'application/json' },
    });
  } catch (cause) {
    const { message, code = '' } = cause as NodeJS.ErrnoException;
    const isTls = /CERT|TLS|SSL|SIGNATURE/.test(code);
    if (!isTls && !(cause instanceof NoAnswerError)) throw cause;
    const advice = isTls ? '; pass the authority that signed its certificate as --ca FILE' : '';
    throw new EnvironmentError(`the API server at ${connection.origin}: ${message}${advice}`, { cause });
  }
};

/** Throws an EnvironmentError with a remedy if no API server answers. */
export const healthOf = async (connection: Connection): Promise<Health> => {
  const answer = await ask(connection);
  const where = `GET ${connection.origin}${apiV2}/healthz`;
  if (answer.status !== 200)
    throw new EnvironmentError(
      `${where}: expected status 200, got ${answer.status}: ${answer.body.slice(0, 200)}; ${remedy(answer)}`,
    );
  try {
    return schema.parse(JSON.parse(answer.body));
  } catch (cause) {
    throw new EnvironmentError(
      `${where}: expected JSON with tag_name and commit_sha, got ${answer.body.slice(0, 200)}; ${remedy(answer)}`,
      { cause },
    );
  }
};

const answersWithinMs = 60_000;
const intervalMs = 200;

/**
 * Waits until API servers answer after their pods were replaced: a gateway may learn of the new pods later than the
 * Deployment.
 */
export const untilHealthy = async (
  connections: readonly Connection[],
  { signal }: Pick<Waiting, 'signal'>,
): Promise<void> => {
  await forgetConnections(connections.map(({ origin }) => origin));
  const pending = [...connections];
  await waitUntil(
    {
      name: `answers of ${connections.map(({ origin }) => origin).join(', ')} after their pods were replaced`,
      deadlineMs: answersWithinMs,
      intervalMs,
      look: async () => {
        try {
          for (let [next] = pending; next !== undefined; [next] = pending) {
            await healthOf(next);
            pending.shift();
          }
          return { done: undefined };
        } catch (cause) {
          if (!(cause instanceof EnvironmentError)) throw cause;
          return { observed: cause.message };
        }
      },
    },
    { signal },
  );
};
