/** A line of a source file. */
export interface SourceLocation {
  /** Relative to the root of the package: `suites/conformance/list/pages.suite.ts`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** `suites/conformance/list/pages.suite.ts:42`. */
export const locationText = ({ file, line }: SourceLocation): string => `${file}:${line}`;
