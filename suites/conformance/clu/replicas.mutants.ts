import type { HttpRequest, HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import { object, objects, text, type Json } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import type { Interception } from '../../../src/runner/execute-scenario.ts';
import { changingItems, listingWhatIsOlder, listParameters, listRequest } from '../../../src/mutants/list-rewrite.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { allPipelines, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { everyNth, sporadic } from '../../../src/mutants/sporadic.ts';
import {
  acceptDuplicates,
  oneOnRest,
  onSecondReplica,
  staleReplicaReads,
} from '../../../src/mutants/replica-rewrite.ts';
import { answering, inventing, fakeResponse, matches, requestJson, withBody } from '../../../src/mutants/rewrite.ts';
import { createdName, refusingVersionsOfParents, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const pipelineDeletion = { surface: 'rest', method: 'DELETE', path: onePipeline } as const;

/** Only requests to a particular replica are handled wrongly. */
const throughReplicas =
  (defective: Interceptor): Interceptor =>
  (request, send, surface, replica) =>
    replica === undefined ? send(request) : defective(request, send, surface, replica);

const decidedIn = (requirements: readonly string[], ...scenarios: readonly string[]): readonly Kill[] =>
  [...requirements, 'PAR-01'].map((requirement) => ({ requirement, scenarios }));

/** Every 20th round of those that scenarios label `r00`, `r01` …: the defect shows in 5 % of the rounds. */
const twentieth = /r[0-9]*[13579]9$/;

/** A uid that the target has not assigned. */
const inventedId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const nameOf = (request: HttpRequest): string => {
  const json = requestJson(request);
  return text(json, 'name') || text(object(json, 'metadata'), 'name');
};

/** A pipeline or version that is not stored, in the format of the surface. */
const inventedObject = (request: HttpRequest, number: number) => {
  const id = inventedId(number);
  const name = nameOf(request);
  return request.target.startsWith('/apis/v2beta1')
    ? fakeResponse(200, { pipeline_id: id, pipeline_version_id: id, name, display_name: name })
    : fakeResponse(201, { ...requestJson(request), metadata: { name, uid: id } });
};

/** The second replica repeats the first answer that it gave to each list request. */
const repeatingFirstList = (): Interceptor => {
  const first = new Map<string, ReturnType<typeof fakeResponse>>();
  return async (request, send, surface, replica) => {
    const answer = await send(request);
    if (replica !== 1 || !matches(listRequest, request, surface)) return answer;
    const known = first.get(request.target) ?? answer;
    first.set(request.target, known);
    return known;
  };
};

/**
 * The second replica goes on showing every pipeline that it has shown and that was deleted since: by id, by name and in
 * lists.
 */
const neverForgetting = (): Interceptor => {
  const shown = new Map<string, Json>();
  const deleted = new Set<string>();
  const reads = { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines(\/names)?(\/[^/?]+)?(\?|$)/ } as const;
  return async (request, send, surface, replica) => {
    const answer = await send(request);
    if (matches({ surface: 'rest', method: 'DELETE', path: onePipeline }, request, surface) && answer.status === 200)
      deleted.add(/\/pipelines\/([^/?]+)/.exec(request.target)?.[1] ?? '');
    if (replica !== 1 || !matches(reads, request, surface)) return answer;
    const json = jsonIn(answer);
    const listed = objects(json, 'pipelines');
    for (const one of answer.status === 200 ? [json, ...listed] : []) shown.set(text(one, 'pipeline_id'), one);
    const kept = [...shown].flatMap(([id, one]) => (deleted.has(id) ? [one] : []));
    if (matches(listRequest, request, surface) && answer.status === 200) {
      const pipelines = [...listed, ...kept];
      return { ...answer, body: JSON.stringify({ ...json, pipelines, total_size: pipelines.length }) };
    }
    const asked = decodeURIComponent(/[^/]+$/.exec(request.target.replace(/\?.*/, ''))?.[0] ?? '');
    const found = kept.find((one) => text(one, 'pipeline_id') === asked || text(one, 'name') === asked);
    return answer.status === 404 && found !== undefined ? fakeResponse(200, found) : answer;
  };
};

/** Each replica accepts only the page tokens that it issued itself. */
const refusingForeignTokens = (): Interceptor => {
  const given = new Map<string, number | undefined>();
  return async (request, send, surface, replica) => {
    if (!matches(listRequest, request, surface)) return send(request);
    const token = listParameters(request).get('page_token') ?? '';
    if (token !== '' && given.has(token) && given.get(token) !== replica)
      return fakeResponse(400, { code: 3, message: 'mutant', details: [] });
    const answer = await send(request);
    given.set(text(jsonIn(answer), 'next_page_token'), replica);
    return answer;
  };
};

/** In every 20th round of four changes, an answer contains the tags of the previous change. */
const mixingChanges = (): Interceptor => {
  const isDue = everyNth(80);
  let before: unknown;
  return async (request, send) => {
    const answer = await send(request);
    if (request.method !== 'PATCH' || answer.status !== 200) return answer;
    const json = jsonIn(answer);
    const tags = before ?? json['tags'];
    before = json['tags'];
    if (!isDue()) return answer;
    return withBody(answer, { ...json, tags });
  };
};

/**
 * Every 20th version stays readable after its deletion. A deletion first waits for pending creations: if the deletion always
 * came first, there would be no version to show.
 */
const keepingVersions = (): Interceptor => {
  const isDue = everyNth(20);
  const ids = new Set<string>();
  const creations = new Set<Promise<unknown>>();
  const isCreated = async (creation: Promise<HttpResponse>): Promise<HttpResponse> => {
    creations.add(creation);
    try {
      return await creation;
    } finally {
      creations.delete(creation);
    }
  };
  return async (request, send, surface) => {
    const creates = matches(versionRequests.create, request, surface);
    if (request.method === 'DELETE') await Promise.allSettled(creations);
    const answer = await (creates ? isCreated(send(request)) : send(request));
    if (creates && isDue()) {
      const json = jsonIn(answer);
      ids.add(text(json, 'pipeline_version_id') || text(object(json, 'metadata'), 'uid'));
    }
    const id = /\/versions\/([^/?]+)$/.exec(request.target)?.[1] ?? '';
    const isLost = request.method === 'GET' && answer.status === 404 && ids.has(id);
    return isLost ? fakeResponse(200, { pipeline_version_id: id }) : answer;
  };
};

/** A version of the pipeline with this label is never stored. */
const losingVersionsOf = (label: string): Interceptor => {
  let versions = '';
  return async (request, send, surface) => {
    if (request.method === 'POST' && request.target.endsWith(versions) && versions !== '')
      return inventedObject(request, 0);
    const answer = await send(request);
    if (matches({ method: 'POST', path: allPipelines }, request, surface) && nameOf(request).endsWith(`-${label}`))
      versions = `/pipelines/${text(jsonIn(answer), 'pipeline_id')}/versions`;
    return answer;
  };
};

/** The second replica does not learn of objects that were written while it was down. */
const notCatchingUp = (): Interception => {
  const missed = new Set<string>();
  let isDown = false;
  const listingOthers = changingItems(
    () => true,
    (items) => items.filter((item) => !missed.has(text(item, 'pipeline_version_id') || text(item, 'pipeline_id'))),
  );
  return {
    interceptOrder: async (_order, carryOut) => {
      isDown = true;
      await carryOut().finally(() => {
        isDown = false;
      });
    },
    intercept: async (request, send, surface, replica) => {
      const answer = await send(request);
      if (request.method === 'POST' && isDown) {
        const json = jsonIn(answer);
        const ids = [json['pipeline_version_id'], json['pipeline_id'], object(json, 'metadata')['uid']];
        const id = ids.find((found) => typeof found === 'string' && found !== '');
        missed.add(String(id));
      }
      if (replica !== 1 || request.method !== 'GET') return answer;
      const id = request.target.split('/').at(-1) ?? '';
      if (missed.has(id)) return fakeResponse(404, { code: 5, message: 'mutant', details: [] });
      return listingOthers(request, async () => answer, surface);
    },
  };
};

/**
 * The webhook of one replica admits everything. The API server calls it once the other one, of this number, has been
 * replaced.
 */
const admittingAfter = (replaced: number): Interception => {
  let isReplaced = false;
  return {
    interceptOrder: async ({ replica }, carryOut) => {
      await carryOut();
      isReplaced = replica === replaced;
    },
    intercept: async (request, send, surface) => {
      const answer = await send(request);
      const isRefused = isReplaced && matches(versionRequests.create, request, surface) && answer.status >= 400;
      return isRefused ? fakeResponse(201, requestJson(request)) : answer;
    },
  };
};

const mutants: readonly Mutant[] = [
  {
    name: 'replica-learns-of-new-ids-late',
    family: 'stale read',
    defect: 'in every 20th round, what one replica has created is 404 by id when the other is asked for the first time',
    sporadic: true,
    kills: decidedIn(['CLU-01'], 'created-on-one-replica'),
    aspects: { 'CLU-01': ['shown by the other replica'], 'PAR-01': ['by id'] },
    knownOfKfp: { 'CLU-01': ['created-on-one-replica'], 'PAR-01': ['created-on-one-replica'] },
    create: () => ({ intercept: staleReplicaReads('POST', [oneOnRest.pipelineById, oneOnRest.versionById], 40) }),
  },
  {
    name: 'replica-learns-of-new-names-late',
    family: 'stale read',
    defect:
      'in every 20th round, what one replica has created is 404 by name when the other is asked for the first time',
    sporadic: true,
    kills: decidedIn(['CLU-02'], 'created-on-one-replica'),
    aspects: { 'CLU-02': ['shown by the other replica'], 'PAR-01': ['by name'] },
    knownOfKfp: { 'CLU-02': ['created-on-one-replica'], 'PAR-01': ['created-on-one-replica'] },
    create: () => ({ intercept: staleReplicaReads('POST', [oneOnRest.pipelineByName], 20) }),
  },
  {
    name: 'replica-learns-of-changes-late',
    family: 'stale read',
    defect:
      'in every 20th round, what one replica has changed is shown as it was when the other is asked for the first time',
    sporadic: true,
    kills: decidedIn(['CLU-03'], 'changed-on-one-replica'),
    aspects: { 'CLU-03': ['shown by the other replica'], 'PAR-01': ['changes'] },
    knownOfKfp: { 'CLU-03': ['changed-on-one-replica'], 'PAR-01': ['changed-on-one-replica'] },
    create: () => ({ intercept: staleReplicaReads('PATCH', Object.values(oneOnRest), 60) }),
  },
  {
    name: 'replica-learns-of-deletions-late',
    family: 'stale read',
    defect: 'in every 20th round, what one replica has deleted is shown when the other is asked for the first time',
    sporadic: true,
    kills: decidedIn(['CLU-04'], 'deleted-on-one-replica'),
    aspects: { 'CLU-04': ['shown by the other replica'], 'PAR-01': ['deletions'] },
    knownOfKfp: { 'CLU-04': ['deleted-on-one-replica'], 'PAR-01': ['deleted-on-one-replica'] },
    create: () => ({ intercept: staleReplicaReads('DELETE', [oneOnRest.pipelineById, oneOnRest.versionById], 40) }),
  },
  {
    name: 'replica-lists-what-it-listed-first',
    family: 'list content',
    defect: 'the lists of one replica stay as they were when it was asked first',
    kills: decidedIn(['CLU-05'], 'listed-by-every-replica'),
    aspects: {
      'CLU-05': ['a changed pipeline, *', 'a changed version, *', 'a deleted pipeline, *', 'a deleted version, *'],
      'PAR-01': ['what both replicas list'],
    },
    create: () => ({ intercept: repeatingFirstList() }),
  },
  {
    name: 'replica-lists-late',
    family: 'stale read',
    defect: 'one replica lists what was created a minute ago or earlier',
    long: true,
    kills: ['CLU-05'],
    aspects: { 'CLU-05': ['a new pipeline, *', 'a new version, *'] },
    create: () => ({ intercept: onSecondReplica(listingWhatIsOlder(60_000)) }),
  },
  {
    name: 'tokens-of-one-replica',
    family: 'paging',
    defect: 'a page token is refused by the replica that did not give it out',
    kills: decidedIn(['CLU-06'], 'pages-of-both-replicas'),
    aspects: {
      'CLU-06': ['pages read from both replicas in turn'],
      'PAR-01': ['pages read from both replicas in turn'],
    },
    create: () => ({ intercept: refusingForeignTokens() }),
  },
  {
    name: 'pipeline-name-given-out-twice',
    family: 'status',
    defect: 'every 20th pipeline name that is taken at the same time is given out again',
    sporadic: true,
    kills: decidedIn(['CLU-07'], 'one-pipeline-of-a-name'),
    aspects: { 'CLU-07': ['creations of one name at the same time'], 'PAR-01': ['pipelines of one name'] },
    create: () => ({
      intercept: acceptDuplicates(
        { method: 'POST', path: allPipelines },
        (request) => (twentieth.test(nameOf(request)) ? nameOf(request) : ''),
        inventedObject,
      ),
    }),
  },
  {
    name: 'version-name-given-out-twice',
    family: 'status',
    defect: 'every 20th version name that is taken at the same time is given out again',
    sporadic: true,
    kills: [
      ...decidedIn(['CLU-08'], 'one-version-of-a-name'),
      { requirement: 'CLU-09', scenarios: ['one-version-of-several-objects'] },
    ],
    aspects: {
      'CLU-08': ['creations of one name at the same time'],
      'PAR-01': ['versions of one name'],
      'CLU-09': ['creations of one version name at the same time that are accepted'],
    },
    create: () => ({
      intercept: acceptDuplicates(
        versionRequests.create,
        (request) => {
          const parent = text(object(requestJson(request), 'spec'), 'pipelineName') || request.target;
          const isDue = twentieth.test(parent) || twentieth.test(createdName(request));
          return isDue ? `${parent} ${createdName(request)}` : '';
        },
        inventedObject,
      ),
    }),
  },
  {
    name: 'name-is-listed-twice',
    family: 'list content',
    defect: 'one replica lists the second item of a page of 200 under the name of the first',
    long: true,
    kills: ['CLU-07', 'CLU-08'],
    aspects: {
      'CLU-07': ['each replica lists one object for each name'],
      'CLU-08': ['each replica lists one object for each name'],
    },
    create: () => ({
      intercept: onSecondReplica(
        changingItems(
          (parameters) => parameters.get('page_size') === '200',
          (items) => items.map((item, index) => (index === 1 ? { ...item, name: items[0]?.['name'] } : item)),
        ),
      ),
    }),
  },
  {
    name: 'second-of-a-name-is-internal-error',
    family: 'status',
    defect: 'a version whose name is taken is answered 500 by REST',
    long: true,
    kills: ['CLU-09'],
    aspects: { 'CLU-09': ['answers to the others'] },
    create: () => ({ intercept: answering({ ...versionRequests.create, surface: 'rest', status: 409 }, 500) }),
  },
  {
    name: 'changes-through-replicas-mixed',
    family: 'field',
    defect: 'in every 20th round, of two changes at the same time one keeps the tags and the other the display name',
    sporadic: true,
    kills: decidedIn(['CLU-10'], 'changed-on-both-replicas'),
    aspects: { 'CLU-10': ['changes of two writers'], 'PAR-01': ['changes through both replicas'] },
    knownOfKfp: { 'CLU-10': ['changed-on-both-replicas'] },
    create: () => ({ intercept: mixingChanges() }),
  },
  {
    name: 'replica-shows-nothing',
    family: 'stale read',
    defect: 'one replica shows no pipeline and no version, by id or by name',
    lanes: ['kubernetes/rest'],
    kills: [
      ...['CLU-01', 'CLU-02'].map((requirement) => ({
        requirement,
        scenarios: ['created-on-one-replica'],
      })),
      { requirement: 'PAR-01', scenarios: ['created-on-one-replica'] },
    ],
    aspects: {
      'CLU-01': ['shown by the other replica', 'shown by the other replica within 5 s'],
      'CLU-02': ['shown by the other replica', 'shown by the other replica within 5 s'],
      'PAR-01': ['by id within 5 s', 'by name within 5 s'],
    },
    beyondKnown: {},
    create: () => ({
      intercept: async (request, send, surface, replica) =>
        replica === 1 && Object.values(oneOnRest).some((path) => matches({ method: 'GET', path }, request, surface))
          ? fakeResponse(404, { code: 5, message: 'mutant', details: [] })
          : send(request),
    }),
  },
  {
    name: 'replica-never-forgets',
    family: 'stale read',
    defect: 'one replica goes on showing pipelines that were deleted',
    lanes: ['kubernetes/rest'],
    kills: [
      { requirement: 'CLU-04', scenarios: ['deleted-on-one-replica'] },
      { requirement: 'PAR-01', scenarios: ['deleted-on-one-replica'] },
    ],
    aspects: {
      'CLU-04': ['shown by the other replica', 'shown by the other replica within 5 s'],
      'PAR-01': ['deletions', 'deletions within 5 s'],
    },
    beyondKnown: {},
    create: () => ({ intercept: neverForgetting() }),
  },
  {
    name: 'version-outlives-its-pipeline',
    family: 'delete',
    defect:
      'in every 20th round, a version that is created while its pipeline is deleted through another replica is still there',
    sporadic: true,
    kills: decidedIn(['CLU-11'], 'cascade-meets-creation'),
    aspects: {
      'CLU-11': ['what is left of pipelines that were deleted with their versions'],
      'PAR-01': ['left behind'],
    },
    create: () => ({ intercept: keepingVersions() }),
  },
  {
    name: 'version-object-is-not-stored',
    family: 'lost write',
    defect: 'the version of a pipeline called kept is answered as if it were made',
    lanes: ['kubernetes/rest', 'kubernetes/crd'],
    kills: [{ requirement: 'CLU-11', scenarios: ['cascade-meets-creation'] }],
    aspects: { 'CLU-11': ['a version that is there is found'] },
    create: () => ({ intercept: losingVersionsOf('kept') }),
  },
  {
    name: 'replica-deletes-without-looking',
    family: 'delete',
    defect: 'in every 20th round, a pipeline is deleted without looking for versions that the other replica makes',
    sporadic: true,
    kills: decidedIn(['CLU-12'], 'deletion-meets-creation'),
    aspects: {
      'CLU-12': ['a version and the deletion of its pipeline are never both accepted'],
      'PAR-01': ['both accepted'],
    },
    knownOfKfp: { 'CLU-12': ['deletion-meets-creation'], 'PAR-01': ['deletion-meets-creation'] },
    create: () => ({
      intercept: sporadic(
        20,
        pipelineDeletion,
        inventing(pipelineDeletion, () => fakeResponse(200, {})),
      ),
    }),
  },
  {
    name: 'replica-refuses-every-version',
    family: 'status',
    defect: 'no version is accepted, so that none can meet the deletion of its pipeline',
    kills: [{ requirement: 'CLU-12', scenarios: ['deletion-meets-creation'] }],
    aspects: {
      'CLU-12': ['a version, and the deletion of another pipeline, are seen to be accepted one after the other'],
    },
    create: () => ({ intercept: refusingVersionsOfParents() }),
  },
  {
    name: 'replica-deletes-nothing',
    family: 'delete',
    defect: 'no deletion of a pipeline is accepted, so that none can meet the creation of a version',
    kills: [
      { requirement: 'CLU-11', scenarios: ['cascade-meets-creation'] },
      { requirement: 'CLU-12', scenarios: ['deletion-meets-creation'] },
    ],
    aspects: {
      'CLU-11': ['pipelines are deleted while versions of them are created'],
      'CLU-12': ['a version, and the deletion of another pipeline, are seen to be accepted one after the other'],
    },
    create: () => ({ intercept: throughReplicas(answering(pipelineDeletion, 409)) }),
  },
  {
    name: 'webhook-of-one-replica-admits-all',
    family: 'status',
    defect: 'one replica admits what the other refuses',
    kills: ['CLU-13'],
    aspects: { 'CLU-13': ['what is decided after replica 1 was replaced'] },
    create: () => admittingAfter(0),
  },
  {
    name: 'webhook-of-the-other-replica-admits-all',
    family: 'status',
    defect: 'one replica admits what the other, which is asked first, refuses',
    long: true,
    kills: ['CLU-13'],
    aspects: { 'CLU-13': ['what is decided after replica 2 was replaced'] },
    create: () => admittingAfter(1),
  },
  {
    name: 'restarted-replica-does-not-catch-up',
    family: 'lost write',
    defect: 'a replica does not know what was written while it was down',
    kills: decidedIn(['CLU-14'], 'restarted-replica-catches-up'),
    aspects: {
      'CLU-14': ['shown by the restarted replica', 'what it lists within 5 s'],
      'PAR-01': ['after the restart'],
    },
    create: notCatchingUp,
  },
];

export default mutants;
