/** A program to start: absolute path, arguments, and the whole environment it gets (nothing is inherited). */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A started process. Its output is kept in a log file in the private state folder. */
export interface RunningProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process has ended: exit code or signal. */
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** The last lines of its output, oldest first. */
  lastLines(count: number): readonly string[];
  /** SIGKILL to its process group; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGTERM, again after a second (the KFP API server needs two), SIGKILL after five; resolves when it has ended. */
  stop(): Promise<void>;
}
