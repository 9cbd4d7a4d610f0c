import { definition } from '../../fixtures/pipelines/definition.ts';
import type { Pipeline, PipelineDraft, PipelineVersion, VersionDraft } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { accepted } from './accepted.ts';
import { appliedPipeline } from './applied-pipeline.ts';
import { appliedVersion } from './applied-version.ts';
import { inEveryView } from './in-every-view.ts';

/** A version as stored in a Git repository, and as shown after it was applied. */
export interface AppliedVersion {
  readonly draft: VersionDraft;
  readonly version: PipelineVersion;
}

/** A Pipeline and its versions by name, as stored in a Git repository, and as shown after they were applied. */
export interface AppliedFamily<Name extends string = string> {
  readonly draft: PipelineDraft & { readonly name: string };
  readonly pipeline: Pipeline;
  readonly versions: Readonly<Record<Name, AppliedVersion>>;
}

/**
 * Applies a Pipeline and a PipelineVersion of each name by server-side apply, and waits until every surface shows them.
 */
export const givenApplied = <Name extends string = never>(
  { given, lane, kubernetes, names }: ScenarioContext,
  ...versionNames: readonly Name[]
): Promise<AppliedFamily<Name>> =>
  given('a Pipeline and its versions are applied', async () => {
    const texts = { displayName: 'From Git', description: 'as in the repository', tags: { stage: 'draft' } };
    const pipelineDraft = { ...texts, name: names.of('applied') };
    const pipeline = accepted(await appliedPipeline(kubernetes, pipelineDraft));
    const applied: [Name, AppliedVersion][] = [];
    for (const name of versionNames) {
      const draft = { ...texts, name, codeSourceUrl: 'https://example.com/code', definition: definition('hello') };
      applied.push([name, { draft, version: accepted(await appliedVersion(kubernetes, pipeline, draft)) }]);
    }
    await inEveryView(lane, async (surface) => {
      accepted(await surface.getPipeline(pipeline));
      for (const [, { version }] of applied) accepted(await surface.getVersion(version));
    });
    return { draft: pipelineDraft, pipeline, versions: Object.fromEntries(applied) as Record<Name, AppliedVersion> };
  });
