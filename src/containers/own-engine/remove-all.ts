import type { EngineApi } from '../engine-api.ts';
import { thaw } from '../thaw.ts';
import { keptLabel } from '../kept-label.ts';

interface Listed {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly State: string;
}

const listed = async (api: EngineApi): Promise<readonly Listed[]> =>
  (await api.ask<Listed[]>('GET', '/containers/json?all=true')) ?? [];

/** Whether a running container must be kept. */
export const hasKeptContainers = async (api: EngineApi): Promise<boolean> =>
  (await listed(api)).some(({ Labels, State }) => State === 'running' && Labels[keptLabel] === 'true');

/** Removes every container, volume and network of the harness's own engine. */
export const removeAll = async (api: EngineApi): Promise<void> => {
  const containers = await listed(api);
  await Promise.all(
    containers.map(({ Id }) => {
      const remove = () => api.ask('DELETE', `/containers/${Id}?force=true&v=true`);
      return remove().catch((cause: unknown) => {
        if (!thaw(Id)) throw cause;
        return remove();
      });
    }),
  );
  await api.ask('POST', '/volumes/prune');
  await api.ask('POST', '/networks/prune');
};
