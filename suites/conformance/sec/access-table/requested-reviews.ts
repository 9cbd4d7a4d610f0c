import type { AccessReview } from '../../../../src/environments/audit-log.ts';
import type { StorageMode } from '../../../../src/contract/lane-name.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import type { AccessCall } from './access-call.ts';
import type { AccessObjects } from './access-objects.ts';
import { inTurns } from './in-turns.ts';
import { restCalls } from './rest-calls.ts';
import { byHeader, type RoleShape } from './role-shape.ts';

/** The access reviews that one call made the target request from the Kubernetes API. */
export interface RequestedReviews {
  readonly call: AccessCall;
  readonly reviews: readonly AccessReview[];
  /** The expected and the requested reviews, in the same words. */
  readonly expected: readonly string[];
  readonly asked: readonly string[];
}

interface ReviewTerms {
  readonly verb: string;
  readonly resource: string;
  readonly name?: string;
}

type NameInWords = (asked: ReviewTerms) => string;

/**
 * Replaces names by words, so that reviews can be compared across lanes and runs. RBAC cannot restrict a create by
 * name. A review on `pipelines` may therefore contain the name of a new pipeline or none, for a new version the name of
 * its pipeline or none. A review on `pipelineversions` for a version that does not exist yet must not contain a name.
 */
const wordsFor = (
  { pipeline, doomedPipeline, version, doomedVersion }: AccessObjects,
  { effect }: AccessCall,
  mark: string,
): NameInWords => {
  const made = effect !== undefined && 'makes' in effect ? effect.makes : undefined;
  const ofPipelines = new Map([
    [doomedPipeline.name, 'the doomed pipeline'],
    [pipeline.name, 'the pipeline'],
    [mark, 'the new version'],
    [`${pipeline.name}-${mark}`, 'the new version'],
    ['', 'no name'],
  ]);
  // A version may have the same name as a pipeline.
  const ofVersions = new Map([
    ...ofPipelines,
    [doomedVersion.objectName, 'the doomed version'],
    [version.objectName, 'the version'],
    ['', 'no name'],
  ]);
  const equivalentToNone = made === 'pipeline' ? mark : made === 'version' ? pipeline.name : '';
  return ({ resource, name = '' }) => {
    if (resource === 'pipelineversions') return ofVersions.get(name) ?? 'another name';
    return name === equivalentToNone ? 'no name' : (ofPipelines.get(name) ?? 'another name');
  };
};

const inWords = (word: NameInWords, asked: ReviewTerms) => `${asked.verb} ${asked.resource}, ${word(asked)}`;

const reviewWords = (word: NameInWords, namespace: string, review: AccessReview): string => {
  const elsewhere = review.namespace === namespace ? '' : ', in another namespace';
  const group = review.group === 'pipelines.kubeflow.org' ? '' : `, of the group ${review.group}`;
  const part = review.subresource === '' ? '' : `, its ${review.subresource}`;
  return `${inWords(word, review)}${part}${group}${elsewhere}`;
};

const expectedReviews = (
  { needs }: AccessCall,
  storage: StorageMode,
  objects: AccessObjects,
  word: NameInWords,
): readonly string[] =>
  needs[storage](objects)
    .map((right) => inWords(word, right))
    .toSorted();

/** The reviews that every REST call needs in a storage mode, in words. */
export const neededReviews = (storage: StorageMode): readonly Pick<RequestedReviews, 'call' | 'expected'>[] => {
  const version = (name: string) => ({ id: name, pipelineId: 'p', name, objectName: `object-${name}` });
  const objects: AccessObjects = {
    namespace: 'n',
    pipeline: { id: 'p', name: 'p' },
    version: version('kept'),
    doomedPipeline: { id: 'd', name: 'd' },
    doomedVersion: version('doomed'),
  };
  return restCalls.map((call) => ({
    call,
    expected: expectedReviews(call, storage, objects, wordsFor(objects, call, 'mark')),
  }));
};

/** Sends every REST call as a separate user with all rights, so that no cached review replaces a new one. */
export const requestedReviews = async (
  context: ScenarioContext,
  objects: AccessObjects,
  everything: RoleShape,
): Promise<readonly RequestedReviews[]> => {
  const { names, namespace, packages, people, target } = context;
  const ask = async ({
    call,
    index,
  }: {
    readonly call: AccessCall;
    readonly index: number;
  }): Promise<RequestedReviews> => {
    const key = `asker-${index}`;
    const { person, kfp } = await byHeader(context, key);
    for (const { rules, scope } of await everything.roles(context, objects, []))
      await people.grant(person, rules, scope);
    const mark = names.of(`new-${index}`);
    const { kubernetes } = person;
    await call.send({ objects, mark, packages, dryRun: false, kfp, kubernetes, admin: people.admin });
    const reviews = await target.accessReviews(person.user);
    const word = wordsFor(objects, call, mark);
    return {
      call,
      reviews,
      expected: expectedReviews(call, target.storage, objects, word),
      asked: [...new Set(reviews.map((review) => reviewWords(word, namespace, review)))].toSorted(),
    };
  };
  return inTurns(
    restCalls.map((call, index) => ({ call, index })),
    ask,
  );
};
