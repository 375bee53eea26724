import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A connection through the network. */
interface Link {
  readonly near: Socket;
  readonly far: Socket;
  /** Nothing gets through any more, and neither side is told. */
  isSilent: boolean;
}

/** Real TCP connections between Kronika and its database that can fall silent, as networks do. */
export class Network {
  private readonly links = new Set<Link>();
  /** What `silenceAfter` waits for. */
  private awaited?: { readonly first: string; readonly then: string };
  /** Whether new connections are accepted but never get an answer. */
  isDark = false;

  private constructor(
    private readonly server: Server,
    private target: URL,
  ) {}

  static async to(url: string): Promise<Network> {
    // Half open, because a silent network does not pass on the end of a connection either.
    const server = createServer({ allowHalfOpen: true });
    const network = new Network(server, new URL(url));
    server.on('connection', (near) => network.join(near));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return network;
  }

  /** The address of the database, through this network. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Sets the target of new connections. */
  leadTo(url: string): void {
    this.target = new URL(url);
  }

  /** Makes all existing connections silent. @returns their number */
  silence(): number {
    const speaking = [...this.links].filter((link) => !link.isSilent);
    for (const link of speaking) link.isSilent = true;
    return speaking.length;
  }

  /** Makes the next connection on which one text is sent, and then another, lose all answers. Both still arrive. */
  silenceAfter(first: string, then: string): void {
    this.awaited = { first, then };
  }

  /** Ends every connection by a reset. */
  cut(): void {
    for (const { near, far } of this.links) for (const socket of [near, far]) socket.resetAndDestroy();
  }

  /** Closes silent connections on the database's side, as keep-alive does after a while. */
  forgetSilent(): void {
    for (const { isSilent, far } of this.links) if (isSilent) far.destroy();
  }

  /** The number of silent connections that Kronika has closed. */
  get given(): number {
    return [...this.links].filter(({ isSilent, near }) => isSilent && (near.destroyed || near.readableEnded)).length;
  }

  async close(): Promise<void> {
    for (const { near, far } of this.links) for (const socket of [near, far]) socket.destroy();
    this.server.close();
  }

  private join(near: Socket): void {
    near.on('error', () => undefined);
    if (this.isDark) return void near.resume();
    const far = connect({ host: this.target.hostname, port: Number(this.target.port), allowHalfOpen: true });
    far.on('error', () => near.destroy());
    const link: Link = { near, far, isSilent: false };
    this.links.add(link);
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (data) => link.isSilent || to.write(data));
      from.on('end', () => link.isSilent || to.end());
      from.on('close', () => {
        if (!link.isSilent) to.destroy();
        if (near.destroyed && far.destroyed) this.links.delete(link);
      });
    };
    pass(near, far);
    pass(far, near);
    let sent: typeof this.awaited;
    near.on('data', (data) => {
      if (!this.awaited) return;
      const { first, then } = this.awaited;
      const start = sent === this.awaited ? 0 : data.indexOf(first);
      if (start < 0) return;
      sent = this.awaited;
      if (!data.includes(then, start)) return;
      this.awaited = undefined;
      link.isSilent = true;
    });
  }
}
