import type { Aws } from './aws';
import { type Deployed, expect } from './stage';

/** At one moment. */
export interface PasswordState {
  /** The secret's current version. */
  readonly versionId: string;
  /** What it holds, and a client logs in with. To be compared, and never said. */
  readonly password: string;
}

/** The database's password where it lives: in Secrets Manager, and in the database itself, which only the emulator shows. */
export class DatabasePassword {
  private readonly seen = new Set<string>();

  constructor(
    private readonly aws: Aws,
    private readonly endpoint: string,
    private readonly deployed: Deployed,
  ) {}

  /** Every password that the database was seen to have. */
  get all(): readonly string[] {
    return [...this.seen];
  }

  /** @throws UnexpectedResult where the secret does not hold the password that the database has */
  async look(): Promise<PasswordState> {
    const { secretArn } = this.deployed;
    const secret = await this.aws.call<{ SecretString: string; VersionId: string }>(
      ...['secretsmanager', 'get-secret-value', '--secret-id', secretArn, '--version-stage', 'AWSCURRENT'],
    );
    const { password } = JSON.parse(secret.SecretString) as { password: string };
    const live = await this.live();
    this.seen.add(password).add(live);
    expect(live === password, `The database has another password than ${secretArn} holds.`);
    return { versionId: secret.VersionId, password };
  }

  private async live(): Promise<string> {
    const { databaseIdentifier, secretArn } = this.deployed;
    const [, , , region, account] = secretArn.split(':');
    const path = `emulator/rds/${account}/${region}/${databaseIdentifier}/master-password`;
    const answer = await fetch(`${this.endpoint}/${path}`);
    expect(answer.ok, `The emulator does not tell the database's password: ${path} answers ${answer.status}.`);
    return answer.text();
  }
}
