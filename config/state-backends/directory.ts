import { about, text } from '../fields';
import { objectKey, terraform } from './arguments';
import type { BackendContext } from './backend';

const objectPrefix = text(
  /^(?!\.?\/)(?!.*\/\/).*[^/]$/,
  'is not a prefix of keys (got {got}, allowed such as huntaze: no / first or last, no //, no ./ first)',
);

/** OSS and COS keep the state in a directory of a bucket: where in it. */
export const directory = {
  prefix: about(objectPrefix.optional(), {
    what: 'The directory of the state in the bucket.',
    derived: '<name>',
    why: 'environments share a bucket without sharing a state.',
  }),
  key: about(objectKey.optional(), terraform("The state's object in the directory: terraform.tfstate.")),
};

interface Given {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  readonly key?: string | undefined;
}

export function inDirectory(scheme: string) {
  return {
    arguments: (given: Given, { name }: BackendContext) => ({ ...given, prefix: given.prefix ?? name }),
    place: ({ bucket, prefix, key = 'terraform.tfstate' }: Given, { name }: BackendContext) =>
      `${scheme}://${bucket}/${prefix ?? name}/${key}`,
  };
}
