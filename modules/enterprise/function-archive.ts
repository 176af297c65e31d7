import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { zipSync } from 'fflate';
import { packageRoot } from '../common/package-root';

/** The first that the format knows. It has no time zone: noon is there in all of them. */
const TIMESTAMP = new Date(1980, 0, 1, 12);
/** Lambda runs it as another user than the one that unpacks it. */
const READABLE_BY_ALL = 0o644;
const UNIX = 3;

/**
 * The code of a function, as the archive that Lambda takes: of one source, the same bytes on every machine. CDKTF's own archives
 * carry the time and the permissions of the machine's files. Stored and not compressed, so that no version of a compressor is in it.
 */
export class FunctionArchive extends Construct {
  /** Terraform expression. */
  readonly path: string;
  /** Base64 of its SHA-256, as Lambda says it of what it has. */
  readonly hash: string;

  /** @param source from the package's root */
  constructor(scope: Construct, id: string, source: string) {
    super(scope, id);
    const name = basename(source);
    const code = readFileSync(join(packageRoot(), source));
    const archive = zipSync({
      [name]: [code, { level: 0, mtime: TIMESTAMP, os: UNIX, attrs: READABLE_BY_ALL << 16 }],
    });
    this.hash = createHash('sha256').update(archive).digest('base64');

    const file = join(temporaryDirectory(), `${name.replace(/\.\w+$/, '')}.zip`);
    writeFileSync(file, archive);
    const asset = new TerraformAsset(this, 'archive', { path: file, type: AssetType.FILE });
    this.path = `\${path.module}/${asset.path}`;
  }
}

const directories: string[] = [];

/** The asset is copied from there when the app is synthesized, if it is. */
function temporaryDirectory(): string {
  // One listener for all: Node warns of a leak from the eleventh on.
  if (directories.length === 0) process.once('exit', () => directories.forEach(remove));
  const directory = mkdtempSync(join(tmpdir(), 'palier-'));
  directories.push(directory);
  return directory;
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}
