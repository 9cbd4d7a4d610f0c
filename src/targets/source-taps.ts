/** A row of an answer of SQL: column → value. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Changes of what the instruments of the harness read, made before it is parsed and filtered: a defect of the target as it
 * would show in that source. An instrument that reads nothing does not show it. For mutants.
 */
export interface SourceTaps {
  /** Lines of the audit log of the Kubernetes API, each an Event in JSON. */
  readonly auditLog?: (lines: readonly string[]) => readonly string[];
  /** The rows with which the database answers a statement. */
  readonly sql?: (rows: readonly Row[], statement: string) => readonly Row[];
  /** Request lines that the object store received: `PUT /mlpipeline/pipelines/1?partNumber=1`. */
  readonly objectStore?: (lines: readonly string[]) => readonly string[];
  /** Request lines that the server of packages received: `GET /k1/0123abcd/pipeline.yaml`. */
  readonly packages?: (lines: readonly string[]) => readonly string[];
}

/** A source that nobody taps. */
export const untapped = <Value>(read: Value): Value => read;
