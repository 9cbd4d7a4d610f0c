import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { HttpResponse } from '../../../src/contract/exchange.ts';
import { jsonOf, object } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { givenAccessObjects } from './access-table/access-objects.ts';
import { answersInTurn } from './access-table/answers-in-turn.ts';
import { kubernetesCalls } from './access-table/kubernetes-calls.ts';
import { shippedEditor } from '../../expectations/shipped-editor.ts';

/** The time allowed until a revoked right no longer applies. */
const lossMs = 5_000;

const inWord = ({ status }: HttpResponse): string =>
  status === 200 ? 'allowed' : status === 403 || status === 404 ? 'refused' : `answered ${status}`;

const givenAndTaken: Scenario = {
  name: 'access-given-and-taken',
  variant: 'multi-user',
  checks: ['SEC-26'],
  observes: ['answers'],
  async run(context) {
    const { check, lane, observe, people, namespace } = context;
    const { pipeline, version } = await givenAccessObjects(context, 'guarded');
    const person = await people.person('guest');
    const { kfp } = person;
    const answers = async () =>
      (
        await Promise.all([
          kfp.call('GET', `${apiV2}/pipelines`, { query: { namespace } }),
          kfp.call('GET', `${apiV2}/pipelines/${pipeline.id}`),
          kfp.call('GET', `${apiV2}/pipelines/${pipeline.id}/versions/${version.id}`),
        ])
      ).map(inWord);
    const before = await answers();
    const grant = await people.grant(
      person,
      [{ verbs: ['get', 'list'], resources: ['pipelines', 'pipelineversions'] }],
      { namespace },
    );
    const given = await answers();
    observe('answers', { before, given });
    await check('SEC-26', async () => {
      const all = (word: string) => [word, word, word];
      soft.deepEqual(
        { before, given },
        { before: all('refused'), given: all('allowed') },
        'before and after a right was given',
      );
      await grant.revoke();
      await soft.part(() =>
        lane.eventually({ surface: lane.rest, patienceMs: lossMs }, async () => {
          assert.deepEqual(await answers(), all('refused'), 'after it was taken away');
        }),
      );
    });
  },
};

/** The calls of kubectl apply and of a GitOps controller. Neither deletes whole collections. */
const editorsCalls = kubernetesCalls.filter(({ label }) => !label.startsWith('deletecollection'));

const rolesOfManifests: Scenario = {
  name: 'roles-of-the-manifests',
  capabilities: ['cluster-roles'],
  variant: 'multi-user',
  lanes: ['kubernetes/crd'],
  checks: ['SEC-19', 'SEC-20'],
  async run(context) {
    const { check, namespace } = context;
    const objects = await givenAccessObjects(context, 'edited');
    const editor = await shippedEditor(context);
    await check('SEC-19', async () => {
      const answers = await answersInTurn(context, editor, editorsCalls, objects);
      const refused = answers.filter(([, verdict]) => verdict !== 'allowed');
      soft.deepEqual(refused, [], 'what an editor is refused by the Kubernetes API');
    });
    await check('SEC-20', async () => {
      const resourceAttributes = {
        group: 'pipelines.kubeflow.org',
        resource: 'pipelines',
        subresource: 'finalizers',
        verb: 'update',
        namespace,
      };
      const answer = await editor.kubernetes.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      });
      const { allowed } = object(jsonOf(answer), 'status');
      soft.equal(allowed, true, 'an editor may update pipelines/finalizers');
    });
  },
};

export default defineSuite({
  title: 'SEC: roles given, taken and shipped',
  scenarios: [givenAndTaken, rolesOfManifests],
});
