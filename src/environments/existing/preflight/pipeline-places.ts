import type { InstalledService, InstalledApiServer } from '../connection/api-server.ts';

/** What is known of an installation, once it has been looked at. */
interface Known {
  readonly place: InstalledService;
  readonly apiServer?: InstalledApiServer;
  /** Absent as long as nobody has seen where objects of pipelines lie. */
  readonly storage?: { readonly namespace?: string };
}

/** Namespaces of an API server that rights in it are about, beyond those of its users. */
export interface PipelinePlaces {
  /** Its POD_NAMESPACE. */
  readonly system: string;
  /** Where it keeps pipelines for everybody, if it keeps them in a namespace. */
  readonly shared: string;
}

/** By where its objects were seen, else by its Deployment, else by where it was looked for. */
export const pipelinePlaces = ({ place, apiServer, storage }: Known): PipelinePlaces => {
  const env = apiServer?.deployment?.env;
  const system = storage?.namespace ?? env?.['POD_NAMESPACE'] ?? place.namespace;
  return { system, shared: env?.['SHARED_PIPELINES_NAMESPACE'] ?? system };
};
