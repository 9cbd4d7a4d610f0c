import type { HttpResponse } from '../../../src/contract/exchange.ts';
import { apiV2, type UploadFile } from '../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { uploadPipeline } from '../../expectations/uploads.ts';

/** The input of a creation of a pipeline with its version; absent fields are not sent. */
export interface Attempt {
  readonly name: string;
  readonly file: UploadFile;
  readonly displayName?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The REST endpoints that create a pipeline together with its version. */
export const creationWays = ['upload', 'create'] as const;
export type CreationWay = (typeof creationWays)[number];

/** Attempts the creation through one of the endpoints. */
export const attempt = (
  { kfp, packages }: ScenarioContext,
  way: CreationWay,
  { name, file, displayName, description, tags }: Attempt,
): Promise<HttpResponse> => {
  const requests: Record<CreationWay, () => Promise<HttpResponse>> = {
    upload: () =>
      uploadPipeline(kfp, file, {
        name,
        display_name: displayName,
        description,
        tags: tags === undefined ? undefined : JSON.stringify(tags),
      }),
    create: () =>
      kfp.call('POST', `${apiV2}/pipelines/create`, {
        json: {
          pipeline: { name, display_name: displayName, description, tags },
          pipeline_version: {
            package_url: { pipeline_url: packages.serve({ fileName: file.name, content: file.content }) },
          },
        },
      }),
  };
  return requests[way]();
};
