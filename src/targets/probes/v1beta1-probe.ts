import type { FeatureProbe } from './feature-probe.ts';

export const v1beta1Probe: FeatureProbe = {
  steps: [
    {
      request: ({ tenancy, namespace }) => ({
        by: 'kfp',
        method: 'GET',
        path: '/apis/v1beta1/pipelines',
        query: {
          page_size: 1,
          // A target may require a namespace: backend/src/apiserver/validation/namespace.go.
          ...(tenancy === 'multi-user' && {
            'resource_reference_key.type': 'NAMESPACE',
            'resource_reference_key.id': namespace,
          }),
        },
      }),
      success: 200,
      // backend/api/v1beta1/pipeline.proto, message ListPipelinesResponse; empty fields are left out.
      read: ({ pipelines = [] }) => (Array.isArray(pipelines) ? 'expected' : 'unreadable'),
      absent: [
        // ErrNoV1 in backend/src/apiserver/storage/pipeline_store_kubernetes.go, in Kubernetes mode. It is no UserError,
        // so `ToGRPCError` in backend/src/common/util/error.go makes an internal error of it.
        { status: 500, code: 13, text: /the v1 API is not available for the Kubernetes pipeline store/ },
        // google.rpc.Code 12 (unimplemented), as V1A-01 asks for in Kubernetes mode.
        { status: 501, code: 12 },
        // The answer of grpc-gateway, and of the server before it, to a path that no API serves.
        { status: 404 },
      ],
    },
  ],
};
