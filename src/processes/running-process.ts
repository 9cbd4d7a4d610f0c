/** A program to start: absolute path, arguments, and its complete environment (nothing is inherited). */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A started process. Its output goes to a log file in the private state folder. */
export interface RunningProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Resolves with the exit code or the signal when the process has ended. */
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** The last lines of its output, oldest first. */
  lastLines(count: number): readonly string[];
  /** Sends SIGKILL to its process group; resolves when it has ended. */
  kill(): Promise<void>;
  /** Sends SIGTERM, again after a second (the KFP API server needs two), and SIGKILL after five; resolves when it has ended. */
  stop(): Promise<void>;
}
