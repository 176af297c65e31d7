import * as z from 'zod';
import { badKey, map } from '../fields';

const NAME = '[A-Za-z_][A-Za-z0-9_-]*';
const INDEX = '(?:\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\])?';
const ADDRESS = new RegExp(`^(?:module\\.${NAME}${INDEX}\\.)*[a-z][a-z0-9_]*\\.${NAME}${INDEX}$`);

const id = z
  .string('must be an id in quotes (got {got})')
  .regex(/^\S(.*\S)?$/, 'is not an id (got {got}, allowed text)');

/**
 * Terraform address → id. Whether the stack has the address is not known here.
 * @see https://developer.hashicorp.com/terraform/cli/state/resource-addressing (2026-11-22)
 */
export const imports = map(id, (entries, report) => {
  for (const address of Object.keys(entries)) {
    if (/^(module\..*\.)?data\./.test(address)) {
      report(badKey(address, 'is a data source: only resources can be imported'));
    } else if (!ADDRESS.test(address)) {
      report(
        badKey(address, 'is not a Terraform address (allowed such as aws_db_instance.database, aws_x.name["key"])'),
      );
    }
  }
});
