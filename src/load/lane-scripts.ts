import { accessOf, type LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';

/** The script of an operation in a lane: both lanes by REST share one. */
export const scriptOf = (lane: LaneName, operation: OperationName): string => `${accessOf[lane]}/${operation}`;
