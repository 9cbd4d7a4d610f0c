import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { ScenarioContext } from './context.ts';

/** A story written once and run in every lane that can hold it, and again under a mutant. */
export interface Scenario extends ScenarioDeclaration {
  run(context: ScenarioContext): Promise<void>;
}

/** The scenarios of one area file. */
export interface Suite {
  readonly title: string;
  /** Every scenario that needs no target settings of its own is run a second time in multi-user mode. */
  readonly alsoMultiUser?: boolean;
  readonly scenarios: readonly Scenario[];
}
