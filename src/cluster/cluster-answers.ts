import { Agent, request } from 'undici';
import type { OwnKubernetesAccess } from './kubernetes-access.ts';
import { patience } from '../waiting/slowness.ts';

const deadlineMs = 2000;

/** One answer of a Kubernetes API, within two seconds on a fast machine: its status and body. Rejects where there is none. */
export const answerOf = async (
  { endpoint, ca, certificate, key }: OwnKubernetesAccess,
  route: string,
): Promise<{ readonly status: number; readonly body: string }> => {
  // Over HTTP/2 a request that is given up would fill all memory (src/clients/http.ts).
  const dispatcher = new Agent({
    allowH2: false,
    connect: { ca, cert: certificate, key, timeout: patience(deadlineMs) },
  });
  try {
    const signal = AbortSignal.timeout(patience(deadlineMs));
    const { statusCode, body } = await request(`${endpoint}${route}`, { dispatcher, signal });
    return { status: statusCode, body: await body.text() };
  } finally {
    await dispatcher.destroy();
  }
};

/** Whether a Kubernetes API answers at all: why not is told by whoever noticed that something ended. */
export const answers = (access: OwnKubernetesAccess): Promise<boolean> =>
  answerOf(access, '/version').then(
    () => true,
    () => false,
  );
