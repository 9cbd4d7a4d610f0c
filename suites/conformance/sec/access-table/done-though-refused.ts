import { accepted } from '../../../expectations/accepted.ts';
import { seenOn, settled, type Settling } from '../../../expectations/settled.ts';
import type { AccessCell } from './access-table.ts';
import { cellLabel } from './deviating-cells.ts';

/** The existing objects: their names, and their display names by id. */
interface ShownObjects {
  readonly names: ReadonlySet<string>;
  readonly shownAs: ReadonlyMap<string, string>;
}

const shownObjects = (items: readonly { id: string; name: string; displayName: string }[]): ShownObjects => ({
  names: new Set(items.map(({ name }) => name)),
  shownAs: new Map(items.map(({ id, displayName }) => [id, displayName])),
});

const tookEffect = ({ call, set, mark }: AccessCell, pipelines: ShownObjects, versions: ShownObjects): boolean => {
  const { effect } = call;
  if (effect === undefined) return false;
  const among = (what: string) => (what.endsWith('ipeline') ? pipelines : versions);
  if ('makes' in effect) return among(effect.makes).names.has(mark);
  if ('changes' in effect) return among(effect.changes).shownAs.get(set.objects[effect.changes].id) === mark;
  return !among(effect.removes).shownAs.has(set.objects[effect.removes].id);
};

/** The calls that were refused but took effect, once the surface shows what was written later. Dry runs are left out, because they change nothing. */
export const doneThoughRefused = async (
  context: Settling,
  cells: readonly AccessCell[],
): Promise<readonly string[]> => {
  const { lane } = context;
  const refused = cells.filter(({ call, observed }) => observed === 'refused' && call.surface === lane.write.name);
  const { surface } = lane.views[0] ?? { surface: lane.write };
  await settled(seenOn(context, { ...lane, views: lane.views.slice(0, 1) }));
  const parents = new Map(cells.map(({ set }) => [set.objects.pipeline.id, set.objects.pipeline]));
  const pipelines = accepted(await surface.allPipelines());
  const versions = await Promise.all(
    [...parents.values()].map(async (parent) => accepted(await surface.allVersions(parent))),
  );
  const [shownPipelines, shownVersions] = [shownObjects(pipelines), shownObjects(versions.flat())];
  return refused
    .filter((cell) => tookEffect(cell, shownPipelines, shownVersions))
    .map(cellLabel)
    .toSorted();
};
