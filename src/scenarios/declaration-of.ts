import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { Scenario } from './scenario.ts';

/** A scenario without the code that runs it. */
export const declarationOf = ({ run: _run, ...declaration }: Scenario): ScenarioDeclaration => declaration;
