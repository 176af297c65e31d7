import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands where a service would, on loopback, also as a proxy; answers nothing of use, and tells who asked first for what. */
export class CallRecorder {
  private readonly server = createServer();
  private arrived: (call: string) => void = () => undefined;
  /** `GET /path?query`; of a proxied TLS connection `CONNECT host:port`, which is all that can be seen of it. */
  readonly firstCall = new Promise<string>((resolve) => {
    this.arrived = resolve;
  });

  static async with<Result>(use: (recorder: CallRecorder) => Promise<Result>): Promise<Result> {
    const recorder = new CallRecorder();
    recorder.server.on('request', ({ method, url = '' }, response) => {
      const path = url.replace(/^https?:\/\/[^/]*/, '');
      recorder.arrived(`${method} ${decodeURIComponent(path)}`);
      response.writeHead(403).end();
    });
    recorder.server.on('connect', ({ url }, socket) => {
      // Whoever called is killed as soon as its call is known.
      socket.on('error', () => undefined);
      recorder.arrived(`CONNECT ${url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    recorder.server.listen(0, '127.0.0.1');
    await once(recorder.server, 'listening');
    try {
      return await use(recorder);
    } finally {
      recorder.server.closeAllConnections();
      recorder.server.close();
      await once(recorder.server, 'close');
    }
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}
