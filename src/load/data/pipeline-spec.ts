/** What a generated definition consists of, apart from its name. */
export interface SpecParts {
  /** `container`: one step that runs a command; `python`: steps that are lightweight Python components. */
  readonly kind: 'container' | 'python';
  readonly steps: number;
  /** Ends the source of the last step: a multiple of comment lines. */
  readonly filler: string;
}

const install =
  '\nif ! [ -x "$(command -v pip)" ]; then\n    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip\nfi\n\n' +
  "PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip install --quiet --no-warn-script-location 'kfp==2.17.0' '--no-deps' " +
  '\'typing-extensions>=3.7.4,<5; python_version<"3.9"\' && "$0" "$@"\n';

const launch =
  'program_path=$(mktemp -d)\n\nprintf "%s" "$0" > "$program_path/ephemeral_component.py"\n' +
  '_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main --component_module_path "$program_path/ephemeral_component.py" "$@"\n';

const source = (filler: string): string =>
  `\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\ndef work(text: str) -> str:\n    return text\n\n${filler}`;

const containerOf = ({ kind }: SpecParts, filler: string): object =>
  kind === 'container'
    ? { image: 'busybox:1.37', command: ['echo'], args: [`work ${filler}`] }
    : {
        image: 'python:3.11',
        command: ['sh', '-c', install, 'sh', '-ec', launch, source(filler)],
        args: ['--executor_input', '{{$}}', '--function_to_execute', 'work'],
      };

const component = (step: string): object => ({
  executorLabel: `exec-${step}`,
  inputDefinitions: { parameters: { text: { parameterType: 'STRING' } } },
  outputDefinitions: { parameters: { Output: { parameterType: 'STRING' } } },
});

/** Each step reads what the one before returned. */
const task = (step: string, before: string | undefined): object => ({
  cachingOptions: { enableCache: true },
  componentRef: { name: `comp-${step}` },
  ...(before !== undefined && { dependentTasks: [before] }),
  inputs: {
    parameters: {
      text:
        before === undefined
          ? { componentInputParameter: 'text' }
          : { taskOutputParameter: { outputParameterKey: 'Output', producerTask: before } },
    },
  },
  taskInfo: { name: step },
});

/** A document as the KFP SDK compiles it (KFP IR 2.1.0): a chain of steps. */
export const pipelineSpec = (name: string, parts: SpecParts): object => {
  const steps = Array.from({ length: parts.steps }, (_, index) => `step-${String(index + 1).padStart(2, '0')}`);
  const named = (make: (step: string, index: number) => object) =>
    Object.fromEntries(steps.map((step, index) => [step, make(step, index)]));
  const prefixed = (prefix: string, make: (step: string, index: number) => object) =>
    Object.fromEntries(steps.map((step, index) => [`${prefix}-${step}`, make(step, index)]));
  return {
    components: prefixed('comp', component),
    deploymentSpec: {
      executors: prefixed('exec', (_, index) => ({
        container: containerOf(parts, index === steps.length - 1 ? parts.filler : ''),
      })),
    },
    pipelineInfo: { name },
    root: {
      dag: { tasks: named((step, index) => task(step, steps[index - 1])) },
      inputDefinitions: { parameters: { text: { parameterType: 'STRING', isOptional: true, defaultValue: 'hello' } } },
    },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.17.0',
  };
};
