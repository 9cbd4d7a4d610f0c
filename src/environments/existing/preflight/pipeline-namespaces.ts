import type { InstalledService, InstalledApiServer } from '../connection/api-server.ts';

/** The facts about an installation that determine its namespaces. */
interface InstallationFacts {
  readonly place: InstalledService;
  readonly apiServer?: InstalledApiServer;
  /** Absent until a pipeline object has been observed. */
  readonly storage?: { readonly namespace?: string };
}

/** The namespaces of an API server, apart from those of its users. */
export interface PipelineNamespaces {
  /** Its POD_NAMESPACE. */
  readonly system: string;
  /** The namespace of shared pipelines, if the server stores them in a namespace. */
  readonly shared: string;
}

/** Determined by observed objects, otherwise by the Deployment's environment, otherwise by the installation's namespace. */
export const pipelineNamespaces = ({ place, apiServer, storage }: InstallationFacts): PipelineNamespaces => {
  const env = apiServer?.deployment?.env;
  const system = storage?.namespace ?? env?.['POD_NAMESPACE'] ?? place.namespace;
  return { system, shared: env?.['SHARED_PIPELINES_NAMESPACE'] ?? system };
};
