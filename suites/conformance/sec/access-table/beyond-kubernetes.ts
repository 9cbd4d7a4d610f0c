import type { AccessCell } from './access-table.ts';
import { cellLabel } from './deviating-cells.ts';

/** The answer of the Kubernetes API to the call with this label, for the same role and the same objects. */
const kubernetesAnswer = (
  cells: readonly AccessCell[],
  { shape, set }: AccessCell,
  label: string,
): string | undefined =>
  cells.find((cell) => cell.call.label === label && cell.shape === shape && cell.set.label === set.label)?.observed;

/** The calls about versions that REST allowed although the Kubernetes API did not allow the equivalent call. */
export const beyondKubernetes = (cells: readonly AccessCell[]): readonly string[] =>
  cells
    .filter(({ call, observed }) => call.surface === 'rest' && call.about === 'versions' && observed === 'allowed')
    .filter((cell) => {
      const [, version] = cell.call.needs.kubernetes(cell.set.objects);
      const answer = kubernetesAnswer(cells, cell, `${version?.verb ?? ''} pipelineversions`);
      return answer !== undefined && answer !== 'allowed';
    })
    .map(cellLabel)
    .toSorted();
