import type { Baseline } from './baseline.ts';
import type { Report } from './schema.ts';

/** The part of a run that decides whether it may be judged by a baseline. */
export interface TestedRelease {
  readonly target: Pick<Report['target'], 'release'>;
  readonly environment: Pick<Report['environment'], 'database'>;
}

/** The part of a run that decides whether a baseline fits it. */
export interface Tested extends TestedRelease {
  readonly target: Pick<Report['target'], 'selfCheck' | 'release' | 'commit' | 'manifests'>;
}

/** What a baseline was made with. */
export type BaselineOrigin = Pick<Baseline, 'target' | 'release' | 'commit' | 'database' | 'manifests'>;

const notInspected = 'not inspected';

export const databaseLine = ({ environment: { database } }: Pick<Tested, 'environment'>): string =>
  database === undefined
    ? notInspected
    : `${database.product} ${database.version}, ${database.characterSet}, ${database.collation}`;

/** A target that does not know its release or its commit reports `unknown`. */
export const isKnown = (property: string): boolean => property !== '' && property !== 'unknown';

const productOf = (database: string): string | undefined =>
  database === notInspected ? undefined : database.split(' ')[0];

/** Why the baseline is one of another target, by which this one should not be judged; undefined if it is not. */
export const otherTarget = (origin: BaselineOrigin, { target, environment }: TestedRelease): string | undefined => {
  if (isKnown(origin.release) && isKnown(target.release) && origin.release !== target.release)
    return `it was made with release ${origin.release}, and this target has ${target.release}`;
  const [listed, own] = [productOf(origin.database), environment.database?.product];
  if (listed !== undefined && own !== undefined && listed !== own)
    return `it was made with ${listed}, and this run has ${own}`;
  return undefined;
};

const differs = (property: string, listed: string | undefined, here: string): readonly string[] =>
  listed === undefined || listed === here ? [] : [`${property} ${listed}, this run has ${here}`];

/** Commits may be abbreviated, and a build that does not know its commit cannot be said to be of another. */
const isSameCommit = (a: string, b: string): boolean =>
  !isKnown(a) || !isKnown(b) || a.startsWith(b) || b.startsWith(a);

/** The differences between a run and the origin of a baseline: `release 2.17.0, this run has 2.18.0`. */
export const differencesFrom = (origin: BaselineOrigin, tested: Tested): readonly string[] => {
  const { target } = tested;
  return [
    ...(target.selfCheck && !origin.target.startsWith('reference')
      ? [`target ${origin.target}, this run has the reference implementation`]
      : []),
    ...(target.release === 'unknown'
      ? [`release ${origin.release}, the release of this target is unknown (set it with --kfp-version)`]
      : differs('release', origin.release, target.release)),
    ...(isSameCommit(origin.commit, target.commit) ? [] : differs('commit', origin.commit, target.commit)),
    ...differs('database', origin.database, databaseLine(tested)),
    ...differs('manifests', origin.manifests, target.manifests),
  ];
};
