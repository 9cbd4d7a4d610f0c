import type { AccessCell } from './access-table.ts';
import { cellLabel } from './deviating-cells.ts';

/** The cells of the Kubernetes API that answer, by what they are about. */
const kubernetesAnswer = (
  cells: readonly AccessCell[],
  { shape, set }: AccessCell,
  label: string,
): string | undefined =>
  cells.find((cell) => cell.call.label === label && cell.shape === shape && cell.set.label === set.label)?.observed;

/** What somebody was allowed to do with versions by REST, and was not by the Kubernetes API. */
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
