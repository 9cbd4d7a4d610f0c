import { jsonObject } from '../../src/clients/json-response.ts';
import type { ReceivedResponse } from '../../src/contract/exchange.ts';
import { apiV2, type KfpClient, type Query, type UploadFile } from '../../src/clients/kfp.ts';

/** Uploads a file as a new pipeline with its version. */
export const uploadPipeline = (kfp: KfpClient, file: UploadFile, query: Query): Promise<ReceivedResponse> =>
  kfp.upload(`${apiV2}/pipelines/upload`, file, query);

/** Uploads a file as a new version of a pipeline. */
export const uploadVersion = (
  kfp: KfpClient,
  pipelineId: string,
  file: UploadFile,
  query: Query,
): Promise<ReceivedResponse> =>
  kfp.upload(`${apiV2}/pipelines/upload_version`, file, { pipelineid: pipelineId, ...query });

/** Uploads a file both as a new pipeline and as a new version of another pipeline. */
export const uploadBoth = async (
  kfp: KfpClient,
  file: UploadFile,
  {
    name,
    parentId,
    version,
    ...query
  }: Query & { readonly name: string; readonly parentId: string; readonly version: string },
): Promise<readonly [ReceivedResponse, ReceivedResponse]> =>
  Promise.all([
    uploadPipeline(kfp, file, { name, ...query }),
    uploadVersion(kfp, parentId, file, { name: version, ...query }),
  ]);

/** The refusal of an upload: its status, and whether the body has the error message of the upload endpoints. */
export const uploadRefusal = (response: ReceivedResponse): string =>
  typeof jsonObject(response.body)?.['error_message'] === 'string'
    ? `${response.status} with error_message`
    : `${response.status}`;
