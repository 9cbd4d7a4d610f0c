import type { Caller } from '../access/caller.ts';
import { checkDisplayName, chooseName } from '../model/naming.ts';
import type { PackageDownloader } from '../definitions/package-download.ts';
import { authorizePipeline } from '../access/pipeline-access.ts';
import type { PipelineDefinition } from '../definitions/pipeline-definition.ts';
import type {
  MetadataChange,
  NewPipeline,
  NewVersion,
  PipelineStore,
  StoredPipeline,
  StoredVersion,
} from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';
import type { PipelineMessage, VersionMessage } from './request-messages.ts';
import { checkTags } from '../model/tags.ts';
import type { Tenancy } from '../access/tenancy.ts';

/** Everything that requests need. */
export interface ServiceContext {
  readonly store: PipelineStore;
  readonly tenancy: Tenancy;
  readonly packages: PackageDownloader;
  /** Reject Argo workflows in database mode, too (`BLOCK_V1_PIPELINES`). */
  readonly blockV1: boolean;
  readonly pageTokenKey: Buffer;
}

/** The properties of the version for an uploaded or downloaded definition; absent texts are empty. */
export interface VersionProperties {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly codeSourceUrl?: string | undefined;
  readonly packageUrl?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface PipelineProperties {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly namespace: string;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** The properties that pipelines and versions share, validated; throws an `invalid` ApiError. */
export const metadata = ({ name, displayName, description = '', tags = {} }: Omit<PipelineProperties, 'namespace'>) => {
  const shown = displayName || name;
  checkDisplayName(shown);
  checkTags(tags);
  return { displayName: shown, description, tags };
};

export const newPipeline = (properties: PipelineProperties): NewPipeline => {
  const { name, namespace } = properties;
  return { name, namespace, ...metadata(properties) };
};

/** Rejects Argo workflows where they cannot be stored (VER-22, VER-23). */
export const newVersion = (
  { store, blockV1 }: ServiceContext,
  properties: VersionProperties,
  definition: PipelineDefinition,
): NewVersion => {
  if (definition.kind === 'v1' && (blockV1 || store.kind === 'kubernetes')) {
    const where = store.kind === 'kubernetes' ? 'when pipelines are stored in Kubernetes' : 'by this server';
    throw new ApiError('invalid', `V1 pipeline specs (Argo workflows) are not accepted ${where}. Compile for KFP v2.`);
  }
  return {
    name: properties.name,
    ...metadata(properties),
    codeSourceUrl: properties.codeSourceUrl ?? '',
    packageUrl: properties.packageUrl ?? '',
    pipelineSpec: definition.pipelineSpec,
    platformSpec: definition.kind === 'v2' ? definition.platformSpec : undefined,
  };
};

export const createPipeline = async (
  context: ServiceContext,
  caller: Caller | undefined,
  message: PipelineMessage,
): Promise<StoredPipeline> => {
  const namespace = context.tenancy.namespaceFor(message.namespace ?? '');
  const name = chooseName('pipeline', message.name, message.display_name);
  await context.tenancy.authorize(caller, { verb: 'create', on: 'pipeline', namespace });
  const { display_name: displayName, description, tags } = message;
  return context.store.createPipeline(newPipeline({ name, displayName, description, namespace, tags }));
};

const requiredPackageUrl = (message: VersionMessage): string => {
  if (message.package_url) return message.package_url;
  throw new ApiError('invalid', 'Expected pipeline_version.package_url.pipeline_url to say where the definition is.');
};

/**
 * Everything is validated and downloaded before anything is written, and access is checked again after the download,
 * which may take long. Properties that the version omits are those of the pipeline.
 */
export const createPipelineAndVersion = async (
  context: ServiceContext,
  caller: Caller | undefined,
  pipeline: PipelineMessage,
  version: VersionMessage,
): Promise<StoredPipeline> => {
  const packageUrl = requiredPackageUrl(version);
  const namespace = context.tenancy.namespaceFor(pipeline.namespace ?? '');
  const name = chooseName('pipeline', pipeline.name, pipeline.display_name, packageUrl.split('/').at(-1));
  const versionName = chooseName('pipeline version', version.name, name);
  const authorize = () => context.tenancy.authorize(caller, { verb: 'create', on: 'pipeline-and-version', namespace });
  await authorize();
  const { display_name: displayName, description, tags } = pipeline;
  const parent = newPipeline({ name, displayName, description, namespace, tags });
  const properties: VersionProperties = {
    name: versionName,
    displayName: version.display_name || version.name || parent.displayName,
    description: version.description || parent.description,
    codeSourceUrl: version.code_source_url,
    packageUrl,
    tags: version.tags,
  };
  metadata(properties);
  const child = newVersion(context, properties, await context.packages.download(packageUrl));
  await authorize();
  return (await context.store.createPipelineWithVersion(parent, child)).pipeline;
};

/** The pipeline in the path counts; the one in the body is required nevertheless (VER-11, VER-12). */
export const createVersion = async (
  context: ServiceContext,
  caller: Caller | undefined,
  pipelineId: string,
  message: VersionMessage,
): Promise<StoredVersion> => {
  const packageUrl = requiredPackageUrl(message);
  if (!message.pipeline_id)
    throw new ApiError('invalid', 'Expected pipeline_version.pipeline_id to name the pipeline.');
  const name = chooseName('pipeline version', message.name, message.display_name);
  const properties: VersionProperties = {
    name,
    displayName: message.display_name,
    description: message.description,
    codeSourceUrl: message.code_source_url,
    packageUrl,
    tags: message.tags,
  };
  metadata(properties);
  const authorize = () => authorizePipeline(context, caller, pipelineId, 'create', 'version');
  await authorize();
  const version = newVersion(context, properties, await context.packages.download(packageUrl));
  // The right may have been revoked during the download.
  await authorize();
  return context.store.createVersion(pipelineId, version);
};

/** The changes of a PATCH; an empty display name changes nothing. */
export const metadataChange = (message: PipelineMessage | VersionMessage): MetadataChange => {
  const { display_name: displayName, tags } = message;
  checkDisplayName(displayName ?? '');
  checkTags(tags ?? {});
  return { ...(displayName ? { displayName } : {}), ...(tags === undefined ? {} : { tags }) };
};
