import { laneNames } from '../contract/lane-name.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadRunRequirements } from '../contract/load-run-requirements.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import { locationText } from '../contract/source-location.ts';
import { killedRequirement } from '../mutants/check-key.ts';
import { loadMutants } from '../mutants/load-mutants.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { rateText } from '../report/intermittent-text.ts';
import { paragraph, terminalOptions, type TerminalStream } from '../report/terminal-text.ts';
import { describedRequirements, type DescribedRequirement } from './described-requirements.ts';
import { explainLoadRequirement } from './explain-load-requirement.ts';
import type { ExplainOptions } from './explain-options.ts';
import { explanationSection } from './explanation-text.ts';
import { requirementId } from './find-requirement.ts';
import { knownFailures, type KnownFailure } from './known-failures.ts';
import { lastOutcome, type LastOutcome } from './last-outcome.ts';

/** Everything that is known about a requirement. */
interface Explanation extends DescribedRequirement {
  readonly mutants: readonly Pick<Mutant, 'name' | 'defect'>[];
  readonly known: readonly KnownFailure[];
  readonly last: LastOutcome | undefined;
}

const explanationOf = async (described: DescribedRequirement, run: string | undefined): Promise<Explanation> => {
  const { id } = described.requirement;
  const mutants = (await loadMutants())
    .filter(({ kills }) => kills.some((kill) => killedRequirement(kill) === id))
    .map(({ name, defect }) => ({ name, defect }));
  return { ...described, mutants, known: await knownFailures(id), last: await lastOutcome(id, run) };
};

const releasesText = ({ since, until }: DescribedRequirement['requirement']): readonly string[] =>
  since === undefined && until === undefined
    ? []
    : [
        [...(since === undefined ? [] : [`since ${since}`]), ...(until === undefined ? [] : [`until ${until}`])].join(
          ', ',
        ),
      ];

const laneTexts = ({ lanes, laneExclusions, excluded }: DescribedRequirement['requirement']): readonly string[] => [
  ...(excluded === undefined ? [] : [`no check: ${excluded}`]),
  ...(lanes.length === 0 ? [] : [lanes.join(', ')]),
  ...Object.entries(laneExclusions).map(([lane, reason]) => `not ${lane}: ${reason}`),
];

const knownText = ({ release, lanes, scenarios, reason, vulnerability, intermittent }: KnownFailure): string => {
  const rate = rateText({ intermittent });
  return `${release}, ${lanes.join(', ')} (${scenarios.join(', ')})${vulnerability ? ', a vulnerability' : ''}${rate === undefined ? '' : `, ${rate}`}: ${reason}`;
};

const lastTexts = (last: LastOutcome | undefined): readonly string[] => {
  if (last === undefined) return ['there is no run in reports/runs that this version can read'];
  const checks = laneNames.flatMap((lane) => last.checks.filter((check) => check.lane === lane));
  return [
    `${last.run}: ${last.target}`,
    ...(checks.length === 0 ? ['no check of it was run'] : []),
    ...checks.map(({ lane, scenario, outcome, message, baselineReason }) => {
      const { symbol, word } = outcomeWords[outcome];
      const because = outcome === 'passed' ? undefined : (baselineReason ?? message);
      return `${symbol} ${word} in ${lane} (${scenario})${because === undefined ? '' : `: ${because}`}`;
    }),
  ];
};

const textOf = ({ requirement, areaTitle, scenarios, mutants, known, last }: Explanation, width: number): string => {
  const section = (title: string, texts: readonly string[], none: string): readonly string[] =>
    explanationSection(title, texts, { none, width });
  const { id, level, area, profile, text, source, feature, vulnerability = false } = requirement;
  const traits = [
    level,
    `profile ${profile}`,
    `area ${area} (${areaTitle})`,
    ...(feature === undefined ? [] : [`needs the feature ${feature}`]),
    ...(vulnerability ? ['a violation is a vulnerability'] : []),
  ];
  return [
    ...paragraph('', `${id}: ${traits.join(', ')}`, width, Infinity),
    ...paragraph('', text, width, Infinity),
    ...section('Source', [source], ''),
    ...(releasesText(requirement).length === 0 ? [] : section('Releases', releasesText(requirement), '')),
    ...section('Lanes', laneTexts(requirement), ''),
    ...section(
      'Scenarios',
      scenarios.map((one) => `${one.name}, ${locationText(one)}, in ${one.lanes.join(', ')}`),
      'none decides it',
    ),
    ...section(
      'Mutants that fail it',
      mutants.map(({ name, defect }) => `${name}: ${defect}`),
      'none',
    ),
    ...section('Known failures, by release', known.map(knownText), 'none'),
    ...section('Last outcome', lastTexts(last), ''),
    '',
  ].join('\n');
};

/** Prints everything that is known about a requirement. Throws a UsageError with the nearest ids if there is none. */
export const explainRequirement = async (
  word: string,
  options: ExplainOptions,
  stream: TerminalStream = process.stdout,
): Promise<void> => {
  const ofLoad = await loadRunRequirements();
  const id = requirementId(word, [...(await loadRequirements()).keys(), ...ofLoad.map((one) => one.id)]);
  const decidedByLoad = ofLoad.find((one) => one.id === id);
  if (decidedByLoad !== undefined) return explainLoadRequirement(decidedByLoad, options, stream);
  const described = (await describedRequirements()).find(({ requirement }) => requirement.id === id);
  if (described === undefined) throw new Error(`${id} was found and is gone`);
  const explanation = await explanationOf(described, options.run);
  stream.write(
    options.json === true
      ? `${JSON.stringify(explanation, null, 1)}\n`
      : textOf(explanation, terminalOptions(stream).columns),
  );
};
