import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import type { Report } from '../judgement/schema.ts';
import { sourceDigest } from '../judgement/source-digest.ts';
import { suiteDigest } from '../judgement/suite-digest.ts';
import { packageCommit } from './package-commit.ts';
import { packageVersion } from './package-version.ts';

/** The identity of the suites of this program, as a report holds it. */
export const ownSuite = (catalogue: Catalogue, scenarios: readonly ScenarioDeclaration[]): Report['suite'] => {
  const commit = packageCommit();
  return {
    version: packageVersion(),
    ...(commit !== undefined && { commit }),
    digest: suiteDigest(catalogue, scenarios, sourceDigest()),
  };
};
