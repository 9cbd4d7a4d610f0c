import type { KfpClient } from '../../clients/kfp.ts';
import type { KubernetesClient } from '../../clients/kubernetes.ts';
import type { Tenancy } from '../../contract/variant.ts';
import type { PackageServer } from '../../lanes/package-server.ts';

/** The inputs of a probe; `name` is a unique pipeline name. */
export interface ProbeContext {
  readonly tenancy: Tenancy;
  /** The namespace in which it probes a multi-user target. */
  readonly namespace: string;
  /** A user with all rights on pipelines in that namespace; its requests name the namespace. */
  readonly kfp: KfpClient;
  /** A user with all rights on shared pipelines, with requests that name no namespace. */
  readonly shared: KfpClient;
  /** The namespace that it is configured to store shared pipelines in. */
  readonly sharedNamespace: string;
  /** Whether the harness configured that namespace; that of an installation may be another one. */
  readonly sharedNamespaceSet: boolean;
  /** Undefined if pipelines are stored in the database. */
  readonly kubernetes: KubernetesClient | undefined;
  readonly packages: PackageServer;
  readonly name: string;
}
