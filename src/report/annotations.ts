import { locationIn } from '../judgement/scenario-location.ts';
import type { Report } from '../judgement/schema.ts';
import { publishedReport, vulnerabilitiesOf } from '../judgement/vulnerabilities.ts';
import { counted } from '../text/counted.ts';
import { oneLine } from '../text/value-text.ts';
import { openCauses, type OpenCause } from './open-causes.ts';
import { checkLink } from './report-link.ts';
import { workflowCommand } from './workflow-command.ts';

/** GitHub shows ten errors of a step, and drops the others. */
const annotationLimit = 10;

const words: Readonly<Record<OpenCause['kind'], string>> = {
  new: 'new',
  changed: 'fails in more than is known',
  fixed: 'fails less than is known',
  error: 'not judged',
};

/**
 * The causes that shut the gate as annotations of GitHub Actions, ten lines at most: the last one counts the rest. Of a
 * scenario with a vulnerability only requirement and lane are told, because logs and annotations may be public.
 */
export const annotations = (whole: Report): readonly string[] => {
  const confidential = new Set(vulnerabilitiesOf(whole).map(({ check }) => check.scenario));
  const report = publishedReport(whole);
  const detailOf = ({ example: { requirement, check }, sentence, known, anchor }: OpenCause): readonly string[] =>
    confidential.has(check.scenario)
      ? [requirement.text, 'The details are not published: see report.html']
      : [
          requirement.text,
          oneLine(sentence, 500),
          ...(known === undefined ? [] : [`known before: ${oneLine(known, 500)}`]),
          ...(check.expected === undefined ? [] : [`expected ${oneLine(check.expected, 200)}`]),
          ...(check.observed === undefined ? [] : [`observed ${oneLine(check.observed, 200)}`]),
          [check.scenario, locationIn(report, check.scenario)].filter((part) => part !== undefined).join(', '),
          checkLink(report, anchor),
        ];
  const causes = openCauses(report);
  const shown = causes.length <= annotationLimit ? causes : causes.slice(0, annotationLimit - 1);
  const rest = causes.length - shown.length;
  return [
    ...shown.map((cause) => {
      const mark = cause.vulnerability ? ', a vulnerability' : '';
      return workflowCommand('error', detailOf(cause).join('\n'), {
        title: `${words[cause.kind]}: ${cause.place}${mark}`,
      });
    }),
    ...(rest === 0
      ? []
      : [workflowCommand('error', 'They are in report.html.', { title: counted(rest, 'more cause') })]),
  ];
};
