import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';

/** The clients of this service: constructed once, shared by all requests. */
@Injectable()
export class Clients implements OnApplicationShutdown {
  readonly dispatcher = new Agent({
    connections: 64,
    connect: { timeout: 5_000 },
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  });

  /** Closes the clients, once no request needs them any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.dispatcher.close();
  }
}

/** Gives the clients to each provider that asks for them. */
@Global()
@Module({ providers: [Clients], exports: [Clients] })
export class ClientsModule {}
