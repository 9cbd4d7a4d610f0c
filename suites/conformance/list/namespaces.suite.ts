import { assert, soft } from '../../../src/scenarios/assert.ts';
import { allRights } from '../../../src/cluster/rule.ts';
import { itemsOf, jsonOf, number, text } from '../../../src/clients/json-response.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { laneOfPerson } from '../../expectations/lane-of-person.ts';
import { equals, filterOf } from '../../expectations/predicate.ts';

/** The labels in each namespace; the label `both` exists in the two of them. */
const labels = { first: ['both', 'one'], second: ['both', 'two'] } as const;
type NamespaceKey = keyof typeof labels;

interface TwoNamespaces {
  /** REST as a user with all rights in both namespaces. */
  readonly kfp: KfpClient;
  readonly namespaces: Readonly<Record<NamespaceKey, string>>;
  /** Labels such as `one of first`, by the id of the pipeline. */
  readonly labelOf: ReadonlyMap<string, string>;
}

/** The items and the total size of a list. A refusal has no items. */
interface Shown {
  readonly status: number;
  readonly shown: readonly string[];
  readonly total: number;
}

const showing = (...shown: readonly string[]): Shown => ({ status: 200, shown, total: shown.length });
const allOf = (key: NamespaceKey): Shown => showing(...labels[key].map((label) => `${label} of ${key}`));

/** The list of a namespace, optionally with a filter for the namespace `filtered`. */
const listOf = async (
  { kfp, namespaces, labelOf }: TwoNamespaces,
  key: NamespaceKey,
  filtered?: string,
): Promise<Shown> => {
  const filter = filtered === undefined ? undefined : filterOf(equals('namespace', filtered));
  const answer = await kfp.call('GET', `${apiV2}/pipelines`, {
    query: { namespace: namespaces[key], page_size: 200, filter },
  });
  if (answer.status !== 200) return { status: answer.status, shown: [], total: 0 };
  const shown = itemsOf(answer, 'pipelines').map((item) => labelOf.get(text(item, 'pipeline_id')) ?? 'something else');
  return { status: answer.status, shown: shown.toSorted(), total: number(jsonOf(answer), 'total_size') };
};

/** One user creates two pipelines in each of two namespaces, on the lane's write surface. */
const givenTwoNamespaces = async (context: ScenarioContext): Promise<TwoNamespaces> => {
  const { given, people, names, namespace, lane } = context;
  const { person, namespaces } = await given('somebody has all rights in two namespaces', async () => {
    const [owner, second] = await Promise.all([people.person('of-both'), people.namespace('second')]);
    const granted = { first: namespace, second };
    for (const name of Object.values(granted)) await people.grant(owner, allRights, { namespace: name });
    return { person: owner, namespaces: granted };
  });
  const labelOf = await given('each namespace has two pipelines', async () => {
    const made = new Map<string, string>();
    for (const key of ['first', 'second'] as const) {
      const { write } = laneOfPerson(context, person, {
        onRest: namespaces[key],
        onKubernetes: namespaces[key],
      });
      for (const label of labels[key])
        made.set(accepted(await write.createPipeline({ name: names.of(label) })).id, `${label} of ${key}`);
    }
    return made;
  });
  const two = { kfp: person.kfp, namespaces, labelOf };
  await given('each list shows at least what was made there', () =>
    lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
      const lists = await Promise.all([listOf(two, 'first'), listOf(two, 'second')]);
      const missing = [...labelOf.values()].filter((label) => !lists.some(({ shown }) => shown.includes(label)));
      assert.deepEqual(missing, [], 'pipelines that no list shows');
    }),
  );
  return two;
};

const twoNamespaces: Scenario = {
  name: 'pipelines-of-two-namespaces',
  namespaces: 2,
  variant: 'multi-user',
  profile: 'multi-user',
  checks: ['LIST-25', 'FILT-09'],
  observes: ['lists', 'filtered'],
  async run(context) {
    const { check, observe } = context;
    const two = await givenTwoNamespaces(context);
    const { first, second } = two.namespaces;
    const lists = { first: await listOf(two, 'first'), second: await listOf(two, 'second') };
    observe('lists', lists);
    await check('LIST-25', () => {
      soft.deepEqual(
        lists,
        { first: allOf('first'), second: allOf('second') },
        'each list holds and counts the pipelines of its namespace',
      );
    });
    const filtered = {
      'first by first': await listOf(two, 'first', first),
      'first by second': await listOf(two, 'first', second),
      'second by second': await listOf(two, 'second', second),
      'second by first': await listOf(two, 'second', first),
    };
    observe('filtered', filtered);
    await check('FILT-09', () => {
      soft.deepEqual(
        filtered,
        {
          'first by first': allOf('first'),
          'first by second': showing(),
          'second by second': allOf('second'),
          'second by first': showing(),
        },
        "a filter for a list's own namespace lets all through, one for another namespace nothing",
      );
    });
  },
};

export default defineSuite({ title: 'LIST: namespaces', scenarios: [twoNamespaces] });
