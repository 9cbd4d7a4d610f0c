import { jsonOf, objects, text } from '../../../src/clients/json-response.ts';
import { pipelinesGroup } from '../../../src/clients/kubernetes.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { listedOnly, sameName, seenTwice, writtenByOthers } from './shared-stories.ts';

const shared = {
  variant: 'shared-cluster',
  profile: 'shared-cluster',
  capabilities: ['cluster-roles', 'shared-roles'],
} as const;
const inKubernetes = { ...shared, lanes: ['kubernetes/rest', 'kubernetes/crd'] } as const;

const kinds: Scenario = {
  ...inKubernetes,
  name: 'shared-cluster-kinds',
  capabilities: ['pipeline-objects'],
  checks: ['SHR-10'],
  observes: ['kinds'],
  async run({ record, observe, kubernetes }) {
    const answer = await kubernetes.call('GET', pipelinesGroup);
    const resources = objects(jsonOf(answer), 'resources');
    const clusterScoped = resources.filter(({ namespaced }) => namespaced === false).map((item) => text(item, 'kind'));
    observe('kinds', answer.status === 200 ? clusterScoped.toSorted() : undefined);
    record('SHR-10', clusterScoped.toSorted());
  },
};

export default defineSuite({
  title: 'SHR: shared pipelines of cluster-scoped kinds',
  scenarios: [
    kinds,
    { ...shared, name: 'shared-cluster-and-private-of-one-name', ...sameName('SHR-20') },
    { ...inKubernetes, name: 'shared-cluster-seen-twice', ...seenTwice('SHR-17') },
    { ...inKubernetes, name: 'shared-cluster-lists', ...listedOnly('SHR-18') },
    { ...inKubernetes, name: 'shared-cluster-written-by-others', writes: 40, ...writtenByOthers('SHR-19') },
  ],
});
