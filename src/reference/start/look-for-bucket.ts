import type { Log } from '../ground/log.ts';

const timeoutMs = 2_000;

/**
 * Asks for the bucket once, without credentials, as KFP's server does with them at its start in both modes. Pipelines are
 * not stored there, so an object store that does not answer is only logged.
 */
export const lookForBucket = async (bucket: string, log: Log): Promise<void> => {
  try {
    const { status } = await fetch(bucket, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    log.info(`the object store answers ${status} for ${bucket}`);
  } catch (error) {
    const { message, cause } = error as Error;
    log.warn(`no answer from the object store for ${bucket}: ${cause instanceof Error ? cause.message : message}`);
  }
};
