import { isDeepStrictEqual } from 'node:util';
import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { settled } from '../../expectations/settled.ts';

type Tags = Readonly<Record<string, string>>;

const hello = definition('hello');

const many = (count: number): Tags =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, `value-${index}`]));

/** Tags at the maximum of every limit, and tags one step beyond each limit. */
const atLimits: Tags = { ...many(19), ['k'.repeat(63)]: 'v'.repeat(63) };
const overLimits: Readonly<Record<string, Tags>> = {
  '21 tags': many(21),
  'key of 64': { ['k'.repeat(64)]: 'value' },
  'key with a dot': { 'a.b': 'value' },
  'value of 64': { key: 'v'.repeat(64) },
};

interface Tagged {
  readonly pipeline: Pipeline;
  readonly version: PipelineVersion;
}

/** Creates a pipeline and a version of it, both with these tags. */
const tagged = async ({ lane, names }: ScenarioContext, label: string, tags: Tags): Promise<Tagged> => {
  const pipeline = accepted(await lane.write.createPipeline({ name: names.of(label), tags }));
  return {
    pipeline,
    version: accepted(await lane.write.createVersion(pipeline, { name: names.of(label), tags, definition: hello })),
  };
};

const capitals = { K1: 'a', k1: 'b' };

/** Which of two tags is kept where only one can be is chance. */
const ofTwo = (tags: Tags | undefined): string => {
  if (tags === undefined) return 'not shown';
  if (isDeepStrictEqual(tags, capitals)) return 'both';
  if (isDeepStrictEqual(tags, {})) return 'neither';
  const mixed = [{ K1: capitals.k1 }, { k1: capitals.K1 }];
  if (mixed.some((one) => isDeepStrictEqual(tags, one))) return 'the key of one with the value of the other';
  const single = [{ K1: capitals.K1 }, { k1: capitals.k1 }];
  return single.some((one) => isDeepStrictEqual(tags, one)) ? 'one of them' : 'others';
};

interface Telling {
  /** What is compared of the tags. */
  readonly told?: (tags: Tags | undefined) => unknown;
  /** The case that is looked at, of several with one statement. */
  readonly part?: string;
}

/** Waits until every surface shows these tags on both objects. */
const showsTags = (
  { lane }: ScenarioContext,
  { pipeline, version }: Tagged,
  tags: Tags,
  what: string,
  { told = (shown) => shown, part }: Telling = {},
): Promise<void> =>
  inEveryView(lane, async (surface) => {
    const shown = [await surface.getPipeline(pipeline), await surface.getVersion(version)];
    const found = shown.map(({ value }) => told(value?.tags));
    const wanted = [told(tags), told(tags)];
    const statement = `${surface.name}: ${what}`;
    if (part === undefined) assert.deepEqual(found, wanted, statement);
    else assert.deepEqual({ [part]: found }, { [part]: wanted }, statement);
  });

/**
 * The kinds of four answers: creation of a pipeline and a version with these tags, and update of each to these tags.
 */
const kindsOf = async (
  { lane, names }: ScenarioContext,
  { pipeline, version }: Tagged,
  label: string,
  tags: Tags,
): Promise<readonly string[]> => {
  const name = names.of(label.replaceAll(' ', '-'));
  return [
    (await lane.write.createPipeline({ name, tags })).kind,
    (await lane.write.createVersion(pipeline, { name, tags, definition: hello })).kind,
    (await lane.write.updatePipeline(pipeline, { tags })).kind,
    (await lane.write.updateVersion(version, { tags })).kind,
  ];
};

const tagLimits: Scenario = {
  name: 'tag-limits',
  checks: ['NAME-13', 'NAME-14'],
  observes: ['NAME-13', 'NAME-14'],
  writes: 30,
  async run(context) {
    const { check, given, observe } = context;
    const known = await given('a pipeline and a version have tags', async () => {
      const made = await tagged(context, 'known', { team: 'red' });
      await showsTags(context, made, { team: 'red' }, 'the tags are shown');
      return made;
    });
    const everywhere = (kind: string) => Array.from({ length: 4 }, () => kind);
    await check('NAME-13', async () => {
      const kinds: Record<string, readonly string[]> = {};
      for (const [label, tags] of Object.entries(overLimits)) kinds[label] = await kindsOf(context, known, label, tags);
      kinds['20, 63 and 63'] = await kindsOf(context, known, 'largest', atLimits);
      observe('NAME-13', kinds);
      const expected = Object.fromEntries(Object.keys(overLimits).map((label) => [label, everywhere('invalid')]));
      soft.deepEqual(
        kinds,
        { ...expected, '20, 63 and 63': everywhere('ok') },
        'the limits of tags hold on create and on update',
      );
      await showsTags(context, known, atLimits, 'as many tags as can be are shown');
    });
    await check('NAME-14', async () => {
      const kinds = {
        '63 runes': await kindsOf(context, known, 'runes', { ['é'.repeat(63)]: '漢'.repeat(63) }),
        '64 runes': await kindsOf(context, known, 'more runes', { key: 'é'.repeat(64) }),
      };
      observe('NAME-14', kinds);
      soft.deepEqual(
        kinds,
        { '63 runes': everywhere('ok'), '64 runes': everywhere('invalid') },
        'characters are counted, not bytes',
      );
    });
  },
};

const clearedTags: Scenario = {
  name: 'tags-replaced-and-cleared',
  checks: ['NAME-15', 'NAME-16', 'NAME-17'],
  observes: ['NAME-16', 'NAME-17'],
  writes: 22,
  async run(context) {
    const { lane, check, observe, kfp } = context;
    const tags: Tags = { team: 'red', stage: 'draft' };
    const update = async ({ pipeline, version }: Tagged, change: Parameters<typeof lane.write.updatePipeline>[1]) => {
      accepted(await lane.write.updatePipeline(pipeline, change));
      accepted(await lane.write.updateVersion(version, change));
    };
    await check('NAME-15', async () => {
      const made = await tagged(context, 'cleared', tags);
      await showsTags(context, made, tags, 'the tags are shown');
      await update(made, { displayName: 'Another' });
      await showsTags(context, made, tags, 'an update without tags keeps them');
      await update(made, { tags: {} });
      await showsTags(context, made, {}, 'an update with no tags clears them');
    });
    await check('NAME-16', async () => {
      // A part without a value was not looked at.
      const statuses: Record<string, readonly number[] | undefined> = { blank: undefined, pretty: undefined };
      for (const [label, body] of Object.entries({ blank: '{"tags": { }}', pretty: '{\n  "tags": {\n  }\n}\n' }))
        await soft.part(async () => {
          const made = await tagged(context, label, tags);
          await showsTags(context, made, tags, 'the tags are shown');
          const { pipeline, version } = made;
          const path = `${apiV2}/pipelines/${pipeline.id}`;
          const answers = [
            await kfp.call('PATCH', path, { body }),
            await kfp.call('PATCH', `${path}/versions/${version.id}`, { body }),
          ];
          statuses[label] = answers.map(({ status }) => status);
          soft.deepEqual({ [label]: statuses[label] }, { [label]: [200, 200] }, 'the PATCH is accepted');
          const what = 'blanks within the empty tags change nothing: they are cleared';
          await showsTags(context, made, {}, what, { part: label });
        });
      observe('NAME-16', statuses);
    });
    await check('NAME-17', async () => {
      const made = await tagged(context, 'capitals', {});
      const kinds = await kindsOf(context, made, 'both', capitals);
      observe('NAME-17', kinds);
      const kind = kinds.includes('invalid') ? 'invalid' : 'ok';
      soft.deepEqual(
        kinds,
        kinds.map(() => kind),
        'tags that differ in case are accepted everywhere or refused everywhere',
      );
      await settled(context);
      await showsTags(context, made, kind === 'ok' ? capitals : {}, 'both tags are kept, or neither', { told: ofTwo });
    });
  },
};

export default defineSuite({ title: 'NAME: tags', alsoMultiUser: true, scenarios: [tagLimits, clearedTags] });
