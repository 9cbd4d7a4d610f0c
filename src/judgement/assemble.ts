import { withoutCredentials } from '../text/secrets.ts';
import { laneNames, type LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import type { Profile, Requirement } from '../contract/requirement.ts';
import type { CheckResult, ScenarioResult } from '../contract/result.ts';
import type { SourceLocation } from '../contract/source-location.ts';
import { checkName, decidedTwice, unaccounted, type DeclaredCheck } from './expected-checks.ts';
import type { Collected } from './collected.ts';
import { causesOf, type CheckCause, type Causes } from './causes.ts';
import { checksOf, worstOf } from './check-list.ts';
import { gateVerdict } from './gate.ts';
import { runFacts } from './run-facts.ts';
import { schemaVersion, type CheckEntry, type Report, type RequirementResult } from './schema.ts';
import { conformanceVerdicts } from './verdicts.ts';

const entry = (
  { requirement: _requirement, lane: _lane, ...rest }: CheckResult,
  own: Profile,
  cause: CheckCause | undefined,
): CheckEntry =>
  ({
    ...rest,
    ...cause,
    profile: rest.profile ?? own,
    ...(rest.exchanges !== undefined && { exchanges: [...rest.exchanges] }),
    ...(rest.reproduction !== undefined && { reproduction: [...rest.reproduction] }),
  }) as CheckEntry;

const requirementResult = (
  requirement: Requirement,
  checks: readonly CheckResult[],
  causes: Causes['checks'],
): RequirementResult => {
  const { id, area, level, profile, text, source, databaseDependent, vulnerability = false } = requirement;
  const { excluded, undecided = false, since, until } = requirement;
  const lanes: Partial<Record<LaneName, { outcome: Outcome; checks: CheckEntry[] }>> = {};
  for (const lane of laneNames) {
    const own = checks
      .filter((check) => check.requirement === id && check.lane === lane)
      .toSorted((a, b) => (a.scenario < b.scenario ? -1 : 1));
    if (own.length > 0)
      lanes[lane] = {
        outcome: worstOf(own),
        checks: own.map((check) => entry(check, profile, causes.get(checkName(check)))),
      };
  }
  return {
    id,
    area,
    level,
    profile,
    text,
    source,
    databaseDependent,
    vulnerability,
    ...(excluded !== undefined && { excluded }),
    ...(undecided && { undecided: true as const }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    lanes,
  };
};

const summaryOf = (checks: readonly CheckResult[]): Report['summary'] => {
  const count = (outcome: Outcome) => checks.filter((check) => check.outcome === outcome).length;
  return {
    checks: checks.length,
    passed: count('passed'),
    failed: count('failed'),
    knownFailure: count('known-failure'),
    staleBaseline: count('stale-baseline'),
    recorded: count('recorded'),
    notApplicable: count('not-applicable'),
    blocked: count('blocked'),
    error: count('error'),
  };
};

/** Each check once: of several results the most severe one. */
const once = (checks: readonly CheckResult[]): readonly CheckResult[] =>
  [...Map.groupBy(checks, checkName).values()].flatMap(
    (same) => same.find(({ outcome }) => outcome === worstOf(same)) ?? [],
  );

type ScenarioTime = Report['run']['scenarios'][number];

/** The time and requests of each scenario in each lane, once. */
const scenarioTimes = (results: readonly ScenarioResult[]): ScenarioTime[] => {
  const times = results
    .filter(({ requests }) => requests > 0)
    .map(({ scenario, lane, durationMs, requests }) => ({ scenario, lane, seconds: durationMs / 1000, requests }));
  return [...Map.groupBy(times, ({ scenario, lane }) => `${scenario} ${lane}`).values()].flatMap(
    ([first]) => first ?? [],
  );
};

const throughput = (times: readonly ScenarioTime[], seconds: number): Report['run']['requests'] => {
  const total = times.reduce((sum, { requests }) => sum + requests, 0);
  return { total, perSecond: seconds === 0 ? 0 : Math.round((total / seconds) * 10) / 10 };
};

/**
 * Redacts everything that looks like a credential in all texts, as a safeguard against credentials that were not
 * registered.
 */
const redacted = <Value>(value: Value): Value => {
  if (typeof value === 'string') return withoutCredentials(value) as Value;
  if (Array.isArray(value)) return value.map(redacted) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redacted(item)])) as Value;
};

/** The source locations of the scenarios of these checks, by name. */
const scenariosOf = (
  checks: readonly CheckResult[],
  locations: ReadonlyMap<string, SourceLocation>,
): Report['scenarios'] =>
  [...new Set(checks.map(({ scenario }) => scenario))].toSorted().flatMap((name) => {
    const location = locations.get(name);
    return location === undefined ? [] : [{ name, file: location.file, line: location.line }];
  });

export interface ReportInput {
  readonly run: Omit<Report['run'], 'requests' | 'scenarios'>;
  /** The wall-clock time in which the scenarios ran concurrently. */
  readonly scenarioSeconds: number;
  readonly options: Report['options'];
  readonly target: Report['target'];
  readonly environment: Report['environment'];
  readonly catalogue: ReadonlyMap<string, Requirement>;
  /** The titles of its areas, by code. */
  readonly areaTitles: ReadonlyMap<string, string>;
  /** The source location of each scenario, by name. */
  readonly locations: ReadonlyMap<string, SourceLocation>;
  readonly collected: Collected;
  readonly suite: Report['suite'];
  /** All checks that the suites declare. */
  readonly declared: readonly DeclaredCheck[];
  /** Those that the run must decide. */
  readonly expected: readonly DeclaredCheck[];
  /** The profiles of which every check was selected. */
  readonly whole: readonly Profile[];
}

/** Assembles a report in an order that does not depend on the order in which scenarios finished. */
export const assembleReport = (input: ReportInput): Report => {
  const { catalogue, collected, options, run } = input;
  const decided = collected.results.flatMap((result) => result.checks);
  const checks = once(decided);
  const times = scenarioTimes(collected.results);
  const { causes, checks: causeOf } = causesOf(checks, input.declared);
  const requirements = [...catalogue.values()].map((requirement) => requirementResult(requirement, checks, causeOf));
  const names = decided.map(checkName);
  // Missing, repeated and undeclared results and target deaths make the other results unreliable.
  const broken = [
    ...collected.broken,
    ...decidedTwice(names),
    ...(run.complete ? unaccounted(input.expected.map(checkName), names) : []),
    ...(run.deaths ?? []),
  ];
  const conformance = conformanceVerdicts(checksOf({ requirements }), {
    catalogue,
    declared: input.declared,
    selected: input.expected,
    facts: runFacts(input.target),
    strict: options.strict,
    claimed: options.claimed,
    whole: run.complete && broken.length === 0 ? input.whole : [],
    partialBecause: run.complete
      ? broken.length === 0
        ? 'the run was filtered'
        : 'the run had errors: see the reasons of the gate'
      : 'the run was interrupted',
  });
  const gate = gateVerdict({
    outcomes: checks.map(({ outcome }) => outcome),
    broken,
    complete: run.complete,
    required: options.required,
    conformance,
  });
  const order = (a: { scenario: string; label: string; lane: string }) => `${a.scenario} ${a.label} ${a.lane}`;
  return redacted({
    schemaVersion,
    suite: input.suite,
    run: {
      ...run,
      requests: throughput(times, input.scenarioSeconds),
      scenarios: times,
    },
    options,
    target: input.target,
    environment: input.environment,
    summary: summaryOf(checks),
    areas: Object.fromEntries(input.areaTitles),
    requirements,
    scenarios: scenariosOf(checks, input.locations),
    causes: causes.map((cause) => ({ ...cause, requirements: [...cause.requirements], lanes: [...cause.lanes] })),
    differences: collected.differences.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    verdicts: { gate, conformance: [...conformance] },
  });
};
