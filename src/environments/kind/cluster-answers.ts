import { Agent, request } from 'undici';
import type { OwnKubernetesAccess } from '../environment.ts';

const deadlineMs = 2000;

/** Whether a Kubernetes API answers at all. */
export const answers = async ({ endpoint, ca, certificate, key }: OwnKubernetesAccess): Promise<boolean> => {
  const dispatcher = new Agent({ connect: { ca, cert: certificate, key, timeout: deadlineMs } });
  try {
    const { body } = await request(`${endpoint}/version`, { dispatcher, signal: AbortSignal.timeout(deadlineMs) });
    await body.dump();
    return true;
  } catch {
    // Why not is told by whoever noticed that something ended.
    return false;
  } finally {
    await dispatcher.destroy();
  }
};
