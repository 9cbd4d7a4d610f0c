import type { Definition } from '../lanes/pipeline.ts';

/** The smallest definition that KFP accepts: one component, one container. */
export const minimalDefinition: Definition = {
  pipelineSpec: {
    pipelineInfo: { name: 'minimal' },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.14.3',
    deploymentSpec: { executors: { 'exec-say': { container: { image: 'python:3.11', command: ['true'] } } } },
    components: { 'comp-say': { executorLabel: 'exec-say' } },
    root: { dag: { tasks: { say: { taskInfo: { name: 'say' }, componentRef: { name: 'comp-say' } } } } },
  },
};
