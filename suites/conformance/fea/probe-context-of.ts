import type { KubernetesClient } from '../../../src/clients/kubernetes.ts';
import { variants } from '../../../src/contract/variant.ts';
import type { LaneName } from '../../../src/contract/lane-name.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { ProbeContext } from '../../../src/targets/probes/probe-context.ts';

/** The Kubernetes client in lanes that write through the Kubernetes API. */
const writtenApi: Readonly<Record<LaneName, (context: ScenarioContext) => KubernetesClient | undefined>> = {
  'database/rest': () => undefined,
  'kubernetes/rest': () => undefined,
  'kubernetes/crd': ({ kubernetes }) => kubernetes,
};

/** The inputs of a probe in a scenario: it asks as the scenario's user, in the scenario's namespace. */
export const probeContextOf = (context: ScenarioContext, label: string): ProbeContext => {
  const { lane, kfp, namespace, packages, names, target } = context;
  return {
    tenancy: variants[target.variant].tenancy,
    namespace,
    kfp,
    shared: kfp,
    sharedNamespace: target.sharedNamespace,
    sharedNamespaceSet: true,
    kubernetes: writtenApi[lane.name](context),
    packages,
    name: names.of(label),
  };
};
