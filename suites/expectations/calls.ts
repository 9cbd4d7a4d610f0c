import { packageFile } from '../../fixtures/pipelines/definition.ts';
import { noAnswer } from '../../src/contract/no-answer.ts';
import { NoAnswerError, type ReceivedResponse } from '../../src/contract/exchange.ts';
import { apiV2, type KfpClient } from '../../src/clients/kfp.ts';
import type { PipelineRef, VersionRef } from '../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { smallDefinition } from './small-definition.ts';

/** Requests by a label of their operation. */
export type Calls = Readonly<Record<string, () => Promise<ReceivedResponse>>>;

/** The objects that calls refer to: a pipeline and one of its versions, in a namespace. */
export interface CallObjects {
  /** `''` when calls omit the namespace. */
  readonly namespace: string;
  readonly pipeline: PipelineRef;
  readonly version: VersionRef;
}

const pipelines = `${apiV2}/pipelines`;

/** Every JSON call of v2beta1 that reads. */
export const readCalls = (kfp: KfpClient, { namespace, pipeline, version }: CallObjects): Calls => {
  const query = { namespace: namespace || undefined };
  return {
    'list pipelines': () => kfp.call('GET', pipelines, { query }),
    'get pipeline': () => kfp.call('GET', `${pipelines}/${pipeline.id}`),
    'get pipeline by name': () => kfp.call('GET', `${pipelines}/names/${encodeURIComponent(pipeline.name)}`, { query }),
    'list versions': () => kfp.call('GET', `${pipelines}/${pipeline.id}/versions`),
    'get version': () => kfp.call('GET', `${pipelines}/${pipeline.id}/versions/${version.id}`),
  };
};

/** The names of new objects; equal labels result in equal names. */
type CreationInput = Pick<ScenarioContext, 'names' | 'packages'> & { readonly label: string };

/** Every JSON write call of v2beta1 that needs no existing object. */
export const creationCalls = (kfp: KfpClient, namespace: string, { names, packages, label }: CreationInput): Calls => {
  const inNamespace = namespace === '' ? {} : { namespace };
  const package_url = () => ({ pipeline_url: packages.serve(smallDefinition()) });
  return {
    'create pipeline': () => kfp.call('POST', pipelines, { json: { ...inNamespace, name: names.of(`${label}-made`) } }),
    'create pipeline with version': () =>
      kfp.call('POST', `${pipelines}/create`, {
        json: {
          pipeline: { ...inNamespace, name: names.of(`${label}-made-whole`) },
          pipeline_version: { package_url: package_url() },
        },
      }),
  };
};

/** Every JSON write call of v2beta1, the deletions last. */
export const writeCalls = (
  kfp: KfpClient,
  { namespace, pipeline, version }: CallObjects,
  input: CreationInput,
): Calls => {
  const own = `${pipelines}/${pipeline.id}`;
  const package_url = () => ({ pipeline_url: input.packages.serve(smallDefinition()) });
  const change = { json: { display_name: `Changed by ${input.label}` } };
  return {
    ...creationCalls(kfp, namespace, input),
    'create version': () =>
      kfp.call('POST', `${own}/versions`, {
        json: { pipeline_id: pipeline.id, name: `${input.label}-made`, package_url: package_url() },
      }),
    'change pipeline': () => kfp.call('PATCH', own, change),
    'change version': () => kfp.call('PATCH', `${own}/versions/${version.id}`, change),
    'delete version': () => kfp.call('DELETE', `${own}/versions/${version.id}`),
    'delete pipeline': () => kfp.call('DELETE', own, { query: { cascade: true } }),
  };
};

const file = () => ({ name: 'hello.yaml', content: packageFile('hello') });

/** The upload of a new pipeline. */
export const pipelineUpload = (kfp: KfpClient, namespace: string, name: string): Calls => ({
  'upload pipeline': () => kfp.upload(`${pipelines}/upload`, file(), { namespace: namespace || undefined, name }),
});

/** Both uploads of v2beta1. */
export const uploadCalls = (
  kfp: KfpClient,
  { namespace, pipeline }: Pick<CallObjects, 'namespace' | 'pipeline'>,
  { names, label }: Omit<CreationInput, 'packages'>,
): Calls => ({
  ...pipelineUpload(kfp, namespace, names.of(`${label}-uploaded`)),
  'upload version': () =>
    kfp.upload(`${pipelines}/upload_version`, file(), { pipelineid: pipeline.id, name: `${label}-uploaded` }),
});

/** Prefixes the labels of the calls: `alice: get pipeline`. */
export const labelled = (who: string, calls: Calls): Calls =>
  Object.fromEntries(Object.entries(calls).map(([label, call]) => [`${who}: ${label}`, call]));

/** Sends the calls one after another. An undefined answer means that the call got none. */
export const answersTo = async (calls: Calls): Promise<Readonly<Record<string, ReceivedResponse | undefined>>> => {
  const answers: Record<string, ReceivedResponse | undefined> = {};
  for (const [label, call] of Object.entries(calls))
    answers[label] = await call().catch((cause: unknown) => {
      if (cause instanceof NoAnswerError) return undefined;
      throw cause;
    });
  return answers;
};

/** The calls without an answer, which may or may not have taken effect. */
export const unanswered = (answers: Readonly<Record<string, ReceivedResponse | undefined>>): readonly string[] =>
  Object.entries(answers).flatMap(([label, answer]) => (answer === undefined ? [label] : []));

export type Status = number | typeof noAnswer;

/** Sends the calls one after another and returns the status of each. */
export const statusesOf = async (calls: Calls): Promise<Readonly<Record<string, Status>>> =>
  Object.fromEntries(
    Object.entries(await answersTo(calls)).map(([label, answer]) => [label, answer?.status ?? noAnswer]),
  );
