import type { LaneName } from '../contract/lane-name.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import { failuresOf, type PlacedCheck } from '../judgement/check-list.ts';
import { parityRequirement } from '../judgement/declared-checks.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { Report } from '../judgement/schema.ts';
import { isVulnerability, publishedReport, vulnerabilitiesOf } from '../judgement/vulnerabilities.ts';
import { counted } from '../text/counted.ts';
import { oneLine } from '../text/value-text.ts';
import { workflowCommand } from './workflow-command.ts';

/** GitHub shows ten errors of a step, and drops the others. */
const annotationLimit = 10;

/** A blocked check, and a comparison of lanes, mostly repeat the failure of another check. */
const rankOf = ({ requirement, check }: PlacedCheck): number =>
  check.outcome === 'blocked' ? 2 : requirement.id === parityRequirement ? 1 : 0;

const lanesText = (lanes: readonly LaneName[]): string => [...new Set(lanes)].join(', ');

/**
 * The failures that no baseline knows as annotations of GitHub Actions, ten lines at most: failures of one requirement
 * with one message share an annotation, and the last one counts the rest. Of a scenario with a vulnerability only
 * requirement and lane are told, because logs and annotations may be public.
 */
export const annotations = (whole: Report): readonly string[] => {
  const confidential = new Set(vulnerabilitiesOf(whole).map(({ check }) => check.scenario));
  const report = publishedReport(whole);
  const detailOf = ({ requirement, check }: PlacedCheck): readonly string[] =>
    confidential.has(check.scenario)
      ? [requirement.text, 'The details are not published: see report.html']
      : [
          requirement.text,
          ...(check.message === undefined ? [] : [oneLine(check.message, 500)]),
          ...(check.expected === undefined ? [] : [`expected ${oneLine(check.expected, 200)}`]),
          ...(check.observed === undefined ? [] : [`observed ${oneLine(check.observed, 200)}`]),
          [check.scenario, locationIn(report, check.scenario)].filter((part) => part !== undefined).join(', '),
        ];
  const causeOf = (placed: PlacedCheck): string =>
    [placed.requirement.id, placed.check.outcome, isVulnerability(placed), placed.check.message].join('\n');
  const groups = [...Map.groupBy(failuresOf(report), causeOf).values()].toSorted(([a], [b]) =>
    a === undefined || b === undefined ? 0 : rankOf(a) - rankOf(b),
  );
  const shown = groups.length <= annotationLimit ? groups : groups.slice(0, annotationLimit - 1);
  const rest = groups.slice(shown.length).flat().length;
  return [
    ...shown.flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const mark = isVulnerability(first) ? ' (vulnerability)' : '';
      const title = `${first.requirement.id} ${outcomeWords[first.check.outcome].word}${mark} in ${lanesText(same.map(({ lane }) => lane))}`;
      return [workflowCommand('error', detailOf(first).join('\n'), { title })];
    }),
    ...(rest === 0
      ? []
      : [workflowCommand('error', 'They are in report.html.', { title: `${counted(rest, 'more check')} failed` })]),
  ];
};
