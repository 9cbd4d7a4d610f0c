import { laneNames, type LaneName } from '../contract/lane-name.ts';
import type { BaselineEntry } from './baseline.ts';

/** An entry as it stands in the file: of every listed scenario in every listed lane. */
export interface FoldedEntry extends Omit<BaselineEntry, 'lane' | 'scenario'> {
  readonly lanes: readonly LaneName[];
  readonly scenarios: readonly string[];
}

const bodyOf = ({ requirement, aspects, reason, vulnerability, intermittent }: BaselineEntry): string =>
  JSON.stringify([
    requirement,
    Object.entries(aspects).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    reason,
    vulnerability,
    intermittent,
  ]);

const lanesOf = (entries: readonly BaselineEntry[]): readonly LaneName[] =>
  laneNames.filter((name) => entries.some(({ lane }) => lane === name));

/** One entry for all scenarios that fail alike in the same lanes. */
const folded = (alike: readonly BaselineEntry[]): readonly FoldedEntry[] => {
  const byScenario = [...Map.groupBy(alike, ({ scenario }) => scenario).values()];
  return [...Map.groupBy(byScenario, (own) => lanesOf(own).join()).values()].flatMap((same) => {
    const all = same.flat();
    const [first] = all;
    if (first === undefined) return [];
    const { lane: _lane, scenario: _scenario, ...rest } = first;
    return { ...rest, lanes: lanesOf(all), scenarios: [...new Set(all.map(({ scenario }) => scenario))].toSorted() };
  });
};

const orderOf = ({ requirement, lanes, scenarios, aspects, reason }: FoldedEntry): string =>
  JSON.stringify([requirement, scenarios[0], lanes.map((lane) => laneNames.indexOf(lane)), aspects, reason]);

/** Folds equal entries of several lanes and scenarios into one, in an order that depends on nothing but their content. */
export const foldedEntries = (entries: readonly BaselineEntry[]): readonly FoldedEntry[] =>
  [...Map.groupBy(entries, bodyOf).values()].flatMap(folded).toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
