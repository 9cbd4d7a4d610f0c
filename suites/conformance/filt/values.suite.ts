import { soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import type { Collection } from '../../expectations/listed-page.ts';
import { onRest } from '../../expectations/on-rest.ts';
import { contains, equals, filterOf, plainFilterOf, type Predicate } from '../../expectations/predicate.ts';
import { shownInList } from './shown-in-list.ts';

const pipelines: Collection = { path: `${apiV2}/pipelines`, items: 'pipelines' };

/** Display names with characters that are special to SQL, URLs, JSON or a collation. */
const displayNames = {
  percent: '100% sure',
  unsure: '100 sure',
  underscore: 'under_score',
  undertone: 'underXscore',
  backslash: String.raw`back\slash`,
  plus: 'one+one',
  blank: 'one one',
  ampersand: 'R&D',
  escaped: '%41 BC',
  unescaped: 'A BC',
  quoted: `say "hi" or 'bye'`,
  injection: `' OR 1=1 -- `,
  accented: 'Résumé',
  plain: 'Resume',
  mixed: 'Mixed Case',
} as const;

type Label = keyof typeof displayNames;
const labels = Object.keys(displayNames) as Label[];

type Found = Readonly<Record<string, readonly string[]>>;

const valuesInFilters: Scenario = {
  name: 'filter-values',
  checks: ['FILT-17', 'FILT-18', 'FILT-26', 'FILT-27'],
  observes: ['FILT-17', 'FILT-18', 'FILT-26', 'FILT-27'],
  parity: { 'FILT-19': ['accents'] },
  writes: labels.length,
  async run(context) {
    const { lane, check, given, observe, kfp, names } = context;
    const scope = contains('name', `${names.prefix}-`);
    await given('pipelines with telling display names are listed', async () => {
      const drafts = labels.map((label) => ({ name: names.of(label), displayName: displayNames[label] }));
      await Promise.all(drafts.map(async (draft) => accepted(await lane.write.createPipeline(draft))));
      await shownInList(context, pipelines, filterOf(scope), labels);
    });
    const find = (predicate: Predicate) => foundLabels(kfp, pipelines, plainFilterOf(scope, predicate), names);
    const called = (text: string) => find(equals('display_name', text));
    const decide = async (
      requirement: string,
      what: string,
      expected: Found,
      ask: (text: string) => Promise<readonly string[]>,
    ) => {
      await check(requirement, async () => {
        const found: Found = Object.fromEntries(
          await Promise.all(Object.keys(expected).map(async (text) => [text, await ask(text)] as const)),
        );
        observe(requirement, found);
        soft.deepEqual(found, expected, what);
      });
    };

    const literal = { '%': ['escaped', 'percent'], _: ['underscore'], '\\': ['backslash'] };
    await decide('FILT-17', 'SQL wildcards stand for themselves', literal, (text) =>
      find(contains('display_name', text)),
    );

    await check('FILT-18', async () => {
      const found = {
        display_name: await called('mIXED cASE'),
        name: await find(equals('name', names.of('mixed').toUpperCase())),
      };
      observe('FILT-18', found);
      soft.deepEqual(found, { display_name: ['mixed'], name: ['mixed'] }, 'EQUALS does not mind capitals');
    });

    const encoded = ['percent', 'backslash', 'plus', 'ampersand', 'escaped', 'quoted'] as const;
    const onceEncoded = Object.fromEntries(encoded.map((label) => [displayNames[label], [label]]));
    await decide('FILT-26', 'a value encoded once arrives as it is', onceEncoded, (text) =>
      foundLabels(kfp, pipelines, filterOf(scope, equals('display_name', text)), names),
    );

    const injected: Found = {
      [displayNames.injection]: ['injection'],
      "' OR '1'='1": [],
      "x') OR ('1'='1": [],
      "'; DROP TABLE pipelines; -- ": [],
      '" OR ""="': [],
      'x\\': [],
    };
    await decide('FILT-27', 'a value is data, whatever it looks like', injected, called);

    observe('accents', { accented: await called('Résumé'), plain: await called('Resume') });
  },
};

/** Filters without a condition that a server could apply. */
const nonsense: Readonly<Record<string, string>> = {
  'unknown key': filterOf(equals('colour', 'red')),
  'no key': filterOf({ operation: 'EQUALS', string_value: 'x' }),
  'no operation': filterOf({ key: 'name', string_value: 'x' }),
  'unknown operation': filterOf({ key: 'name', operation: 'LIKE', string_value: 'x' }),
  'no value': filterOf({ key: 'name', operation: 'EQUALS' }),
  'IN without a list': filterOf({ key: 'name', operation: 'IN', string_value: 'x' }),
  'unknown field': JSON.stringify({ predicate: [] }),
  'no end': '{"predicates":[',
  'no JSON': 'name=x',
};

const refusedFilters: Scenario = {
  name: 'refused-filters',
  checks: ['FILT-16'],
  observes: ['FILT-16'],
  async run({ lane, check, given, observe, kfp, names }) {
    const pipeline = await given('a pipeline is there', async () => {
      const created = accepted(await lane.write.createPipeline({ name: names.of('filtered') }));
      await onRest(lane, async (rest) => void accepted(await rest.getPipeline(created)));
      return created;
    });
    await check('FILT-16', async () => {
      const statuses: Record<string, readonly number[]> = {};
      for (const [label, filter] of Object.entries(nonsense)) {
        const paths = [pipelines.path, `${pipelines.path}/${pipeline.id}/versions`];
        statuses[label] = await Promise.all(
          paths.map(async (path) => (await kfp.call('GET', path, { query: { filter } })).status),
        );
      }
      const expected = Object.fromEntries(Object.keys(nonsense).map((label) => [label, [400, 400]]));
      observe('FILT-16', statuses);
      soft.deepEqual(statuses, expected, 'a filter that makes no sense is refused, for pipelines and for versions');
    });
  },
};

export default defineSuite({
  title: 'FILT: values',
  alsoMultiUser: true,
  scenarios: [valuesInFilters, refusedFilters],
});
