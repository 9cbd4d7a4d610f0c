import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { ScenarioContext } from './context.ts';

/** A test scenario, written once and run in all of its lanes, and again with each mutant. */
export interface Scenario extends ScenarioDeclaration {
  run(context: ScenarioContext): Promise<void>;
}

/** The scenarios of one suite file. */
export interface Suite {
  readonly title: string;
  /** Every scenario that requires no target settings is also run in multi-user mode. */
  readonly alsoMultiUser?: boolean;
  readonly scenarios: readonly Scenario[];
}
