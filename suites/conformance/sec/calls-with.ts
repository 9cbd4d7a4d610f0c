import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { creationCalls, labelled, readCalls, type Calls } from '../../expectations/calls.ts';
import type { PipelineFixture } from '../../expectations/pipeline-fixture.ts';

/** Request headers by a label of the identity that they carry. */
export type Identities = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * For each set of headers, one call by id, one by namespace and one that writes. The writes create `…-by-0-made` and so
 * on.
 */
export const callsWith = (
  { people, names, packages, namespace }: ScenarioContext,
  fixture: PipelineFixture,
  identities: Identities,
): Calls =>
  Object.fromEntries(
    Object.entries(identities).flatMap(([who, headers], index) => {
      const kfp = people.as(headers);
      const calls = {
        ...readCalls(kfp, fixture),
        ...creationCalls(kfp, namespace, { names, packages, label: `by-${index}` }),
      };
      const few = ['get pipeline', 'list pipelines', 'create pipeline'];
      return Object.entries(labelled(who, calls)).filter(([label]) => few.some((call) => label.endsWith(`: ${call}`)));
    }),
  );
