import type { Surface } from './lane.ts';

/** The calls of a surface in words; the clock has no answer. */
const words = {
  createPipeline: 'create a pipeline',
  getPipeline: 'get a pipeline',
  getPipelineByName: 'get a pipeline by name',
  allPipelines: 'list all pipelines',
  updatePipeline: 'change a pipeline',
  deletePipeline: 'delete a pipeline',
  createVersion: 'create a version',
  getVersion: 'get a version',
  allVersions: 'list all versions',
  updateVersion: 'change a version',
  deleteVersion: 'delete a version',
} as const satisfies Partial<Record<keyof Surface, string>>;

/** The surface with answers that name the call that they are to, as in `rest: create a pipeline`. */
export const withNamedCalls = (surface: Surface): Surface =>
  Object.assign(
    { ...surface },
    Object.fromEntries(
      Object.entries(words).map(([method, what]) => {
        const call = surface[method as keyof typeof words] as (...args: readonly unknown[]) => Promise<object>;
        return [
          method,
          async (...args: readonly unknown[]) => ({ ...(await call(...args)), call: `${surface.name}: ${what}` }),
        ];
      }),
    ),
  );
