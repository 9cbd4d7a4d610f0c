/** The options of `explain`, as commander hands them over. */
export interface ExplainOptions {
  /** A RUN argument; absent: the latest run in reports/runs. */
  readonly run?: string;
  readonly json?: boolean;
}
