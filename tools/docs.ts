/**
 * Writes every generated file. With `--check` it writes nothing, and exits 1 where one is stale: CI runs that.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../modules/common/package-root';
import { addressesPage, listAddresses } from './addresses';
import { assessmentsPage } from './assessments-page';
import { commandsPage } from './commands-page';
import { billsOfHuntaze, costPage, costPicture } from './cost-page';
import { environmentReference, organizationReference } from './environment-reference';
import { pricesPage } from './price-reference';
import { environmentJsonSchema, organizationJsonSchema } from './schema';

const addresses = await listAddresses();
const bills = await billsOfHuntaze();

const GENERATED: Readonly<Record<string, () => string>> = {
  'modules/addresses.json': () => `${JSON.stringify(addresses, null, 2)}\n`,
  'docs/addresses.md': () => addressesPage(addresses),
  'config/environment.schema.json': environmentJsonSchema,
  'docs/environment.md': environmentReference,
  'config/organization.schema.json': organizationJsonSchema,
  'docs/organization.md': organizationReference,
  'docs/prices.md': pricesPage,
  'docs/cost.md': () => costPage(bills),
  'docs/cost-staircase.svg': () => costPicture(bills),
  'docs/assessments.md': assessmentsPage,
  'docs/commands.md': commandsPage,
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale: string[] = [];
for (const [file, render] of Object.entries(GENERATED)) {
  const path = join(packageRoot(), file);
  const wanted = render();
  if (wanted === (await readFile(path, 'utf8').catch(() => undefined))) continue;
  if (values.check) {
    stale.push(file);
  } else {
    await writeFile(path, wanted);
    console.log(`wrote ${file}`);
  }
}
if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run "npm run docs" and commit what it writes.`);
  process.exitCode = 1;
}
