import { isDeepStrictEqual } from 'node:util';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { largeDefinition } from '../../../fixtures/pipelines/large-definition.ts';
import { isSilenceOfTarget, type HttpResponse } from '../../../src/contract/exchange.ts';
import { apiV2, type Query } from '../../../src/clients/kfp.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Definition } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { remainsSettled } from '../../expectations/nothing-remains.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { statusClass } from './status-class.ts';

/** Larger than etcd accepts in one request, smaller than the limits of kube-apiserver and KFP. */
const specBytes = 2 * 1024 * 1024;

const upload = (
  { kfp }: ScenarioContext,
  path: string,
  { pipelineSpec }: Definition,
  query: Query,
): Promise<HttpResponse> =>
  kfp.upload(`${apiV2}/pipelines/${path}`, { name: 'large.json', content: JSON.stringify(pipelineSpec) }, query);

/**
 * The large version as REST shows it under a pipeline name: `everything`, `nothing`, or a description of the failure.
 */
const shownOnRest = async (
  { lane }: ScenarioContext,
  name: string,
  large: Definition,
  versionsBefore: number,
): Promise<string> => {
  const pipeline = await lane.rest.getPipelineByName(name);
  if (pipeline.value === undefined) return pipeline.kind === 'missing' ? 'nothing' : `get by name is ${pipeline.kind}`;
  const listed = await lane.rest.allVersions(pipeline.value);
  if (listed.value === undefined) return `the list of versions is ${listed.kind}`;
  if (listed.value.length === versionsBefore) return 'a pipeline without the version';
  return listed.value.every((version) => isDeepStrictEqual(version.definition, large))
    ? 'everything'
    : 'a version with another definition';
};

interface Outcome {
  readonly answer: string;
  readonly left: string;
}

const acceptable: Outcome = { answer: 'stored, or refused with 4xx', left: 'everything or nothing, as answered' };

const judged = (status: number, left: string, nothing: string): Outcome => {
  const stored = status === 200;
  return {
    answer: stored || statusClass(status) === '4xx' ? acceptable.answer : `answered ${status}`,
    left: left === (stored ? 'everything' : nothing) ? acceptable.left : left,
  };
};

/** A lane without an answer of the target differs from one with an answer; any other error is rethrown. */
const unanswered = (failure: unknown): undefined => {
  if (isSilenceOfTarget(failure)) return undefined;
  throw failure;
};

const largePipeline: Scenario = {
  name: 'large-pipeline',
  checks: [],
  observes: ['a small version afterwards'],
  parity: { 'VER-30': ['large pipeline'] },
  async run(context) {
    const { lane, observe, names } = context;
    const large = largeDefinition(specBytes);
    const attempts: Readonly<Record<Surface['name'], () => Promise<Outcome>>> = {
      rest: async () => {
        const { status } = await upload(context, 'upload', large, { name: names.of('large') });
        await remainsSettled(context);
        return judged(status, await shownOnRest(context, names.of('large'), large, 0), 'nothing');
      },
      kubernetes: async () => {
        // The pipeline exists already, and both ways to create a version of it are decided.
        const pipeline = await givenPipeline(context, 'large');
        const { status } = await upload(context, 'upload_version', large, {
          name: 'uploaded',
          pipelineid: pipeline.id,
        });
        await remainsSettled(context);
        const uploaded = judged(
          status,
          await shownOnRest(context, pipeline.name, large, 0),
          'a pipeline without the version',
        );
        const before = accepted(await lane.rest.allVersions(pipeline));
        const applied = await lane.write.createVersion(pipeline, { name: 'applied', definition: large });
        await remainsSettled(context);
        // kube-apiserver itself answers 500 when etcd rejects the size of a request, so only the stored objects are
        // decided.
        const left = await shownOnRest(context, pipeline.name, large, before.length);
        const asAnswered = left === (applied.kind === 'ok' ? 'everything' : 'a pipeline without the version');
        return asAnswered ? uploaded : { ...uploaded, left };
      },
    };
    observe('large pipeline', await attempts[lane.write.name]().catch(unanswered));
    const small = await givenPipeline(context, 'small');
    observe(
      'a small version afterwards',
      (await lane.write.createVersion(small, { name: 'one', definition: definition('hello') })).kind,
    );
  },
};

export default defineSuite({ title: 'VER: large versions', alsoMultiUser: true, scenarios: [largePipeline] });
