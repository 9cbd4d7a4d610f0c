import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { labelsShown } from '../../expectations/listing.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { writtenSet } from './written-set.ts';

/** The rows in the order of their creation; no two columns sort the rows the same way. */
const rows = [
  { label: 'cherry', displayName: 'Golf', description: 'three', step: 'xray' },
  { label: 'apple', displayName: 'Hotel', description: 'two', step: 'whisky' },
  { label: 'damson', displayName: 'Echo', description: 'one', step: 'zulu' },
  { label: 'banana', displayName: 'Foxtrot', description: 'four', step: 'yankee' },
] as const;
type Row = (typeof rows)[number];

const rowOf = (label: string): Row => {
  const row = rows.find((candidate) => candidate.label === label);
  if (row === undefined) throw new Error(`no row is called ${label}`);
  return row;
};

const labelsBy = (column: keyof Row): readonly string[] =>
  rows.toSorted((a, b) => (a[column] < b[column] ? -1 : 1)).map(({ label }) => label);

const created = rows.map(({ label }) => label);
const ascendingAndDescending = (expected: readonly string[]) => ({ asc: expected, desc: expected.toReversed() });

const listedInOrder: Scenario = {
  name: 'listed-in-order',
  writes: 8,
  checks: ['LIST-01', 'LIST-10', 'LIST-11'],
  observes: ['order without sort_by', 'order with sort_by'],
  async run(context) {
    const { check, observe } = context;
    // Creation times have a resolution of one second.
    const { listings } = await writtenSet(context, created, {
      gapMs: 1_100,
      draft: (label) => ({ displayName: rowOf(label).displayName, description: rowOf(label).description }),
      definition: (label) => smallDefinition(rowOf(label).step),
    });
    await check('LIST-01', async () => {
      const found: Record<string, readonly string[]> = {};
      const observed: Record<string, unknown> = {};
      for (const listing of listings) {
        const page = await listing.page();
        found[listing.of] = page.labels;
        observed[listing.of] = labelsShown(page);
      }
      observe('order without sort_by', observed);
      soft.deepEqual(
        found,
        { pipelines: created, versions: created },
        'without sort_by they are listed as they were created',
      );
    });
    await check('LIST-10', async () => {
      const found: Record<string, unknown> = {};
      let isRefused = false;
      for (const listing of listings) {
        const page = async (sort_by: string) => {
          const shown = await listing.page({ sort_by });
          isRefused ||= shown.kind !== 'ok';
          return shown;
        };
        const sorted = async (field: string) => ({
          asc: (await page(`${field} asc`)).labels,
          desc: (await page(`${field} desc`)).labels,
        });
        const name = await sorted('name');
        const displayName = await sorted('display_name');
        const createdAt = await sorted('created_at');
        const byDefault = (await page('name')).labels;
        // The target assigns the ids, so only their order is compared.
        const { ids } = await page('id');
        const idsDescending = (await page('id desc')).ids;
        const id = {
          asc: ids.length === rows.length && ids.join() === ids.toSorted().join(),
          desc: idsDescending.join() === ids.toReversed().join(),
        };
        found[listing.of] = { byDefault, name, displayName, createdAt, id };
      }
      observe('order with sort_by', isRefused ? undefined : found);
      const expected = {
        byDefault: labelsBy('label'),
        name: ascendingAndDescending(labelsBy('label')),
        displayName: ascendingAndDescending(labelsBy('displayName')),
        createdAt: ascendingAndDescending(created),
        id: { asc: true, desc: true },
      };
      soft.deepEqual(found, { pipelines: expected, versions: expected }, 'sort_by names a field and a direction');
    });
    await check('LIST-11', async () => {
      let ordered = true;
      for (const listing of listings) {
        const isOrdered = async (field: string, expected: readonly string[]) => {
          const asc = await listing.page({ sort_by: field });
          const desc = await listing.page({ sort_by: `${field} desc` });
          assert.deepEqual([asc.kind, desc.kind], ['ok', 'ok'], `${listing.of}: sort_by ${field} is accepted`);
          return asc.labels.join() === expected.join() && desc.labels.join() === expected.toReversed().join();
        };
        ordered = (await isOrdered('description', labelsBy('description'))) && ordered;
        if (listing.of === 'pipelines') continue;
        ordered = (await isOrdered('pipeline_spec', labelsBy('step'))) && ordered;
        const byStatus = async () => {
          const { kind, labels } = await listing.page({ sort_by: 'status' });
          assert.equal(kind, 'ok', 'versions: sort_by status is accepted');
          return labels.join();
        };
        const orders = new Set(await Promise.all(Array.from({ length: 10 }, byStatus)));
        ordered = orders.size === 1 && ordered;
      }
      // All fields share one result, because a target that does not sort by these fields gets some of them right by
      // chance.
      soft.equal(ordered ? 'ordered' : 'not ordered', 'ordered', 'description, pipeline_spec and status order a list');
    });
  },
};

/** Letters of both cases, digits, `-` and `_` are compared with each other; no two names differ in case alone. */
const mixed = ['b-1', 'B_1', 'b1', 'A10', 'a2', 'a-x', 'A_x', 'Z', 'z0'];

const mixedCaseListed: Scenario = {
  name: 'mixed-case-listed',
  writes: 2 * mixed.length,
  checks: [],
  observes: ['display names of pipelines', 'display names of versions'],
  parity: { 'LIST-27': ['order of mixed display names'] },
  async run(context) {
    const labels = mixed.map((_, index) => `m${index}`);
    const { listings } = await writtenSet(context, labels, {
      draft: (label) => ({ displayName: mixed[labels.indexOf(label)] ?? '' }),
    });
    const orders: Record<string, readonly string[] | undefined> = {};
    for (const listing of listings) {
      const { kind, displayNames } = await listing.page({ sort_by: 'display_name' });
      orders[listing.of] = kind === 'ok' ? displayNames : undefined;
      context.observe(`display names of ${listing.of}`, orders[listing.of]?.toSorted());
    }
    context.observe('order of mixed display names', orders);
  },
};

export default defineSuite({ title: 'LIST: order', alsoMultiUser: true, scenarios: [listedInOrder, mixedCaseListed] });
