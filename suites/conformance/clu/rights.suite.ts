import { soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

/** The statuses with which the Kubernetes API denies a request. */
const denials: ReadonlySet<number> = new Set([401, 403]);

const ownRights: Scenario = {
  name: 'server-with-its-own-rights',
  profile: 'cluster',
  capabilities: ['cluster', 'audit-log'],
  lanes: ['kubernetes/rest'],
  checks: ['CLU-22', 'CLU-23'],
  writes: 15,
  async run(context) {
    const { check, kfp, lane, names, packages, target } = context;
    const kinds: Record<string, string> = {};
    const keep = <Value>(
      what: string,
      answer: { readonly kind: string; readonly value?: Value },
    ): Value | undefined => {
      kinds[what] = answer.kind;
      return answer.value;
    };
    const { rest } = lane;
    const draft = { name: 'one', definition: smallDefinition() };
    const pipeline = keep('create a pipeline', await rest.createPipeline({ name: names.of('all') }));
    if (pipeline !== undefined) {
      keep('get it by name', await rest.getPipelineByName(pipeline.name));
      keep('change it', await rest.updatePipeline(pipeline, { displayName: 'changed', tags: { a: 'b' } }));
      const version = keep('create a version', await rest.createVersion(pipeline, draft));
      if (version !== undefined) {
        keep('get the version', await rest.getVersion(version));
        keep('change the version', await rest.updateVersion(version, { displayName: 'changed' }));
        keep('delete the version', await rest.deleteVersion(version));
      }
      keep('create another version', await rest.createVersion(pipeline, { ...draft, name: 'two' }));
      keep('list versions', await rest.allVersions(pipeline));
      keep('delete it with its versions', await rest.deletePipeline(pipeline));
    }
    keep('list pipelines', await rest.allPipelines());
    const whole = await kfp.call('POST', `${apiV2}/pipelines/create`, {
      json: {
        pipeline: { name: names.of('whole') },
        pipeline_version: { package_url: { pipeline_url: packages.serve(draft.definition) } },
      },
    });
    const requests = await target.kubernetesRequests();
    const creators = await target.creatorsOf(names.of('all'));
    await check('CLU-22', () => {
      const { kubernetesUser, systemNamespace } = target;
      soft.equal(creators.length > 0, true, 'the audit log shows the creation');
      // Nothing that is seen is no other user.
      const areAccounts = creators.every((user) => user.startsWith(`system:serviceaccount:${systemNamespace}:`));
      soft.equal(areAccounts, true, 'the server is known as a ServiceAccount of its namespace');
      const isKnown = creators.length === 0 || creators.includes(kubernetesUser);
      soft.equal(isKnown, true, 'the Kubernetes API was asked by that ServiceAccount');
    });
    await check('CLU-23', () => {
      soft.equal(requests.length > 0, true, 'the audit log shows requests of the server');
      const refused = Object.entries(kinds).filter(([, kind]) => kind !== 'ok');
      soft.deepEqual(refused, [], 'what REST cannot do with the rights that are shipped');
      soft.equal(whole.status, 200, 'a pipeline is created with its version');
      const denied = requests
        .filter(({ status }) => denials.has(status))
        .map(({ verb, resource }) => `${verb} ${resource}`);
      soft.deepEqual([...new Set(denied)], [], 'what the Kubernetes API denies the server');
    });
  },
};

/** The scenarios run in single-user and in multi-user mode, because the server needs different rights in each. */
export default defineSuite({ title: 'CLU: rights of the server', alsoMultiUser: true, scenarios: [ownRights] });
