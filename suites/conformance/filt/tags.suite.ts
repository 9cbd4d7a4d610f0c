import { soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import type { Collection } from '../../expectations/listed-page.ts';
import { contains, equals, filterOf, type Predicate } from '../../expectations/predicate.ts';
import { shownInList } from './shown-in-list.ts';
import { walkedLabels } from './walked-labels.ts';

const pipelines: Collection = { path: `${apiV2}/pipelines`, items: 'pipelines' };

/**
 * Keys and values that differ only in case or accent, one empty value, and one pipeline without tags. The key `stage`
 * has no such variant.
 */
const tags: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  red: { team: 'red', stage: 'draft' },
  scarlet: { team: 'red', stage: 'draft' },
  capital: { team: 'RED', stage: 'final' },
  key: { Team: 'red' },
  accented: { team: 'réd' },
  empty: { team: '' },
  none: {},
};

const exact: Readonly<Record<string, readonly [predicate: Predicate, expected: readonly string[]]>> = {
  'team EQUALS red': [equals('tags.team', 'red'), ['red', 'scarlet']],
  'team EQUALS RED': [equals('tags.team', 'RED'), ['capital']],
  'Team EQUALS red': [equals('tags.Team', 'red'), ['key']],
  'team EQUALS réd': [equals('tags.team', 'réd'), ['accented']],
  'team EQUALS blue': [equals('tags.team', 'blue'), []],
};

/** Predicate operations that tags do not support. */
const refused: Readonly<Record<string, Predicate>> = {
  IS_SUBSTRING: contains('tags.team', 'red'),
  NOT_EQUALS: { key: 'tags.team', operation: 'NOT_EQUALS', string_value: 'red' },
  IN: { key: 'tags.team', operation: 'IN', string_values: { values: ['red'] } },
  int_value: { key: 'tags.team', operation: 'EQUALS', int_value: 1 },
  timestamp_value: { key: 'tags.team', operation: 'EQUALS', timestamp_value: '2026-01-31T12:00:00Z' },
};

const tagFilters: Scenario = {
  name: 'filters-of-tags',
  checks: ['FILT-20', 'FILT-21', 'FILT-22', 'FILT-23', 'FILT-24', 'FILT-25'],
  observes: ['FILT-20', 'FILT-21', 'FILT-22', 'FILT-23', 'FILT-24', 'FILT-25'],
  async run(context) {
    const { lane, check, given, observe, kfp, names } = context;
    const scope = contains('name', `${names.prefix}-`);
    await given('pipelines with tags are listed', async () => {
      const drafts = Object.entries(tags).map(([label, own]) => ({ name: names.of(label), tags: own }));
      await Promise.all(drafts.map(async (draft) => accepted(await lane.write.createPipeline(draft))));
      await shownInList(context, pipelines, filterOf(scope), Object.keys(tags));
    });
    const find = (...predicates: readonly Predicate[]) =>
      foundLabels(kfp, pipelines, filterOf(scope, ...predicates), names);
    const seen: Record<string, unknown> = {};
    await check('FILT-20', async () => {
      const found: Record<string, unknown> = {};
      for (const [label, [predicate]] of Object.entries(exact)) found[label] = await find(predicate);
      seen['FILT-20'] = found;
      const expected = Object.fromEntries(Object.entries(exact).map(([label, [, labels]]) => [label, labels]));
      soft.deepEqual(found, expected, 'tags are compared exactly');
    });
    const paged = { filter: filterOf(scope, equals('tags.stage', 'draft')), sort_by: 'name', page_size: 1 };
    const pages = ['red of 2', 'scarlet of 2'];
    await check('FILT-21', async () => {
      const walked = await walkedLabels(kfp, pipelines, names, paged, paged);
      seen['FILT-21'] = walked;
      soft.deepEqual(walked, pages, 'every page keeps to the tag when the filter is sent again');
    });
    await check('FILT-22', async () => {
      const walked = await walkedLabels(kfp, pipelines, names, paged, { page_size: 1 });
      seen['FILT-22'] = walked;
      soft.deepEqual(walked, pages, 'every page keeps to the tag when the token alone is sent');
    });
    await check('FILT-23', async () => {
      const found = await find(equals('tags.team', ''));
      seen['FILT-23'] = found;
      soft.deepEqual(found, ['empty'], 'an empty value is not a missing tag');
    });
    await check('FILT-24', async () => {
      const found: Record<string, unknown> = {};
      for (const [label, predicate] of Object.entries(refused)) found[label] = await find(predicate);
      seen['FILT-24'] = found;
      const expected = Object.fromEntries(Object.keys(refused).map((label) => [label, ['(answered 400)']]));
      soft.deepEqual(found, expected, 'tags are compared by EQUALS with a text only');
    });
    await check('FILT-25', async () => {
      const found = {
        contradiction: await find(equals('tags.stage', 'final'), equals('tags.stage', 'draft')),
        repetition: await find(equals('tags.stage', 'draft'), equals('tags.stage', 'draft')),
      };
      seen['FILT-25'] = found;
      soft.deepEqual(found, { contradiction: [], repetition: ['red', 'scarlet'] }, 'predicates on one tag are AND-ed');
    });
    for (const [label, value] of Object.entries(seen)) observe(label, value);
  },
};

export default defineSuite({ title: 'FILT: tags', alsoMultiUser: true, scenarios: [tagFilters] });
