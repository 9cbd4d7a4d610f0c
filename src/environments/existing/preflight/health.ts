import { z } from 'zod';
import { NoAnswerError, type HttpResponse } from '../../../contract/exchange.ts';
import { forgetConnections } from '../../../clients/http.ts';
import type { Connection } from '../../../clients/connection.ts';
import { apiV2, kfpClient } from '../../../clients/kfp.ts';
import { storageModes, type StorageMode } from '../../../contract/lane-name.ts';
import type { Waiting } from '../../../waiting/waiting.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { patience } from '../../../waiting/slowness.ts';
import { waitUntil } from '../../../waiting/wait-until.ts';

/** What an API server says of itself. */
export interface Health {
  /** `unknown` where it was built without. */
  readonly release: string;
  readonly commit: string;
  readonly multiUser: boolean;
  /** Releases before the Kubernetes store do not say. */
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

/** What is to be done about an answer that is not the API server's. */
const remedy = ({ status }: HttpResponse): string => {
  if ([301, 302, 303, 307, 308, 401, 403].includes(status))
    return 'it wants a login: --header-file (a session cookie), --token-file or --service-account say who asks';
  if (status === 404)
    return 'a gateway in front may serve the API under a path: --endpoint https://HOST/pipeline, for one';
  return 'is --endpoint the address of a KFP API server?';
};

const ask = async (connection: Connection): Promise<HttpResponse> => {
  try {
    return await kfpClient(connection, { record: () => {}, timeoutMs: patience(timeoutMs) }).call(
      'GET',
      `${apiV2}/healthz`,
    );
  } catch (cause) {
    const { message, code = '' } = cause as NodeJS.ErrnoException;
    const isTls = /CERT|TLS|SSL|SIGNATURE/.test(code);
    if (!isTls && !(cause instanceof NoAnswerError)) throw cause;
    const advice = isTls ? '; --ca FILE names the authority that signed its certificate' : '';
    throw new EnvironmentError(`the API server at ${connection.origin}: ${message}${advice}`, { cause });
  }
};

/** Throws an EnvironmentError where no API server answers, with what to do about it. */
export const healthOf = async (connection: Connection): Promise<Health> => {
  const answer = await ask(connection);
  const where = `GET ${connection.origin}${apiV2}/healthz`;
  if (answer.status !== 200)
    throw new EnvironmentError(
      `${where} should answer 200, and answered ${answer.status}: ${answer.body.slice(0, 200)}; ${remedy(answer)}`,
    );
  try {
    return schema.parse(JSON.parse(answer.body));
  } catch (cause) {
    throw new EnvironmentError(
      `${where} should answer JSON with tag_name and commit_sha, and answered ${answer.body.slice(0, 200)}; ${remedy(answer)}`,
      { cause },
    );
  }
};

const answersWithinMs = 60_000;
const intervalMs = 200;

/**
 * Waits until API servers answer whose pods were replaced: what leads to them, a gateway for one, may hear of the new pods
 * later than the Deployment.
 */
export const untilHealthy = async (
  connections: readonly Connection[],
  { signal }: Pick<Waiting, 'signal'>,
): Promise<void> => {
  await forgetConnections(connections.map(({ origin }) => origin));
  const silent = [...connections];
  await waitUntil(
    {
      name: `answers of ${connections.map(({ origin }) => origin).join(', ')} after their pods were replaced`,
      deadlineMs: answersWithinMs,
      intervalMs,
      look: async () => {
        try {
          for (let [next] = silent; next !== undefined; [next] = silent) {
            await healthOf(next);
            silent.shift();
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
