import { AssertionError } from 'node:assert/strict';
import { assert, soft } from '../../../src/scenarios/assert.ts';
import { isDeepStrictEqual } from 'node:util';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { Answer } from '../../../src/lanes/answer.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { Definition, PipelineVersion, VersionDraft } from '../../../src/lanes/pipeline.ts';
import { answerFromRest, versionBody, versionFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { settled } from '../../expectations/settled.ts';
import { statusClass } from './status-class.ts';

/**
 * JSON accepts all of them both plain and escaped; YAML treats the second as a line break and accepts the others only
 * escaped.
 */
const characters: Readonly<Record<string, string>> = { u007f: '\x7f', u0085: '\x85', ufffe: '\ufffe' };

/** The pipeline `hello` with the string added to the arguments of its container. */
const definitionWith = (argument: string): Definition => {
  const { pipelineSpec } = definition('hello');
  const text = JSON.stringify(pipelineSpec);
  return {
    pipelineSpec: JSON.parse(
      text.replace('"--function_to_execute"', `${JSON.stringify(argument)},"--function_to_execute"`),
    ),
  };
};

/** Escapes the control characters and noncharacters of a JSON text; the result is also valid YAML. */
const escaped = (json: string): string =>
  json.replace(
    /[\x7f-\x9f\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const unescaped = (json: string): string => json;

interface Case {
  readonly draft: VersionDraft & { readonly name: string };
  /** Writes the JSON of the definition. */
  readonly writing: (json: string) => string;
}

/** Creates a version whose package or object is written as the case requires. */
const create = async (
  context: ScenarioContext,
  pipeline: PipelineRef,
  { draft, writing }: Case,
): Promise<Answer<PipelineVersion>> => {
  const { lane, kfp, packages } = context;
  const through: Readonly<Record<Surface['name'], () => Promise<Answer<PipelineVersion>>>> = {
    rest: async () => {
      const content = writing(JSON.stringify(draft.definition.pipelineSpec));
      const package_url = { pipeline_url: packages.serve({ fileName: 'pipeline.json', content }) };
      const json = { ...versionBody(pipeline.id, draft, packages), package_url };
      return answerFromRest(
        await kfp.call('POST', `${apiV2}/pipelines/${pipeline.id}/versions`, { json }),
        versionFromRest,
      );
    },
    kubernetes: async () => {
      const { namespace, call } = context.kubernetes;
      const body = writing(JSON.stringify(versionObject(namespace, pipeline.name, draft)));
      return answerFromKubernetes(
        await call('POST', collectionPath(namespace, 'pipelineversions'), body),
        versionFromObject,
      );
    },
  };
  return through[lane.write.name]();
};

const shownOn = async (surface: Surface, version: PipelineVersion, draft: VersionDraft): Promise<string> => {
  const { kind, value } = await surface.getVersion(version);
  if (value === undefined) return `accepted, but get is ${kind}`;
  if (Object.keys(value.definition.pipelineSpec).length === 0) return 'accepted, but without its pipeline_spec';
  if (!isDeepStrictEqual(value.definition, draft.definition)) return 'accepted, but with another pipeline_spec';
  return value.description === (draft.description ?? '') ? 'kept' : 'accepted, but with another description';
};

interface Attempt {
  readonly testCase: Case;
  readonly answer: Answer<PipelineVersion>;
}

/** `kept` on every surface, or `refused` without a remaining version, or a description of the failure. */
const outcomeOf = async (
  { lane }: ScenarioContext,
  pipeline: PipelineRef,
  { testCase, answer }: Attempt,
): Promise<string> => {
  for (const view of lane.views) {
    const { value: version, status } = answer;
    let outcome = '';
    const look = async () => {
      if (version !== undefined) outcome = await shownOn(view.surface, version, testCase.draft);
      else {
        const remaining = (await view.surface.allVersions(pipeline)).value?.some(
          ({ name }) => name === testCase.draft.name,
        );
        outcome = remaining === false ? 'refused' : 'refused, but created';
      }
      assert.ok(acceptable.has(outcome));
    };
    if (version === undefined && statusClass(status) !== '4xx') return `answered ${status}`;
    await lane.eventually(view, look).catch((failure: unknown) => {
      if (!(failure instanceof AssertionError)) throw failure;
    });
    if (!acceptable.has(outcome)) return outcome;
  }
  return answer.value === undefined ? 'refused' : 'kept';
};

const acceptable: ReadonlySet<string> = new Set(['kept', 'refused']);

/** The outcome of each case, by its label and its name. */
const outcomesOf = async (
  context: ScenarioContext,
  pipeline: PipelineRef,
  groups: Readonly<Record<string, readonly Case[]>>,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> => {
  const attempts: Record<string, readonly Attempt[]> = {};
  for (const [label, cases] of Object.entries(groups))
    attempts[label] = await Promise.all(
      cases.map(async (testCase) => ({ testCase, answer: await create(context, pipeline, testCase) })),
    );
  await settled(context);
  const outcomes: Record<string, Readonly<Record<string, string>>> = {};
  for (const [label, group] of Object.entries(attempts))
    outcomes[label] = Object.fromEntries(
      await Promise.all(
        group.map(
          async (attempt) => [attempt.testCase.draft.name, await outcomeOf(context, pipeline, attempt)] as const,
        ),
      ),
    );
  return outcomes;
};

const controlCharacters: Scenario = {
  name: 'control-characters',
  features: ['loopback-package-url'],
  checks: ['VER-32'],
  observes: ['escaped in the definition', 'plain in the definition', 'in the description'],
  writes: 20,
  async run(context) {
    const { check, observe } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const cases = (label: string, caseOf: (text: string) => Omit<VersionDraft, 'name'>, writing: Case['writing']) =>
      Object.entries(characters).map(([name, character]) => ({
        draft: { name: `${label}-${name}`, ...caseOf(`before${character}after`) },
        writing,
      }));
    await check('VER-32', async () => {
      const inDefinition = (text: string) => ({ definition: definitionWith(text) });
      const inDescription = (description: string) => ({ description, definition: definition('hello') });
      const outcomes = await outcomesOf(context, pipeline, {
        'escaped in the definition': cases('escaped', inDefinition, escaped),
        'plain in the definition': cases('plain', inDefinition, unescaped),
        'in the description': cases('description', inDescription, unescaped),
      });
      for (const [label, found] of Object.entries(outcomes)) observe(label, found);
      const wanted = Object.entries(outcomes).map(([label, found]) => [
        label,
        Object.fromEntries(
          Object.entries(found).map(([name, outcome]) => [name, acceptable.has(outcome) ? outcome : 'kept or refused']),
        ),
      ]);
      soft.deepEqual(
        outcomes,
        Object.fromEntries(wanted),
        'a string with a control character is kept, or refused with 4xx',
      );
    });
  },
};

export default defineSuite({
  title: 'VER: characters in versions',
  alsoMultiUser: true,
  scenarios: [controlCharacters],
});
