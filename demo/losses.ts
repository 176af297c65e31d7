import { type Address, type Change, withoutKeys } from './plan-summary';

/** What going up a tier must not do: anything but add and change. */
export function lossesGoingUp(changes: readonly Change[]): Change[] {
  return changes.filter(({ action }) => action !== undefined && action !== 'create' && action !== 'update');
}

/** What going down a tier must not do: replace anything, or destroy what holds data. */
export function lossesGoingDown(
  changes: readonly Change[],
  addresses: readonly (Pick<Address, 'address'> & { readonly stateful: boolean })[],
): Change[] {
  const holdData = new Set(addresses.filter(({ stateful }) => stateful).map(({ address }) => address));
  return changes.filter(
    ({ action, address }) => action === 'replace' || (action === 'delete' && holdData.has(withoutKeys(address))),
  );
}
