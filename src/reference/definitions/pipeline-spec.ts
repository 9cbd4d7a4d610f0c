import { isObject } from '../ground/plain-object.ts';
import { ApiError } from '../ground/api-error.ts';

/** The only version of the intermediate representation (IR) that KFP accepts. */
const schemaVersion = '2.1.0';
const pipelineNamePattern = /^[a-z0-9][a-z0-9-]{0,127}$/;

/**
 * Fields of `PipelineSpec` and `ComponentSpec` in pipeline_spec.proto; protobuf JSON allows camelCase and snake_case.
 */
const specFields = [
  'pipelineInfo',
  'deploymentSpec',
  'sdkVersion',
  'schemaVersion',
  'components',
  'root',
  'defaultPipelineRoot',
] as const;
const componentFields = [
  'inputDefinitions',
  'outputDefinitions',
  'dag',
  'executorLabel',
  'singlePlatformSpecs',
  'taskConfigPassthroughs',
] as const;

type Message = Readonly<Record<string, unknown>>;

const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const read = (message: Message, field: string): unknown => {
  const value = message[field] ?? message[snakeCase(field)];
  return value === null ? undefined : value;
};

/** Whether a document is meant to be a pipeline spec, valid or not. */
export const looksLikePipelineSpec = (document: Message): boolean =>
  ['pipelineInfo', 'schemaVersion', 'root'].some((field) => read(document, field) !== undefined);

const quote = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200));

const invalid = (reason: string): ApiError => new ApiError('invalid', `Invalid pipeline spec: ${reason}.`);

const entries = (message: Message, field: string): readonly [string, unknown][] => {
  const value = read(message, field);
  if (value === undefined) return [];
  if (!isObject(value)) throw invalid(`expected ${field} to be a mapping, got ${quote(value)}`);
  return Object.entries(value);
};

const rejectUnknown = (message: Message, fields: readonly string[], where: string): void => {
  const known = new Set(fields.flatMap((field) => [field, snakeCase(field)]));
  const unknown = Object.keys(message).find((key) => !known.has(key));
  if (unknown !== undefined) throw invalid(`unknown field ${quote(unknown)} in ${where}`);
};

const checkComponent = (component: unknown, where: string): void => {
  if (!isObject(component)) throw invalid(`expected ${where} to be a mapping`);
  rejectUnknown(component, componentFields, where);
  const label = read(component, 'executorLabel');
  if (label !== undefined && typeof label !== 'string') throw invalid(`expected ${where}.executorLabel to be text`);
  const dag = read(component, 'dag');
  if (dag === undefined) return;
  if (label !== undefined) throw invalid(`expected ${where} to have a dag or an executorLabel, got both`);
  if (!isObject(dag)) throw invalid(`expected ${where}.dag to be a mapping`);
  for (const [key, task] of entries(dag, 'tasks')) {
    if (!isObject(task)) throw invalid(`expected ${where}.dag.tasks.${key} to be a mapping`);
  }
};

const object = (message: Message, field: string): Message => {
  const value = read(message, field);
  if (!isObject(value)) throw invalid(`expected ${field} to be a mapping, got ${quote(value)}`);
  return value;
};

/** Validates the IR of a pipeline as KFP does; throws an `invalid` ApiError. */
export const checkPipelineSpec = (spec: unknown): void => {
  if (!isObject(spec)) throw invalid('expected a mapping');
  rejectUnknown(spec, specFields, 'the pipeline spec');
  const name = read(object(spec, 'pipelineInfo'), 'name');
  if (typeof name !== 'string' || !pipelineNamePattern.test(name)) {
    throw invalid(`expected pipelineInfo.name to match ${pipelineNamePattern.source}, got ${quote(name)}`);
  }
  const version = read(spec, 'schemaVersion');
  if (version !== schemaVersion) throw invalid(`expected schemaVersion ${schemaVersion}, got ${quote(version)}`);
  checkComponent(object(spec, 'root'), 'root');
  for (const [key, component] of entries(spec, 'components')) checkComponent(component, `components.${key}`);
  const deployment = read(spec, 'deploymentSpec');
  if (deployment === undefined) return;
  if (!isObject(deployment)) throw invalid('expected deploymentSpec to be a mapping');
  for (const [key, executor] of entries(deployment, 'executors')) {
    if (!isObject(executor)) throw invalid(`expected deploymentSpec.executors.${key} to be a mapping`);
  }
};
