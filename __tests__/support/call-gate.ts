import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Call {
  /** Such as `CreateDBInstance`; for REST services method and path, such as `PUT /bucket/key`. */
  readonly operation: string;
  readonly body: string;
}

export interface HeldCall extends Call {
  /** Lets it through. A call that is never released never reaches AWS. */
  release(): void;
}

/** `call`: it has not reached AWS. `answer`: AWS has done it, and the caller does not know yet. */
type Moment = 'call' | 'answer';

interface Hold {
  readonly moment: Moment;
  readonly matches: (operation: string) => boolean;
  /** Which of them: counts down to the one that is held. */
  remaining: number;
  readonly arrived: (call: HeldCall) => void;
}

/**
 * Stands between Terraform, the runbooks and the emulator. It stops the world at a call, so that a test cuts a run
 * there and nowhere else; and it remembers what AWS was told, such as the password that no API gives back.
 */
export class CallGate {
  /** What AWS has accepted, in order. */
  readonly accepted: Call[] = [];
  private readonly holds: Hold[] = [];

  private constructor(
    private readonly target: string,
    private readonly server = createServer(),
  ) {}

  static async start(target: string): Promise<CallGate> {
    const gate = new CallGate(target);
    gate.server.on('request', (request, response) => {
      gate
        .pass(request.method ?? '', request.url ?? '', request.headers, request)
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        // Whoever called was killed, or the emulator is gone: the caller sees its connection end.
        .catch(() => response.destroy());
    });
    gate.server.listen(0, '127.0.0.1');
    await once(gate.server, 'listening');
    return gate;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Stops the next call of that name, by default before it reaches AWS; resolves when it is stopped. */
  hold(operation: string, moment: Moment = 'call'): Promise<HeldCall> {
    return this.holdNth(1, (other) => other === operation, moment);
  }

  /** The same for the nth of the calls that match; those before it pass. */
  holdNth(n: number, matches: (operation: string) => boolean, moment: Moment = 'call'): Promise<HeldCall> {
    return new Promise((arrived) => this.holds.push({ moment, matches, remaining: n, arrived }));
  }

  /** Lets through what is still waited for. */
  forgetHolds(): void {
    this.holds.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async pass(method: string, path: string, headers: IncomingHttpHeaders, content: NodeJS.ReadableStream) {
    const sent = await buffer(content);
    const call = { operation: operationOf(method, path, headers, sent.toString()), body: sent.toString() };
    await this.whileHeld('call', call);
    const forwarded = sendRequest(`${this.target}${path}`, { method, headers });
    forwarded.end(sent);
    const [answer] = await once(forwarded, 'response');
    const body = await buffer(answer);
    if (answer.statusCode < 300) this.accepted.push(call);
    await this.whileHeld('answer', call);
    return { status: answer.statusCode as number, headers: answer.headers as IncomingHttpHeaders, body };
  }

  private async whileHeld(at: Moment, call: Call): Promise<void> {
    const hold = this.holds.find(({ moment, matches }) => moment === at && matches(call.operation));
    if (hold === undefined) return;
    hold.remaining -= 1;
    if (hold.remaining > 0) return;
    this.holds.splice(this.holds.indexOf(hold), 1);
    await new Promise<void>((release) => hold.arrived({ ...call, release }));
  }
}

function operationOf(method: string, path: string, headers: IncomingHttpHeaders, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) as string;
  return new URLSearchParams(body).get('Action') ?? `${method} ${path}`;
}
