import type { Run } from '../runner/open-run.ts';

/** The digests of the build under test, and the reason why there may be more: those could not be read. */
export interface BuildDigests {
  readonly digests: readonly string[];
  readonly unread?: string;
}

/** Asks the host of a target for the digests of its build; a failure is kept, because runs are joined by a digest. */
export const buildDigests = async ({
  host,
  target,
  environment: { broken },
}: {
  readonly host: Pick<Run['host'], 'digests'>;
  readonly target: Pick<Run['target'], 'kind'> & { readonly sha256?: string };
  readonly environment: Pick<Run['environment'], 'broken'>;
}): Promise<BuildDigests> => {
  const own = target.sha256 === undefined ? [] : [`sha256:${target.sha256}`];
  // No component of a broken environment answers, and every request would wait for its time-out.
  if (broken.aborted && host.digests !== undefined) return { digests: own, unread: 'the environment had failed' };
  try {
    const found = (await host.digests?.()) ?? [];
    return { digests: [...new Set([...own, ...found])].toSorted() };
  } catch (cause) {
    return { digests: own, unread: cause instanceof Error ? cause.message : String(cause) };
  }
};
