import { UsageError } from '../failures/usage-error.ts';
import { isKnown } from './baseline-origin.ts';
import type { Report } from './schema.ts';

/** Why two runs did not test the same target; undefined if nothing shows that. */
const contradiction = (a: Report, b: Report): string | undefined => {
  const differ = (name: string, one: string | undefined, other: string | undefined): string | undefined =>
    one === undefined || other === undefined || !isKnown(one) || !isKnown(other) || one === other
      ? undefined
      : `the first has ${name} ${one}, the second ${other}`;
  const apart = a.target.digests.length > 0 && b.target.digests.length > 0;
  return (
    differ('release', a.target.release, b.target.release) ??
    differ('database', a.environment.database?.product, b.environment.database?.product) ??
    (apart && !a.target.digests.some((digest) => b.target.digests.includes(digest))
      ? 'their builds have no digest in common'
      : undefined)
  );
};

/** Throws a UsageError if the runs are known to have tested different targets. */
export const requireOneTarget = ([first, ...others]: readonly Report[]): void => {
  for (const other of others) {
    const found = first && contradiction(first, other);
    if (found !== undefined)
      throw new UsageError(
        `runs ${first?.run.id ?? ''} and ${other.run.id} did not test the same target: ${found}; a baseline is made from runs of one target`,
      );
  }
};
