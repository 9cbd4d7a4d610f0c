import { databaseLine } from '../judgement/baseline-origin.ts';
import { claimCounts } from '../judgement/claim-counts.ts';
import type { Report } from '../judgement/schema.ts';
import { publishedReport } from '../judgement/vulnerabilities.ts';
import { oneLine, shortened } from '../text/value-text.ts';
import { namedCauses } from './cause-text.ts';
import { claimParts } from './missing-text.ts';
import { noticesOf, targetLine } from './notices.ts';
import { checkLink } from './report-link.ts';
import { testCases, type TestCase } from './test-case.ts';
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

/** An element in which every value is the number of some cases. */
const counts = (cases: readonly Pick<TestCase, 'result'>[]) => {
  const count = (result: TestCase['result']): number => cases.filter((one) => one.result === result).length;
  return { tests: cases.length, failures: count('failed'), errors: count('error'), skipped: count('skipped') };
};

const verdictElement = ({ result, outcome, message = '', detail }: TestCase): readonly string[] => {
  if (result === 'passed') return [];
  if (result === 'skipped') return [element('skipped', { message })];
  return [element(result === 'failed' ? 'failure' : 'error', { type: outcome, message }, [escaped(detail)])];
};

const testCase = (one: TestCase): string =>
  element(
    'testcase',
    {
      classname: one.suite,
      name: one.name,
      time: one.seconds,
      ...(one.file !== undefined && { file: one.file }),
      ...(one.line !== undefined && { line: one.line }),
    },
    [
      element('properties', {}, [
        element('property', { name: 'requirement', value: one.sentence }),
        ...(one.vulnerability ? [element('property', { name: 'vulnerability', value: 'true' })] : []),
      ]),
      ...verdictElement(one),
    ],
  );

/**
 * The causes of what does not hold as cases: viewers that show some dozens of failures show these. What was known is
 * skipped, everything else fails.
 */
const causesSuite = (
  report: Report,
): { readonly text: readonly string[]; readonly counted: ReturnType<typeof counts> } => {
  const named = namedCauses(report);
  const counted = counts(named.map(({ cause }) => ({ result: cause.novelty === 'known' ? 'skipped' : 'failed' })));
  if (named.length === 0) return { text: [], counted };
  const cases = named.map(({ cause, name, sentence, checks: [first], checks, place, anchor }) => {
    const scenario = first?.check.scenario ?? '';
    const location = report.scenarios.find((one) => one.name === scenario);
    const message = shortened(`${cause.novelty}: ${place}: ${sentence}`, 500);
    const known = first?.check.baselineReason;
    const detail = [
      `${first?.requirement.id}: ${name}`,
      sentence,
      ...(known === undefined || known === sentence ? [] : [`known before: ${known}`]),
      `checks: ${checks.map(({ requirement, lane, check }) => `${requirement.id} in ${lane} [${check.scenario}]`).join(', ')}`,
      `details: ${checkLink(report, anchor)}`,
    ].join('\n');
    return element(
      'testcase',
      {
        classname: 'kfp.causes',
        // The first check has one cause only, so that no two cases have one name.
        name: `${first?.requirement.id} in ${first?.lane} [${scenario}]: ${oneLine(sentence, 120)}`,
        ...(location !== undefined && { file: location.file, line: location.line }),
      },
      [
        cause.novelty === 'known'
          ? element('skipped', { message })
          : element('failure', { type: cause.novelty, message }, [escaped(detail)]),
      ],
    );
  });
  return { text: [element('testsuite', { name: 'causes', ...counted }, ['', ...cases, ''])], counted };
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
        element('testcase', { classname: 'kfp.run', name: `the gate passes: ${shortened(reason, 200)}` }, [
          element(name, { type: name, message: shortened(reason, 500) }),
        ]),
      ),
      '',
    ]),
  ];
};

/**
 * The text of junit.xml, which CI publishes: the causes, then a case for each check, in a suite for each profile, area and
 * lane, and the reasons of the gate that are not checks.
 */
export const junitXml = (whole: Report): string => {
  const report = publishedReport(whole);
  const cases = testCases(report);
  const claims = claimCounts(report);
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
      report.verdicts.conformance.map((decided) => {
        const claim = claims.find(({ profile }) => profile === decided.profile);
        const { extent, reasons } = claimParts(decided, claim, report.options);
        return [`claim.${decided.profile}`, [extent, ...reasons].join('; ')];
      }),
    ),
    ...(report.run.reportUrl !== undefined && { report: report.run.reportUrl }),
    ...Object.fromEntries(noticesOf(report).map(({ title, text }) => [`notice.${title}`, text])),
  }).map(([name, value]) => element('property', { name, value: String(value) }));
  const suites = [...Map.groupBy(cases, ({ suite }) => suite)].map(([name, own]) => {
    const time = Math.round(own.reduce((sum, { seconds }) => sum + seconds, 0) * 1000) / 1000;
    return element('testsuite', { name, ...counts(own), time, timestamp: report.run.startedAt.replace(/Z$/, '') }, [
      '',
      element('properties', {}, ['', ...properties, '']),
      ...own.map(testCase),
      '',
    ]);
  });
  const problems = beyondChecks(report);
  const beyond = (kind: string): number => problems.filter(({ name }) => name === kind).length;
  const causes = causesSuite(report);
  const all = counts(cases);
  const head = {
    name: report.target.selfCheck ? 'kfp-conformance (self-check)' : 'kfp-conformance',
    tests: all.tests + causes.counted.tests + problems.length,
    failures: all.failures + causes.counted.failures + beyond('failure'),
    errors: all.errors + beyond('error'),
    skipped: all.skipped + causes.counted.skipped,
    time: report.run.durationSeconds,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', head, ['', ...causes.text, ...suites, ...beyondSuite(problems), ''])}\n`;
};
