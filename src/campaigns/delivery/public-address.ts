import type { AddressInfo } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ShopSettings } from '../../shop-settings.js';

/** The address by which players reach Kronika: the setting PUBLIC_URL or, without it, where this process listens. */
@Injectable()
export class PublicAddress {
  private listening?: string;

  constructor(
    private readonly settings: ShopSettings,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Without a slash at the end. Never taken from a request, which anybody can send. */
  get address(): string {
    const { PUBLIC_URL, HOST, PORT } = this.settings;
    if (PUBLIC_URL) return PUBLIC_URL.replace(/\/$/, '');
    this.listening ??= `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${this.port ?? PORT}`;
    return this.listening;
  }

  private get port(): number | undefined {
    return (this.host.httpAdapter.getHttpServer().address() as AddressInfo | null)?.port;
  }
}
