import type { HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { object, objects, text, type Json } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { allPipelines, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import {
  answering,
  changingAnswer,
  changingRequest,
  fakeResponse,
  inventing,
  matches,
} from '../../../src/mutants/rewrite.ts';
import { everyNth, sporadic } from '../../../src/mutants/sporadic.ts';
import { versionRequests } from '../../../src/mutants/version-rewrite.ts';

const creation = { method: 'POST', path: allPipelines } as const;
const deletion = { method: 'DELETE', path: onePipeline } as const;

/** The id and the name of the pipeline in the answer to a creation. */
const created = (answer: HttpResponse): { readonly id: string; readonly name: string } => {
  const json = jsonIn(answer);
  const metadata = object(json, 'metadata');
  return { id: text(json, 'pipeline_id') || text(metadata, 'uid'), name: text(json, 'name') || text(metadata, 'name') };
};

/** Pipelines of every 20th round. */
const twentieth = /-round-\d*[02468]0$/;
/** A scenario sends the deletions of one pipeline at the same moment. */
const momentMs = 50;

interface Deletions {
  unanswered: number;
  lost: boolean;
}

/** The server handles the deletions of pipelines of every 20th round differently. */
const deletingInTwentieth = (
  react: (deletions: Deletions, send: () => Promise<HttpResponse>) => Promise<HttpResponse>,
): Interceptor => {
  /** By surface and path of the pipeline. */
  const deletionsOf = new Map<string, Deletions>();
  return async (request, send, surface) => {
    const target = request.target.replace(/\?.*/, '');
    const deletions = matches(deletion, request, surface) ? deletionsOf.get(surface + target) : undefined;
    if (deletions !== undefined) return react(deletions, () => send(request));
    const answer = await send(request);
    if (matches(creation, request, surface)) {
      const { id, name } = created(answer);
      if (!twentieth.test(name)) return answer;
      const none: Deletions = { unanswered: 0, lost: false };
      deletionsOf.set(`rest/apis/v2beta1/pipelines/${id}`, none);
      deletionsOf.set(`kubernetes${target}/${name}`, none);
    }
    return answer;
  };
};

/** Deletions of a pipeline are lost if three of them are not answered at the same time. */
const losingThreeDeletions = (): Interceptor =>
  deletingInTwentieth(async (deletions, send) => {
    deletions.unanswered += 1;
    await new Promise((resolve) => setTimeout(resolve, momentMs));
    deletions.lost ||= deletions.unanswered === 3;
    const answer = deletions.lost ? fakeResponse(200, {}) : await send();
    deletions.unanswered -= 1;
    return answer;
  });

/** Lists go on showing a pipeline that is not found any more. */
const listingGone = (): Interceptor => {
  const shown = new Map<string, Json>();
  const gone = { rest: new Map<string, Json>(), kubernetes: new Map<string, Json>() };
  return async (request, send, surface) => {
    const answer = await send(request);
    const key = `${surface} ${request.target}`;
    const before = shown.get(key);
    if (matches({ method: 'GET', path: onePipeline }, request, surface)) {
      if (answer.status === 200) shown.set(key, jsonIn(answer));
      if (answer.status === 404 && before !== undefined) gone[surface].set(key, before);
    }
    if (!matches({ method: 'GET', path: allPipelines }, request, surface) || answer.status !== 200) return answer;
    const json = jsonIn(answer);
    const items = surface === 'rest' ? 'pipelines' : 'items';
    return {
      ...answer,
      body: JSON.stringify({ ...json, [items]: [...objects(json, items), ...gone[surface].values()] }),
    };
  };
};

const pipelineIdOf = (version: Json): string =>
  text(object(object(version, 'metadata'), 'labels'), 'pipelines.kubeflow.org/pipeline-id');

/** A version is shown by id for ever, and in the lists of the Kubernetes API. */
const keepingVersions = (): Interceptor => {
  const shown = new Map<string, HttpResponse>();
  return async (request, send, surface) => {
    const answer = await send(request);
    const key = `${surface} ${request.target}`;
    if (matches(versionRequests.get, request, surface)) {
      if (answer.status === 200) shown.set(key, answer);
      return answer.status === 404 ? (shown.get(key) ?? answer) : answer;
    }
    const [, pipelineId] = /pipeline-id%3D([^&]+)/.exec(request.target) ?? [];
    if (!matches({ ...versionRequests.list, surface: 'kubernetes' }, request, surface) || pipelineId === undefined)
      return answer;
    const json = jsonIn(answer);
    const items = objects(json, 'items');
    const names = new Set(items.map((item) => text(object(item, 'metadata'), 'name')));
    const missing = [...shown]
      .filter(([one]) => one.startsWith(surface))
      .map(([, one]) => jsonIn(one))
      .filter((one) => pipelineIdOf(one) === pipelineId && !names.has(text(object(one, 'metadata'), 'name')));
    return { ...answer, body: JSON.stringify({ ...json, items: [...items, ...missing] }) };
  };
};

/** A pipeline that is made under the name of an earlier one gets its id. */
const givingOutIdsAgain = (): Interceptor => {
  const firstOf = new Map<string, string>();
  /** The id by which a pipeline is known, and the one that it has. */
  const again: { readonly known: string; readonly own: string }[] = [];
  const asOwn = (sent: string): string => again.reduce((one, { known, own }) => one.replaceAll(known, own), sent);
  const asKnown = (shown: string): string => again.reduce((one, { known, own }) => one.replaceAll(own, known), shown);
  return async (request, send, surface) => {
    const { target, body } = request;
    const answer = await send({
      ...request,
      target: asOwn(target),
      ...(typeof body === 'string' && { body: asOwn(body) }),
    });
    if (matches(creation, request, surface) && answer.status < 300) {
      const { id, name } = created(answer);
      const known = firstOf.get(name);
      if (known === undefined) firstOf.set(name, id);
      else again.push({ known, own: id });
    }
    return { ...answer, body: asKnown(answer.body) };
  };
};

/** Once a name is given out again, every third look for a pipeline finds nothing. */
const losingRecreated = (): Interceptor => {
  const names = new Set<string>();
  let isAgain = false;
  const lost = sporadic(
    3,
    { method: 'GET', path: onePipeline },
    inventing({}, () => fakeResponse(404, { code: 5, message: 'not found', details: [] })),
  );
  return async (request, send, surface) => {
    if (isAgain) return lost(request, send, surface);
    const answer = await send(request);
    if (matches(creation, request, surface) && answer.status < 300) {
      const { name } = created(answer);
      isAgain = names.has(name);
      names.add(name);
    }
    return answer;
  };
};

const failed = fakeResponse(500, { code: 13, message: 'mutant', details: [] });

const mutants: readonly Mutant[] = [
  {
    name: 'delete-is-lost',
    family: 'lost write',
    defect: 'a deletion is answered 200 and not done',
    kills: ['CRUD-09', 'CRUD-11', 'CRUD-14', 'GIT-08'],
    aspects: {
      'CRUD-09': ['*: the deleted pipeline', '*: a deleted pipeline'],
      'CRUD-14': ['*: the deleted pipeline'],
      'CRUD-11': ['*: the deleted pipeline', 'kubernetes: what is left of the Pipeline'],
      'GIT-08': ['rest: what is left of the Pipeline'],
    },
    create: () => ({ intercept: inventing(deletion, () => fakeResponse(200, {})) }),
  },
  {
    name: 'parallel-deletes-are-lost',
    family: 'lost write',
    defect: 'in every 20th round, three deletions of one pipeline at the same time are answered 200 and not done',
    sporadic: true,
    kills: ['CRUD-39', { requirement: 'PAR-01', scenarios: ['pipeline-deleted-in-parallel'] }],
    aspects: { 'CRUD-39': ['*: the deleted pipeline'], 'PAR-01': ['afterwards'] },
    create: () => ({ intercept: losingThreeDeletions() }),
  },
  {
    name: 'delete-always-cascades',
    family: 'delete',
    defect: 'a deletion without cascade deletes the versions, too',
    kills: ['CRUD-10', { requirement: 'PAR-01', scenarios: ['pipeline-with-versions-deleted'] }],
    aspects: {
      'CRUD-10': ['deleting a pipeline that has versions, without cascade', 'kubernetes: the pipeline is there'],
      'PAR-01': ['without cascade', 'with cascade'],
    },
    create: () => ({
      intercept: changingRequest({ ...deletion, surface: 'rest' }, (request) => ({
        ...request,
        target: `${request.target.replace(/\?.*/, '')}?cascade=true`,
      })),
    }),
  },
  {
    name: 'second-deletion-is-internal-error',
    family: 'status',
    defect: 'every second deletion of a pipeline is done and answered 500',
    long: true,
    kills: [
      { requirement: 'CRUD-09', scenarios: ['pipeline-deleted', 'pipeline-deletions-watched'] },
      { requirement: 'CRUD-11', scenarios: ['pipeline-with-versions-deleted'] },
    ],
    aspects: {
      'CRUD-09': ['the answer of REST', 'the answer of REST to the deletion'],
      'CRUD-11': ['deleting with cascade'],
    },
    create: () => {
      const isDue = everyNth(2);
      return {
        intercept: changingAnswer({ ...deletion, status: 200 }, (answer) => (isDue() ? failed : answer)),
      };
    },
  },
  {
    name: 'parallel-deletes-are-internal-errors',
    family: 'status',
    defect: 'in every 20th round, each deletion of a pipeline is done and answered 500',
    sporadic: true,
    kills: ['CRUD-39'],
    aspects: { 'CRUD-39': ['parallel deletions of which none is answered 200'] },
    create: () => ({
      intercept: deletingInTwentieth(async (_, send) => {
        await send();
        return failed;
      }),
    }),
  },
  {
    name: 'deleted-pipelines-are-listed',
    family: 'list content',
    defect: 'lists go on showing a pipeline that is deleted',
    long: true,
    kills: [
      { requirement: 'CRUD-09', scenarios: ['pipeline-deleted'] },
      { requirement: 'CRUD-11', scenarios: ['pipeline-with-versions-deleted'] },
      'CRUD-14',
      'CRUD-39',
    ],
    aspects: {
      'CRUD-09': ['*: the deleted pipeline is listed'],
      'CRUD-11': ['*: the deleted pipeline is listed'],
      'CRUD-14': ['*: the deleted pipeline is listed'],
      'CRUD-39': ['*: the deleted pipeline is listed'],
    },
    create: () => ({ intercept: listingGone() }),
  },
  {
    name: 'deleted-versions-are-shown',
    family: 'stale read',
    defect: 'versions that are gone are shown as before',
    long: true,
    kills: ['CRUD-11', 'CRUD-39', 'GIT-08', 'GIT-09'],
    aspects: {
      'CRUD-11': ['*: a version of the deleted pipeline', 'kubernetes: what is left of the Pipeline'],
      'CRUD-39': ['*: a version of the deleted pipeline'],
      'GIT-08': ['rest: what is left of the Pipeline'],
      'GIT-09': ['REST 5 s after kubectl delete'],
    },
    create: () => ({ intercept: keepingVersions() }),
  },
  {
    name: 'filtered-list-is-internal-error-after-writes',
    family: 'status',
    defect: 'once a pipeline was changed or deleted, lists with a filter are answered 500',
    long: true,
    kills: [
      { requirement: 'CRUD-09', scenarios: ['pipeline-deleted'] },
      { requirement: 'CRUD-11', scenarios: ['pipeline-with-versions-deleted'] },
      { requirement: 'CRUD-38', scenarios: ['pipeline-changed', 'pipeline-changed-by-apply'] },
      'CRUD-14',
      { requirement: 'CRUD-39', lanes: ['database/rest', 'kubernetes/rest'] },
      'GIT-08',
    ],
    aspects: Object.fromEntries(
      ['CRUD-09', 'CRUD-11', 'CRUD-14', 'CRUD-38', 'CRUD-39', 'GIT-08'].map((requirement) => [
        requirement,
        ['rest: the list is given'],
      ]),
    ),
    create: () => {
      let isWritten = false;
      const failing = answering({ surface: 'rest', method: 'GET', path: /\/pipelines\?.*\bfilter=/ }, 500);
      return {
        intercept: async (request, send, surface) => {
          if (isWritten) return failing(request, send, surface);
          const answer = await send(request);
          isWritten ||= ['PATCH', 'DELETE'].includes(request.method) && answer.status === 200;
          return answer;
        },
      };
    },
  },
  {
    name: 'refused-deletion-deletes-the-versions',
    family: 'delete',
    defect: 'a deletion that is refused, since the pipeline has versions, deletes these',
    long: true,
    kills: ['CRUD-10'],
    aspects: { 'CRUD-10': ['*: its version is there'] },
    create: () => ({
      intercept: async (request, send, surface) => {
        const answer = await send(request);
        if (!matches({ ...deletion, surface: 'rest' }, request, surface) || answer.status !== 400) return answer;
        const versions = { ...request, target: `${request.target.replace(/\?.*/, '')}/versions` };
        const listed = jsonIn(await send({ ...versions, method: 'GET' }));
        for (const version of objects(listed, 'pipeline_versions'))
          await send({ ...versions, target: `${versions.target}/${text(version, 'pipeline_version_id')}` });
        return answer;
      },
    }),
  },
  {
    name: 'recreated-pipeline-has-the-id-of-before',
    family: 'field',
    defect: 'a pipeline that is made under the name of a deleted one gets its id',
    long: true,
    kills: ['CRUD-14'],
    aspects: { 'CRUD-14': ['the second pipeline has the id of the first', '*: the first id'] },
    create: () => ({ intercept: givingOutIdsAgain() }),
  },
  {
    name: 'recreated-pipeline-is-found-sometimes',
    family: 'stale read',
    defect: 'once a name is given out again, every third look for a pipeline finds nothing',
    long: true,
    kills: ['CRUD-14'],
    aspects: { 'CRUD-14': ['*: the name leads to the second'] },
    create: () => ({ intercept: losingRecreated() }),
  },
];

export default mutants;
