import type { Definition } from '../../src/lanes/pipeline.ts';

/**
 * A valid definition of one step. Its text, in any format with sorted keys, begins with the name of the step's
 * component.
 */
export const smallDefinition = (step = 'say'): Definition => ({
  pipelineSpec: {
    components: { [`comp-${step}`]: { executorLabel: 'exec-step' } },
    deploymentSpec: { executors: { 'exec-step': { container: { image: 'python:3.11', command: ['true'] } } } },
    pipelineInfo: { name: 'small' },
    root: { dag: { tasks: { step: { taskInfo: { name: 'step' }, componentRef: { name: `comp-${step}` } } } } },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.14.3',
  },
});
