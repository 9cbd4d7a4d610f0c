import type { AccountHolder } from '../../../../src/access/people.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import { verdictOf, type AccessCall } from './access-call.ts';
import type { AccessObjects } from './access-objects.ts';
import { inTurns } from './in-turns.ts';

/** Sends the calls as a given person. Returns the label of each call and whether it was allowed. */
export const answersInTurn = (
  { names, packages, people }: ScenarioContext,
  { kfp, kubernetes }: AccountHolder,
  calls: readonly AccessCall[],
  objects: AccessObjects,
): Promise<readonly (readonly [label: string, verdict: string])[]> =>
  inTurns(
    calls.map((call, index) => ({ call, mark: names.of(`made-${index}`) })),
    async ({ call, mark }) => {
      const { admin } = people;
      const { status } = await call.send({ objects, mark, packages, dryRun: false, kfp, kubernetes, admin });
      return [call.label, verdictOf(status, call)] as const;
    },
  );
