import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { resolveComponent } from '../components/set-up.ts';
import type { RunningLocalEnvironment } from '../environments/local/running-local-environment.ts';
import type { TargetInstance } from '../targets/target-host.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { namespaceOf } from './data/namespaces.ts';
import { k6In, type K6 } from './k6/run-k6.ts';
import { measurementUser } from './measurement-user.ts';
import type { Plan } from './plan.ts';
import { restIdentity } from './rest-identity.ts';

/** The namespaces with the pipelines of a plan, in the order of `namespaceOf`. */
export const namespacesOf = (plan: Plan, systemNamespace: string): readonly string[] =>
  Array.from({ length: plan.namespaces }, (_, index) => namespaceOf(systemNamespace, plan.namespaces, index));

/** How scripts reach the servers, and who they are there. */
export interface ScriptAccess {
  readonly k6: K6;
  /** Who sends the measured requests, and with which rights. */
  readonly identity: string;
  /** The headers of its requests by REST. */
  readonly restHeaders: Readonly<Record<string, string>>;
  /** The environment variables that tell every k6 script where the servers are. */
  readonly variables: Readonly<Record<string, string>>;
}

interface MeasuredServers {
  readonly plan: Plan;
  readonly cluster: ClusterClient;
  readonly kubernetes: { readonly ca: string; readonly endpoint: string };
  readonly instance: Pick<TargetInstance, 'origin' | 'systemNamespace'>;
  /** Existing ones. */
  readonly namespaces: readonly string[];
  readonly prefix: string;
  /** For the token, the headers and the authority of the scripts. */
  readonly directory: string;
}

/** Makes k6 and the user as whom its scripts send the measured requests to servers that the harness has started. */
export const scriptAccess = async (
  { plan, cluster, kubernetes, instance, namespaces, prefix, directory }: MeasuredServers,
  programs: Pick<RunningLocalEnvironment, 'spawn' | 'stateDirectory'>,
  waiting: Waiting,
): Promise<ScriptAccess> => {
  const { origin, systemNamespace } = instance;
  const { user, rights, tokenFile } = await measurementUser(
    cluster,
    { home: systemNamespace, namespaces, directory },
    waiting,
  );
  const rest = await restIdentity(plan, { user, directory });
  const caFile = path.join(directory, 'load-ca.crt');
  await writeFile(caFile, kubernetes.ca);
  const { path: program } = await resolveComponent('k6');
  return {
    identity: `${user}, ${rights}`,
    restHeaders: rest.headers,
    k6: k6In(programs, program, caFile),
    variables: {
      KFP_URL: origin,
      KUBE_API: kubernetes.endpoint,
      KUBE_TOKEN_FILE: tokenFile,
      NAMESPACE: systemNamespace,
      NAMESPACES: String(plan.namespaces),
      PREFIX: prefix,
      ...rest.variables,
    },
  };
};
