import type { Plan } from './plan.ts';

/** What a store holds: pipelines 0 … pipelines − 1, of which the first `versions` have one version each. */
export interface StoreContents {
  readonly pipelines: number;
  readonly versions: number;
}

export const emptyStore: StoreContents = { pipelines: 0, versions: 0 };

/** The contents that a plan has at a number of pipelines. */
export const contentsAt = ({ versionShare }: Plan, pipelines: number): StoreContents => ({
  pipelines,
  versions: Math.round(pipelines * versionShare),
});
