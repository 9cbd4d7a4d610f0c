import { UsageError } from '../failures/usage-error.ts';
import { profiles, type Profile } from '../contract/requirement.ts';
import { counted } from '../text/counted.ts';
import { checksOf } from './check-list.ts';
import { checkName } from './expected-checks.ts';
import { gateVerdict } from './gate.ts';
import type { Demand } from './profile-pairs.ts';
import { runFacts } from './run-facts.ts';
import type { Report } from './schema.ts';
import { profileVerdict } from './verdict.ts';

export interface JoinOptions extends Demand {
  /** The digest of the suites that judge; see `suiteDigest`. */
  readonly suite: Report['suite'];
  /** The profiles that must be conformant, in addition to those of the runs. */
  readonly required: readonly Profile[];
}

/** The judgement of several runs of the same build. */
export type Joined = Report['verdicts'];

const list = (digests: readonly string[]): string =>
  digests.length === 0 ? 'no digest' : digests.map((digest) => digest.slice(0, 'sha256:'.length + 12)).join(', ');

/** The digests of a run, and why it may lack some: `no digest (they could not be read: …)`. */
const digestsOf = ({ run: { unreadDigests }, target: { digests } }: Report): string =>
  `${list(digests)}${unreadDigests === undefined ? '' : ` (${digests.length === 0 ? 'they' : 'others'} could not be read: ${unreadDigests})`}`;

/** Throws a UsageError unless all reports are of these suites and of one build. */
const requireSameBuild = (reports: readonly Report[], suite: Report['suite']): void => {
  const [first, ...others] = reports;
  for (const { run, suite: own } of reports)
    if (own.digest !== suite.digest || own.version !== suite.version)
      throw new UsageError(
        `run ${run.id} was made by other suites (version ${own.version}, ${list([own.digest])}) than those of this version (${suite.version}, ${list([suite.digest])}): judge it with the version that made it, or run again`,
      );
  for (const other of others)
    if (first !== undefined && !first.target.digests.some((digest) => other.target.digests.includes(digest)))
      throw new UsageError(
        `runs ${first.run.id} and ${other.run.id} are not known to have tested the same build: the first has ${digestsOf(first)}, the second ${digestsOf(other)}`,
      );
};

/** Why the results of a run are no basis of a claim. */
const unreliable = ({ run, verdicts: { gate } }: Report): readonly string[] => [
  ...(run.complete ? [] : [`run ${run.id} was interrupted`]),
  ...(gate.broken.length === 0 ? [] : [`run ${run.id} had errors: ${gate.broken.join('; ')}`]),
];

/** Why a run cannot support a claim of this profile: it has not a result of each of its checks. */
const partial = (report: Report, profile: Profile, { declared }: Demand): readonly string[] => {
  const decided = new Set(
    checksOf(report).map(({ requirement, lane, check: { scenario } }) =>
      checkName({ requirement: requirement.id, lane, scenario }),
    ),
  );
  const lost = declared.filter((check) => check.profile === profile && !decided.has(checkName(check))).length;
  if (lost === 0) return [];
  const { run, options } = report;
  return [options.filtered ? `run ${run.id} was filtered` : `run ${run.id} has no result of ${counted(lost, 'check')}`];
};

const outcomesOf = (report: Report) => checksOf(report).map(({ check }) => check.outcome);

/**
 * Judges runs of the same build together: a check that one run did not decide, or was exempt from, is decided by another;
 * an unmet one stays unmet, and a run of a part of a profile leaves that profile undecided. Throws a UsageError if the
 * runs cannot be judged together.
 */
export const joinReports = (reports: readonly Report[], options: JoinOptions): Joined => {
  requireSameBuild(reports, options.suite);
  const named = (select: (report: Report) => readonly Profile[]): readonly Profile[] => {
    const all = new Set(reports.flatMap(select));
    return profiles.filter((profile) => all.has(profile));
  };
  const runs = reports.map((report) => ({ facts: runFacts(report.target), checks: checksOf(report) }));
  const broken = reports.flatMap(unreliable);
  const conformance = named(({ verdicts }) => verdicts.conformance.map(({ profile }) => profile)).map((profile) => {
    const open = [...broken, ...reports.flatMap((report) => partial(report, profile, options))];
    return profileVerdict(profile, options, runs, {
      strict: reports.some(({ options: { strict } }) => strict),
      claimed: named((report) => report.options.claimed),
      openBecause: open.length === 0 ? undefined : open.join('; '),
    });
  });
  const gates = reports.map((report) =>
    gateVerdict({ outcomes: outcomesOf(report), broken: [], complete: true, required: [], conformance: [] }),
  );
  const required = profiles.filter(
    (profile) =>
      options.required.includes(profile) || reports.some((report) => report.options.required.includes(profile)),
  );
  const joint = gateVerdict({ outcomes: ['passed'], broken, complete: true, required, conformance });
  const ofRuns = (part: 'reasons' | 'unmet') =>
    gates.flatMap((gate, index) => gate[part].map((reason) => `run ${reports[index]?.run.id ?? ''}: ${reason}`));
  const cleanUp = reports
    .flatMap(({ run, verdicts: { gate } }) => (gate.cleanUp === undefined ? [] : [`run ${run.id}: ${gate.cleanUp}`]))
    .join('; ');
  const reasons = [...ofRuns('reasons'), ...joint.reasons, ...(cleanUp === '' ? [] : [cleanUp])];
  return {
    gate: {
      passed: reasons.length === 0,
      reasons,
      unmet: [...ofRuns('unmet'), ...joint.unmet],
      broken: joint.broken,
      ...(cleanUp !== '' && { cleanUp }),
    },
    conformance,
  };
};
