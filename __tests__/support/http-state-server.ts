import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const PASSWORD = 'hunter22-of-the-states';

/**
 * One state as Terraform's documentation of the http backend asks for it: GET and POST, LOCK and UNLOCK, 423 with the
 * holder's lock while it is taken.
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/http (2026-11-22)
 */
export class HttpStateServer {
  private readonly server = createServer();
  state: string | undefined;
  lock: string | undefined;

  static async with(use: (server: HttpStateServer) => Promise<void>): Promise<void> {
    const states = new HttpStateServer();
    states.server.on('request', (request, response) => {
      states.answer(request).then(
        ([status, body]) => response.writeHead(status).end(body),
        () => response.destroy(),
      );
    });
    states.server.listen(0, '127.0.0.1');
    await once(states.server, 'listening');
    try {
      await use(states);
    } finally {
      states.server.closeAllConnections();
      states.server.close();
      await once(states.server, 'close');
    }
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/acme`;
  }

  get environment(): Record<string, string> {
    return { TF_HTTP_PASSWORD: PASSWORD };
  }

  private async answer(request: IncomingMessage): Promise<[status: number, body?: string]> {
    const body = await text(request);
    const basic = `Basic ${Buffer.from(`palier:${PASSWORD}`).toString('base64')}`;
    if (request.headers.authorization !== basic) return [401];
    switch (request.method) {
      case 'GET':
        return this.state === undefined ? [404] : [200, this.state];
      case 'POST':
        this.state = body;
        return [200];
      case 'LOCK':
        if (this.lock !== undefined) return [423, this.lock];
        this.lock = body;
        return [200];
      case 'UNLOCK':
        this.lock = undefined;
        return [200];
      default:
        return [405];
    }
  }
}
