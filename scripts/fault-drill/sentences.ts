import type { Exchange } from '../../src/contract/exchange.ts';
import type { LaneName } from '../../src/contract/lane-name.ts';
import type { Outcome } from '../../src/contract/outcome.ts';
import type { CheckEntry, Report } from '../../src/judgement/schema.ts';
import { faultHeader } from '../../src/testing/wire/wire-fault.ts';
import type { DrilledRun } from './drilled-run.ts';

/** A check in a report, and its place. */
export interface PlacedEntry extends CheckEntry {
  readonly requirement: string;
  readonly area: string;
  readonly lane: LaneName;
}

/** Every check of a report. */
export const entriesOf = ({ requirements }: Report): readonly PlacedEntry[] =>
  requirements.flatMap(({ id, area, lanes }) =>
    Object.entries(lanes).flatMap(([lane, { checks }]) =>
      checks.map((check) => ({ ...check, requirement: id, area, lane: lane as LaneName })),
    ),
  );

/** The outcomes that say that the target is not as it should be. */
const accusing: ReadonlySet<Outcome> = new Set<Outcome>(['failed', 'known-failure', 'blocked']);

/** The checks that say something bad about the target. */
export const accusationsOf = (report: Report): readonly PlacedEntry[] =>
  entriesOf(report).filter(({ outcome }) => accusing.has(outcome));

/** `CRUD-04 in kubernetes/rest (pipeline-read-at-once): failed: …` */
export const describeEntry = ({ requirement, lane, scenario, outcome, message = '' }: PlacedEntry): string =>
  `${requirement} in ${lane} (${scenario}): ${outcome}: ${message}`;

/** Whether the fault of the wire shows in an exchange: a spoilt answer, or none. */
const shows = ({ response, error }: Exchange): boolean =>
  error !== undefined || response?.headers[faultHeader] !== undefined;

/**
 * The accusations of a target in good order that no answer to their scenario carries. A comparison of lanes rests on the
 * answers in all of them.
 */
export const uncarried = async ({ report, exchanges }: DrilledRun): Promise<readonly string[]> => {
  const accusations = report === undefined ? [] : accusationsOf(report);
  const lanes = [...new Set(report === undefined ? [] : entriesOf(report).map(({ lane }) => lane))];
  const carried = async ({ scenario, lane, area }: PlacedEntry): Promise<boolean> => {
    const answers = await Promise.all((area === 'PAR' ? lanes : [lane]).map((one) => exchanges(scenario, one)));
    return answers.flat().some(shows);
  };
  const found = await Promise.all(accusations.map(async (entry) => ((await carried(entry)) ? [] : [entry])));
  return found.flat().map(describeEntry);
};
