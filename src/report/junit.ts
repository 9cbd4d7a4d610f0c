import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import { claimText } from './claim-text.ts';
import { databaseLine } from '../judgement/baseline-origin.ts';
import { noticesOf, targetLine } from './notices.ts';
import { rateText } from './intermittent-text.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import type { Report } from '../judgement/schema.ts';
import { shortened } from '../text/value-text.ts';
import { isVulnerability, publishedReport } from '../judgement/vulnerabilities.ts';
import { visible } from '../text/visible-text.ts';

/** Newlines and tabs become character references, because attributes would lose them. */
const escaped = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');

const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
) => {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(
    ' ',
  );
  return content.length === 0 ? `<${head}/>` : `<${head}>${content.join('\n')}</${name}>`;
};

const detail = ({ requirement, check }: PlacedCheck): string =>
  [
    check.message ?? '',
    `requirement: ${requirement.id} (${requirement.level}) ${requirement.text}`,
    ...(check.expected === undefined ? [] : [`expected: ${shortened(check.expected, 4000)}`]),
    ...(check.observed === undefined ? [] : [`observed: ${shortened(check.observed, 4000)}`]),
    ...(check.reproduction === undefined ? [] : ['to reproduce:', ...check.reproduction]),
  ].join('\n');

const closing = (name: string) => (placed: PlacedCheck) => {
  const { check } = placed;
  const { word } = outcomeWords[check.outcome];
  const message = `${check.outcome === 'failed' ? '' : `${word}: `}${check.message ?? word}`;
  return [element(name, { type: check.outcome, message: shortened(message, 500) }, [escaped(detail(placed))])];
};

const skipped = (reason: (placed: PlacedCheck) => string) => (placed: PlacedCheck) => [
  element('skipped', { message: shortened(reason(placed), 500) }),
];

/**
 * JUnit has passed, failed, error and skipped. A known failure is skipped with its reason, so that no viewer counts
 * it as passed; so is a recorded value.
 */
const verdictElements: Readonly<Record<PlacedCheck['check']['outcome'], (placed: PlacedCheck) => readonly string[]>> = {
  passed: () => [],
  failed: closing('failure'),
  blocked: closing('failure'),
  'stale-baseline': closing('failure'),
  error: closing('error'),
  'known-failure': skipped(({ check }) => {
    const rate = rateText(check);
    return `known failure${rate === undefined ? '' : ` (${rate})`}: ${check.baselineReason ?? check.message ?? 'see the baseline'}`;
  }),
  'not-applicable': skipped(({ check }) =>
    [
      `not applicable: ${check.reason ?? 'no reason given'}`,
      ...(check.message === undefined ? [] : [check.message]),
    ].join(', '),
  ),
  recorded: skipped(({ check }) => `recorded, not judged: ${check.observed ?? check.message ?? ''}`),
};

/** The name of the suite of a check, by which viewers group: `core/CRUD/database/rest`. */
const suiteOf = ({ requirement, lane, check }: PlacedCheck): string => `${check.profile}/${requirement.area}/${lane}`;

const marks = (placed: PlacedCheck): readonly string[] =>
  isVulnerability(placed)
    ? [element('properties', {}, [element('property', { name: 'vulnerability', value: 'true' })])]
    : [];

const testCase =
  (report: Report) =>
  (placed: PlacedCheck): string => {
    const { requirement, check } = placed;
    const name = `${requirement.id} ${requirement.text} [${check.scenario}]`;
    const location = report.scenarios.find((scenario) => scenario.name === check.scenario);
    const source = location === undefined ? {} : { file: location.file, line: location.line };
    return element('testcase', { classname: suiteOf(placed), name, ...source }, [
      ...marks(placed),
      ...verdictElements[check.outcome](placed),
    ]);
  };

const counts = (checks: readonly PlacedCheck[]) => {
  const count = (...outcomes: readonly string[]) =>
    checks.filter(({ check }) => outcomes.includes(check.outcome)).length;
  return {
    tests: checks.length,
    failures: count('failed', 'blocked', 'stale-baseline'),
    errors: count('error'),
    skipped: count('known-failure', 'not-applicable', 'recorded'),
  };
};

/**
 * Reasons for a failed gate that are not checks. They become test cases, because some viewers read cases only. Nothing
 * judged and a profile that is not conformant are failures; whatever makes the results unreliable is an error.
 */
const beyondChecks = ({
  run,
  verdicts: { gate },
}: Report): readonly { name: 'failure' | 'error'; reason: string }[] => [
  ...gate.unmet.map((reason) => ({ name: 'failure' as const, reason })),
  ...[
    ...(run.complete ? [] : ['the run was interrupted']),
    ...gate.broken,
    ...(gate.cleanUp === undefined ? [] : [gate.cleanUp]),
  ].map((reason) => ({
    name: 'error' as const,
    reason,
  })),
];

const beyondSuite = (problems: ReturnType<typeof beyondChecks>): readonly string[] => {
  if (problems.length === 0) return [];
  const count = (kind: string): number => problems.filter(({ name }) => name === kind).length;
  const counted = { tests: problems.length, failures: count('failure'), errors: count('error'), skipped: 0 };
  return [
    element('testsuite', { name: 'run', ...counted }, [
      '',
      ...problems.map(({ name, reason }) =>
        element('testcase', { classname: 'run', name: `the gate passes: ${shortened(reason, 200)}` }, [
          element(name, { type: name, message: shortened(reason, 500) }),
        ]),
      ),
      '',
    ]),
  ];
};

/** The text of junit.xml, which CI publishes: a case for each check, in a suite for each profile, area and lane. */
export const junitXml = (whole: Report): string => {
  const report = publishedReport(whole);
  const checks = checksOf(report);
  const properties = Object.entries({
    runId: report.run.id,
    seed: report.options.seed,
    'suite.version': report.suite.version,
    ...(report.suite.commit !== undefined && { 'suite.commit': report.suite.commit }),
    'suite.digest': report.suite.digest,
    target: targetLine(report),
    selfCheck: report.target.selfCheck,
    complete: report.run.complete,
    filtered: report.options.filtered,
    database: databaseLine(report),
    gate: report.verdicts.gate.passed ? 'passed' : 'failed',
    ...Object.fromEntries(
      report.verdicts.conformance.map(({ profile, verdict }) => [`conformance.${profile}`, verdict]),
    ),
    ...Object.fromEntries(
      report.verdicts.conformance.map((decided) => [
        `claim.${decided.profile}`,
        [claimText(decided, report.options), ...decided.reasons].join('; '),
      ]),
    ),
    ...Object.fromEntries(noticesOf(report).map(({ title, text }) => [`notice.${title}`, text])),
  }).map(([name, value]) => element('property', { name, value: String(value) }));
  const suites = [...Map.groupBy(checks, suiteOf)].map(([name, own]) =>
    element('testsuite', { name, ...counts(own), timestamp: report.run.startedAt.replace(/Z$/, '') }, [
      '',
      element('properties', {}, ['', ...properties, '']),
      ...own.map(testCase(report)),
      '',
    ]),
  );
  const problems = beyondChecks(report);
  const all = counts(checks);
  const beyond = (kind: string): number => problems.filter(({ name }) => name === kind).length;
  const head = {
    name: report.target.selfCheck ? 'kfp-conformance (self-check)' : 'kfp-conformance',
    ...all,
    tests: all.tests + problems.length,
    failures: all.failures + beyond('failure'),
    errors: all.errors + beyond('error'),
    time: report.run.durationSeconds,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', head, ['', ...suites, ...beyondSuite(problems), ''])}\n`;
};
