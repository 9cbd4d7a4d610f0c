import { laneNames } from '../contract/lane-name.ts';
import type { LoadRunRequirement } from '../contract/load-run-requirements.ts';
import { ruleOf } from '../judgement/load/requirements.ts';
import { padded, paragraph, shortLanes } from '../report/terminal-text.ts';

/** A requirement that load runs decide, as `list --json` shows it. */
export const loadRequirementJson = (requirement: LoadRunRequirement) => ({
  ...requirement,
  decidedBy: 'load',
  bound: ruleOf(requirement.id).bound,
});

/** The requirements that load runs decide, as lines apart from the profiles. */
export const loadRequirementLines = (found: readonly LoadRunRequirement[], width: number): readonly string[] => {
  if (found.length === 0) return [];
  const widths = laneNames.map((lane) => Math.max(shortLanes[lane].length, 'load'.length));
  const row = (id: string, level: string, cells: readonly string[]): string =>
    `${id.padEnd(8)} ${level.padEnd(6)} ${cells.map((text, at) => padded(text, widths[at] ?? 0)).join(' ')}  `;
  const head = laneNames.map((lane) => shortLanes[lane].toUpperCase());
  return [
    'Decided by load runs, in no profile',
    `${row('ID', 'LEVEL', head)}REQUIREMENT`,
    ...[...Map.groupBy(found, ({ area }) => area)].flatMap(([area, own]) => [
      `${area}: ${own[0]?.areaTitle ?? ''}`,
      ...own.flatMap(({ id, level, text, lanes }) =>
        paragraph(
          row(
            id,
            level,
            laneNames.map((lane) => (lanes.includes(lane) ? 'load' : '–')),
          ),
          text,
          width,
          Infinity,
        ),
      ),
    ]),
    '',
  ];
};
