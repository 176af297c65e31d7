import type { Finding } from '../../findings/finding';
import type { EnvironmentData } from '../environment-schema';

/** Finds something in one environment's file, or nothing. Its id is its key in the record that it is in. */
export type Rule = (data: EnvironmentData) => Omit<Finding, 'id'> | undefined;
