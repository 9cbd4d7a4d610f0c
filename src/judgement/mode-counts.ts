import { storageOf, type StorageMode } from '../contract/lane-name.ts';
import { checksOf, type PlacedCheck } from './check-list.ts';
import { parityRequirement } from './declared-checks.ts';
import type { CheckEntry, Report } from './schema.ts';
import { failsIn } from './unmet.ts';

/** Requirements by where they fail, in the order of the report. Comparisons of lanes are about both modes, and in none. */
export interface ModeCounts {
  /** Failing in both storage modes. */
  readonly both: readonly string[];
  /** Failing in Kubernetes mode, and holding in database mode. */
  readonly kubernetesOnly: readonly string[];
  /** Failing in database mode, and not in Kubernetes mode. */
  readonly databaseOnly: readonly string[];
  /** Decided in Kubernetes mode only, and failing there. */
  readonly kubernetesRules: readonly string[];
}

const decides = ({ outcome }: CheckEntry): boolean => outcome !== 'not-applicable' && outcome !== 'error';

/** Where the storage modes differ: the ids of requirements that fail in one of them, or in both. */
export const modeCounts = (report: Pick<Report, 'requirements'>): ModeCounts => {
  const counts = {
    both: [] as string[],
    kubernetesOnly: [] as string[],
    databaseOnly: [] as string[],
    kubernetesRules: [] as string[],
  };
  const decided = checksOf(report).filter(
    ({ requirement, check }) => requirement.id !== parityRequirement && decides(check),
  );
  for (const [{ id }, checks] of Map.groupBy(decided, ({ requirement }) => requirement)) {
    const inMode = (mode: StorageMode): readonly PlacedCheck[] => checks.filter(({ lane }) => storageOf[lane] === mode);
    const fails = (mode: StorageMode): boolean => inMode(mode).some(({ check }) => failsIn(check));
    if (fails('database')) counts[fails('kubernetes') ? 'both' : 'databaseOnly'].push(id);
    else if (fails('kubernetes'))
      counts[inMode('database').length === 0 ? 'kubernetesRules' : 'kubernetesOnly'].push(id);
  }
  return counts;
};
