import { apiV2 } from '../../clients/kfp.ts';
import { minimalDefinition } from '../minimal-definition.ts';
import { creation } from './created-by-rest.ts';
import type { FeatureProbe } from './feature-probe.ts';
import { textAt } from './probe-answer.ts';

export const packageUrlProbe: FeatureProbe = {
  steps: [
    // A refused creation of a pipeline says nothing about downloads.
    creation('kfp', []),
    {
      request: ({ name, packages }, [pipeline]) => {
        const id = textAt(pipeline, 'pipeline_id');
        return {
          by: 'kfp',
          method: 'POST',
          path: `${apiV2}/pipelines/${id}/versions`,
          json: {
            pipeline_id: id,
            name: `${name}-v`,
            package_url: { pipeline_url: packages.serve(minimalDefinition) },
          },
        };
      },
      success: 200,
      read: (body) => (textAt(body, 'pipeline_version_id') === '' ? 'unreadable' : 'expected'),
      // `createPipelineVersion` in backend/src/apiserver/server/pipeline_server.go, in this order.
      absent: [
        // The address is none of those that PIPELINE_URL_VALIDATION_ENABLED allows.
        { status: 400, code: 3, text: /Pipeline URL validation failed/ },
        // Another server answers at this address: loopback of the target is not loopback of the harness.
        { status: 400, code: 3, text: /Failed to fetch pipeline spec with url/ },
        // Nothing answers there.
        { status: 500, code: 13, text: /due error downloading the pipeline spec from/ },
        // CRUD-28 makes the same of both: a definition that cannot be fetched is 400.
        { status: 400, code: 3, text: /Fetching the pipeline definition from/ },
      ],
    },
  ],
};
