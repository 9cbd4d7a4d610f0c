import { object, text } from '../../../src/clients/json-response.ts';
import { changingAuditLog, emptyAuditLog } from '../../../src/mutants/audit-rewrite.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import type { Interception } from '../../../src/runner/execute-scenario.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { allPipelines, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingAnswer, fakeResponse, matches, requestJson } from '../../../src/mutants/rewrite.ts';
import { versionRequests } from '../../../src/mutants/version-rewrite.ts';

const decidedIn = (requirements: readonly string[], ...scenarios: readonly string[]): readonly Kill[] =>
  [...requirements, 'PAR-01'].map((requirement) => ({ requirement, scenarios }));

const asked = 'the Kubernetes API was asked by that ServiceAccount';

const objectVersions = { ...versionRequests.create, surface: 'kubernetes' } as const;

/** The phase of a restart or roll-out of the target. */
interface Disruption {
  phase: 'before' | 'during' | 'after';
}

/** Intercepts requests depending on the phase of a restart or roll-out. */
const byDisruptionPhase = (
  intercept: (disruption: Disruption) => NonNullable<Interception['intercept']>,
): Interception => {
  const disruption: Disruption = { phase: 'before' };
  return {
    intercept: intercept(disruption),
    interceptOrder: async (_order, carryOut) => {
      disruption.phase = 'during';
      await carryOut().finally(() => {
        disruption.phase = 'after';
      });
    },
  };
};

const mutants: readonly Mutant[] = [
  {
    name: 'service-does-not-lead-to-webhooks',
    family: 'status',
    defect: 'the webhooks are not asked: what is invalid is admitted',
    kills: ['CLU-20', 'CLU-13'],
    aspects: { 'CLU-20': ['what is decided'], 'CLU-13': ['what is decided while both replicas run'] },
    create: () => ({
      intercept: changingAnswer(objectVersions, (answer, request) =>
        answer.status >= 400 ? fakeResponse(201, requestJson(request)) : answer,
      ),
    }),
  },
  {
    name: 'shipped-editor-may-not-patch',
    family: 'status',
    defect: 'the role for editors that is shipped lacks the verb patch',
    kills: ['CLU-21'],
    aspects: { 'CLU-21': ['what the editor is answered'] },
    create: () => ({
      intercept: answering({ surface: 'kubernetes', method: 'PATCH', path: /\/(pipelines|pipelineversions)\// }, 403),
    }),
  },
  {
    name: 'server-asks-as-somebody-else',
    family: 'process',
    defect: 'the server asks the Kubernetes API as another user than the ServiceAccount of its pod',
    kills: ['CLU-22'],
    aspects: { 'CLU-22': ['the server is known as a ServiceAccount of its namespace', asked] },
    create: () => changingAuditLog((event) => [{ ...event, user: { username: 'kubernetes-admin' } }]),
  },
  {
    name: 'role-of-the-server-lacks-a-verb',
    family: 'process',
    defect: 'the role that is shipped for the server does not let it delete versions',
    kills: ['CLU-23'],
    aspects: { 'CLU-23': ['what the Kubernetes API denies the server'] },
    create: () =>
      changingAuditLog((event) => {
        const isDenied =
          text(event, 'verb') === 'delete' && text(object(event, 'objectRef'), 'resource') === 'pipelineversions';
        return [isDenied ? { ...event, responseStatus: { code: 403 } } : event];
      }),
  },
  {
    name: 'audit-log-of-the-server-is-empty',
    family: 'process',
    defect: 'the audit log shows no request of the server',
    kills: ['CLU-22', 'CLU-23'],
    aspects: {
      'CLU-22': ['the audit log shows the creation'],
      'CLU-23': ['the audit log shows requests of the server'],
    },
    create: emptyAuditLog,
  },
  {
    name: 'ids-change-with-the-pod',
    family: 'lost write',
    defect: 'a new pod does not know the pipelines of the one before by their ids',
    kills: decidedIn(['CLU-24'], 'pod-restarted'),
    aspects: { 'CLU-24': ['what is there after the restart'], 'PAR-01': ['after the restart'] },
    create: () =>
      byDisruptionPhase((disruption) => async (request, send, surface) => {
        const isMeant = matches({ surface: 'rest', method: 'GET', path: onePipeline }, request, surface);
        return isMeant && disruption.phase === 'after'
          ? fakeResponse(404, { code: 5, message: 'mutant' })
          : send(request);
      }),
  },
  {
    name: 'not-ready-while-rolled-out',
    family: 'status',
    defect: 'reads are answered 503 while the server is rolled out anew',
    kills: decidedIn(['CLU-25'], 'rolled-out-anew'),
    aspects: { 'CLU-25': ['reads by id that were answered'], 'PAR-01': ['reads that were answered'] },
    create: () =>
      byDisruptionPhase((disruption) => async (request, send, surface) => {
        const isMeant = matches({ surface: 'rest', method: 'GET', path: onePipeline }, request, surface);
        return isMeant && disruption.phase === 'during'
          ? fakeResponse(503, { code: 14, message: 'mutant' })
          : send(request);
      }),
  },
  {
    name: 'writes-lost-while-rolled-out',
    family: 'lost write',
    defect: 'what an old pod accepts while it is taken away is lost',
    kills: decidedIn(['CLU-26'], 'rolled-out-anew'),
    aspects: { 'CLU-26': ['what was accepted is *'], 'PAR-01': ['what was accepted'] },
    create: () => {
      const lost = new Set<string>();
      return byDisruptionPhase((disruption) => async (request, send, surface) => {
        const answer = await send(request);
        if (disruption.phase === 'during' && matches({ method: 'POST', path: allPipelines }, request, surface)) {
          const json = jsonIn(answer);
          lost.add(text(json, 'pipeline_id') || text(object(json, 'metadata'), 'uid'));
        }
        const id = request.target.split('/').at(-1) ?? '';
        return request.method === 'GET' && lost.has(id) ? fakeResponse(404, { code: 5, message: 'mutant' }) : answer;
      });
    },
  },
  {
    name: 'webhooks-lost-with-the-old-pods',
    family: 'status',
    defect: 'after a roll-out the webhooks are looked for where the old pods were',
    kills: ['CLU-27'],
    aspects: { 'CLU-27': ['what is decided within 5 s afterwards'] },
    create: () =>
      byDisruptionPhase(
        (disruption) => async (request, send, surface) =>
          disruption.phase === 'after' && matches(objectVersions, request, surface)
            ? fakeResponse(500, { kind: 'Status', message: 'failed calling webhook' })
            : send(request),
      ),
  },
];

export default mutants;
