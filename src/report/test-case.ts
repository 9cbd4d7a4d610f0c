import type { Outcome } from '../contract/outcome.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import type { Report } from '../judgement/schema.ts';
import { isVulnerability } from '../judgement/vulnerabilities.ts';
import { shortened } from '../text/value-text.ts';
import { anchorOf } from './cause-text.ts';
import { rateText } from './intermittent-text.ts';
import { checkLink } from './report-link.ts';

/** A check as programs that read test results know it. */
export interface TestCase {
  /** `LIST-04 listed-in-pages`: it stays when the sentence of the requirement is reworded. */
  readonly name: string;
  /** `kfp.core.LIST.kubernetes-rest`; unique together with the name. Viewers make packages of what stands between points. */
  readonly suite: string;
  /** The sentence of the requirement, with its id and level. */
  readonly sentence: string;
  readonly outcome: Outcome;
  readonly result: 'passed' | 'failed' | 'error' | 'skipped';
  /** One line; what is skipped begins with `known: `, `n/a: ` or `recorded: `. */
  readonly message?: string;
  /** Everything that is told about a failure, the sentence first. */
  readonly detail: string;
  /** The location of the scenario, relative to the root of the package. */
  readonly file?: string;
  readonly line?: number;
  /** The share of the check in the time of its scenario in its lane. */
  readonly seconds: number;
  readonly vulnerability: boolean;
}

const results: Readonly<Record<Outcome, TestCase['result']>> = {
  passed: 'passed',
  failed: 'failed',
  blocked: 'failed',
  'stale-baseline': 'failed',
  error: 'error',
  'known-failure': 'skipped',
  'not-applicable': 'skipped',
  recorded: 'skipped',
};

const messageOf = ({ check }: PlacedCheck): string | undefined => {
  const { outcome, reason, message = '', observed, baselineReason } = check;
  const { word } = outcomeWords[outcome];
  switch (outcome) {
    case 'passed':
      return undefined;
    case 'failed':
      return message || word;
    case 'known-failure': {
      const rate = rateText(check);
      return `known: ${rate === undefined ? '' : `${rate}; `}${baselineReason ?? (message || 'see the baseline')}`;
    }
    case 'not-applicable':
      return `n/a: ${[reason ?? 'no reason given', message].filter((part) => part !== '').join(', ')}`;
    case 'recorded':
      return `recorded: ${observed ?? message}`;
    case 'blocked':
    case 'stale-baseline':
    case 'error':
      return `${word}: ${message}`;
  }
};

const detailOf = (report: Report, placed: PlacedCheck, sentence: string): string => {
  const { check } = placed;
  const { message, expected, observed, baselineReason, reproduction } = check;
  const anchor = anchorOf(placed);
  return [
    sentence,
    ...(message === undefined ? [] : [message]),
    ...(baselineReason === undefined ? [] : [`known before: ${baselineReason}`]),
    ...(expected === undefined ? [] : [`expected: ${shortened(expected, 4000)}`]),
    ...(observed === undefined ? [] : [`observed: ${shortened(observed, 4000)}`]),
    ...(reproduction === undefined ? [] : [`script that reproduces it: failures/${anchor}.sh`]),
    `details: ${checkLink(report, anchor)}`,
  ].join('\n');
};

/** The checks of a report as test cases, in its order. */
export const testCases = (report: Report): readonly TestCase[] => {
  const checks = checksOf(report);
  const keyOf = (scenario: string, lane: string): string => `${scenario} ${lane}`;
  const times = new Map(report.run.scenarios.map(({ scenario, lane, seconds }) => [keyOf(scenario, lane), seconds]));
  const shares = Map.groupBy(checks, ({ check, lane }) => keyOf(check.scenario, lane));
  const locations = new Map(report.scenarios.map(({ name, file, line }) => [name, { file, line }]));
  return checks.map((placed): TestCase => {
    const { requirement, lane, check } = placed;
    const sentence = `${requirement.id} (${requirement.level}): ${requirement.text}`;
    const message = messageOf(placed);
    const key = keyOf(check.scenario, lane);
    return {
      name: `${requirement.id} ${check.scenario}`,
      suite: ['kfp', check.profile, requirement.area, lane.replace('/', '-')].join('.'),
      sentence,
      outcome: check.outcome,
      result: results[check.outcome],
      ...(message !== undefined && { message: shortened(message, 500) }),
      detail: detailOf(report, placed, sentence),
      ...locations.get(check.scenario),
      seconds: Math.round(((times.get(key) ?? 0) / (shares.get(key)?.length ?? 1)) * 1000) / 1000,
      vulnerability: isVulnerability(placed),
    };
  });
};
