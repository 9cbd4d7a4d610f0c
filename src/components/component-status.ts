import { findComponent, type Finding } from './find-component.ts';
import { findMariaDb } from './find-mariadb.ts';
import { componentNames, localComponentNames, recipes } from './recipe.ts';
import { versions } from './versions.ts';

/** One row of `setup --status`. */
export interface ComponentStatus {
  readonly name: string;
  /** The pinned version; the minimum version for MariaDB. */
  readonly wanted: string;
  /** `on-demand`: it is set up when it is needed. */
  readonly state: 'ready' | 'missing' | 'on-demand';
  readonly version?: string;
  readonly source?: string;
  readonly path?: string;
  /** Components that were found but are not used: path and reason. */
  readonly passedOver: readonly string[];
}

const isOnDemand = (name: string): boolean =>
  componentNames.some((known) => known === name) && !localComponentNames.some((known) => known === name);

const row = (name: string, wanted: string, { component, passedOver }: Finding): ComponentStatus =>
  component === undefined
    ? { name, wanted, state: isOnDemand(name) ? 'on-demand' : 'missing', passedOver }
    : {
        name,
        wanted,
        state: 'ready',
        version: component.version,
        source: component.source,
        path: component.path,
        passedOver,
      };

/** The state of all components. Changes nothing. */
export const componentStatus = async (): Promise<readonly ComponentStatus[]> => [
  ...(await Promise.all(
    componentNames.map(async (name) =>
      row(name, versions.toolchains[recipes[name].toolchain], await findComponent(name)),
    ),
  )),
  row('MariaDB', `>= ${versions.mariadb.minimum}`, await findMariaDb()),
];

/** Formats the status as a table for a terminal. */
export const statusTable = (status: readonly ComponentStatus[]): string => {
  const rows = [
    ['component', 'wanted', 'state', 'version', 'source', 'path'],
    ...status.map(({ name, wanted, state, version, source, path }) => [
      name,
      wanted,
      state,
      version ?? '',
      source ?? '',
      path ?? '',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = status.flatMap(({ name, passedOver }) => passedOver.map((file) => `${name}: passed over ${file}`));
  return `${[...lines, ...notes].join('\n')}\n`;
};
