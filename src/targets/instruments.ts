import type { AuditQuery } from '../environments/audit-log.ts';
import { auditEventsIn } from '../environments/audit/audit-event.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { databaseRows } from './database-rows.ts';
import { untapped, type SourceTaps } from './source-taps.ts';
import type { LentTarget, StartedTarget, TargetAddress } from './started-target.ts';
import type { NamedDatabase } from './target-host.ts';

/** What the instruments of a target read, besides its database. */
export interface Sources {
  /** The lines of the audit log of the Kubernetes API that a query wants, as they were written. */
  auditLog(query: AuditQuery): Promise<readonly string[]>;
  /** The request lines that its object store received. */
  objectStore(): Promise<readonly string[]>;
}

type Instruments = Pick<
  StartedTarget,
  | 'accessReviews'
  | 'kubernetesRequests'
  | 'creatorsOf'
  | 'objectStoreRequests'
  | 'pipelineRows'
  | 'databaseTables'
  | 'withTable'
>;

/** The instruments of a target that was lent at a time. What they show, they find in the sources, through the taps. */
const instrumentsOf = (
  { id, kubernetesUser, database }: TargetAddress,
  sources: Sources,
  lentAt: Date,
  taps: SourceTaps,
): Instruments => {
  const { auditLog = untapped, objectStore = untapped, sql = untapped } = taps;
  const events = async (query: AuditQuery) => auditEventsIn(auditLog(await sources.auditLog(query)), query);
  const requests = async (query: AuditQuery) =>
    (await events(query)).flatMap(({ request }) => (request === undefined ? [] : [request]));
  const databaseOf = (): NamedDatabase => {
    if (database === undefined) throw new EnvironmentError(`the database of ${id} cannot be looked into`);
    return database;
  };
  return {
    accessReviews: async (user, since = lentAt) =>
      (await events({ requester: kubernetesUser, reviewed: user, since })).flatMap(({ review }) =>
        review === undefined ? [] : [review],
      ),
    kubernetesRequests: (since = lentAt) => requests({ requester: kubernetesUser, since }),
    creatorsOf: async (pipeline) => [
      ...new Set(
        (await requests({ object: pipeline, since: lentAt }))
          .filter(({ verb, resource }) => verb === 'create' && resource === 'pipelines')
          .map(({ requester }) => requester),
      ),
    ],
    objectStoreRequests: async () => objectStore(await sources.objectStore()).map((line) => line.replace(/\?.*/, '')),
    pipelineRows: async () => databaseRows(databaseOf(), sql).pipelineRows(),
    databaseTables: async () => databaseRows(databaseOf(), sql).tables(),
    withTable: async (table, use) => databaseRows(databaseOf(), sql).withTable(table, use),
  };
};

/** A target that was lent now, with instruments that read these sources. */
export const withInstruments = (
  target: TargetAddress & Omit<StartedTarget, keyof Instruments>,
  sources: Sources,
): LentTarget => {
  const lentAt = new Date();
  const through = (taps: SourceTaps): StartedTarget => ({
    ...target,
    ...instrumentsOf(target, sources, lentAt, taps),
  });
  return { ...through({}), through };
};
