import { laneNames } from '../contract/lane-name.ts';
import { padded, paragraph, shortLanes } from '../report/terminal-text.ts';

/** A requirement in a table. */
interface RequirementRow {
  readonly id: string;
  readonly level: string;
  readonly area: string;
  readonly areaTitle: string;
  readonly text: string;
  /** A text for each lane, in their order. */
  readonly cells: readonly string[];
}

/** Tables of requirements by title, area by area, as lines of a width. A column is as wide in all of them. */
export const requirementTables = (
  tables: ReadonlyMap<string, readonly RequirementRow[]>,
  width: number,
): readonly string[] => {
  const lanes = laneNames.map((lane) => shortLanes[lane].toUpperCase());
  const rows = [lanes, ...[...tables.values()].flat().map(({ cells }) => cells)];
  const widths = lanes.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const lineOf = (id: string, level: string, cells: readonly string[]): string =>
    `${id.padEnd(8)} ${level.padEnd(6)} ${cells.map((text, at) => padded(text, widths[at] ?? 0)).join(' ')}  `;
  return [...tables].flatMap(([title, own]) => [
    title,
    `${lineOf('ID', 'LEVEL', lanes)}REQUIREMENT`,
    ...[...Map.groupBy(own, ({ area }) => area)].flatMap(([area, all]) => [
      `${area}: ${all[0]?.areaTitle ?? ''}`,
      ...all.flatMap(({ id, level, text, cells }) => paragraph(lineOf(id, level, cells), text, width, Infinity)),
    ]),
    '',
  ]);
};
