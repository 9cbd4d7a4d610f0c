import { assert } from '../../../src/scenarios/assert.ts';
import type { Pipeline, PipelineDraft, PipelineVersion, VersionDraft } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { accepted } from '../../expectations/accepted.ts';
import { pipelineListing, versionListing, type Listing } from '../../expectations/listing.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

/** The content of the lists: pipelines, and versions of the first pipeline under the same labels. */
export interface WrittenSet {
  readonly pipelines: readonly Pipeline[];
  readonly versions: readonly PipelineVersion[];
  /** The lists of pipelines and of versions; requirements on lists apply to both. */
  readonly listings: readonly [Listing, Listing];
}

export interface SetOptions {
  readonly draft?: (label: string) => Omit<PipelineDraft, 'name'>;
  readonly definition?: (label: string) => VersionDraft['definition'];
  /** The delay between one label and the next. Absent: all are written at once. */
  readonly gapMs?: number;
  readonly listing?: typeof pipelineListing;
}

/**
 * The time that REST may take to list written objects. CRUD-05 decides read-your-writes; paging scenarios only need the
 * items.
 */
export const listedWithinMs = 5_000;
/** The same for a whole set, which a target whose own requests are limited lists long after the last answer. */
const setListedWithinMs = 30_000;

/** Creates a pipeline and a version for each label, and waits until REST lists them all. */
export const writtenSet = (
  { lane, kfp, names, given }: ScenarioContext,
  labels: readonly string[],
  { draft = () => ({}), definition = () => smallDefinition(), gapMs, listing = pipelineListing }: SetOptions = {},
): Promise<WrittenSet> =>
  given(`${labels.length} pipelines, and as many versions of the first, are listed`, async () => {
    const pipeline = async (label: string) =>
      accepted(await lane.write.createPipeline({ ...draft(label), name: names.of(label) }));
    const [firstLabel = '', ...otherLabels] = labels;
    const first = await pipeline(firstLabel);
    const version = async (label: string) =>
      accepted(await lane.write.createVersion(first, { ...draft(label), name: label, definition: definition(label) }));
    const both = (label: string) => Promise.all([pipeline(label), version(label)]);
    const pipelines = [first];
    const versions = [];
    if (gapMs === undefined) {
      const [firstVersion, others] = await Promise.all([version(firstLabel), Promise.all(otherLabels.map(both))]);
      versions.push(firstVersion, ...others.map(([, written]) => written));
      pipelines.push(...others.map(([written]) => written));
    } else {
      versions.push(await version(firstLabel));
      for (const label of otherLabels) {
        await new Promise((resolve) => setTimeout(resolve, gapMs));
        const [nextPipeline, nextVersion] = await both(label);
        pipelines.push(nextPipeline);
        versions.push(nextVersion);
      }
    }
    const listings = [listing(kfp, names), versionListing(kfp, first.id)] as const;
    await lane.eventually({ surface: lane.rest, patienceMs: setListedWithinMs }, async () => {
      for (const list of listings)
        assert.equal((await list.page({ page_size: 1 })).totalSize, labels.length, `${list.of}: all are listed`);
    });
    return { pipelines, versions, listings };
  });
