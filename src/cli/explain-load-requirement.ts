import { loadRunRequirementsFile, type LoadRunRequirement } from '../contract/load-run-requirements.ts';
import { ruleOf } from '../judgement/load/requirements.ts';
import { paragraph, terminalOptions, type TerminalStream } from '../report/terminal-text.ts';
import type { ExplainOptions } from './explain-options.ts';
import { explanationSection } from './explanation-text.ts';
import { lastLoadOutcome, type LastLoadOutcome } from './last-load-outcome.ts';

const words = { met: '✓ met', 'not-met': '✗ not met', recorded: '• recorded', 'not-decided': '? not decided' } as const;

const lastTexts = (last: LastLoadOutcome | undefined): readonly string[] => {
  if (last === undefined) return ['there is no load run in reports/runs that this version can read'];
  const { run, plan, decisions } = last;
  return [
    `${run}, plan ${plan}`,
    ...(decisions.length === 0 ? ['none of its lanes was measured'] : []),
    ...decisions.map(({ outcome, lane, target, text }) => `${words[outcome]} in ${lane} (${target}): ${text}`),
  ];
};

/** Prints everything that is known about a requirement that load runs decide. */
export const explainLoadRequirement = async (
  requirement: LoadRunRequirement,
  { run, json }: ExplainOptions,
  stream: TerminalStream,
): Promise<void> => {
  const { id, level, area, areaTitle, text, source, lanes, laneExclusions } = requirement;
  const { bound } = ruleOf(id);
  const last = await lastLoadOutcome(id, run);
  if (json === true) {
    stream.write(`${JSON.stringify({ requirement, decidedBy: 'load', bound, last }, null, 1)}\n`);
    return;
  }
  const width = terminalOptions(stream).columns;
  const exclusions = Object.entries(laneExclusions).map(([lane, reason]) => `not ${lane}: ${reason}`);
  const lines = [
    ...paragraph(
      '',
      `${id}: ${level}, decided by load runs, in no profile, area ${area} (${areaTitle})`,
      width,
      Infinity,
    ),
    ...paragraph('', text, width, Infinity),
    ...explanationSection('Source', [source, loadRunRequirementsFile], { width }),
    ...explanationSection('Lanes', [lanes.join(', '), ...exclusions], { width }),
    ...explanationSection('Decided from load.json', [bound], { width }),
    ...explanationSection('Last outcome', lastTexts(last), { width }),
    '',
  ];
  stream.write(lines.join('\n'));
};
