import { describe, expect, it } from 'vitest';
import { readSettings, StartError } from '../../../src/shared/settings.js';

const ALL = {
  AUTH: 'oidc',
  OIDC_ISSUER: 'https://login.example/realms/shop',
  OIDC_AUDIENCE: 'https://shop.example/api',
  OIDC_ROLES: 'shop-owner=admin',
};

describe('the settings of an issuer', () => {
  it.each<Record<string, string>>([
    {},
    { OIDC_ISSUER: 'https://login.example/' },
    { OIDC_ISSUER: 'http://localhost:8080/realms/shop' },
    { OIDC_ISSUER: 'http://127.0.0.1' },
    { OIDC_ISSUER: 'http://[::1]:8080' },
    { OIDC_CLIENT_ID: 'kronika', PUBLIC_URL: 'https://shop.example' },
    { OIDC_CLIENT_ID: 'kronika', PUBLIC_URL: 'http://localhost:3000/' },
    { OIDC_ROLES: 'CN=Owners,OU=Shop=admin,a b=reader,a=operator' },
    { OIDC_ALGORITHMS: 'ES256, EdDSA' },
    { OIDC_TOKEN_TYPE: 'JWT' },
    { OIDC_SCOPE: 'openid profile groups' },
  ])('may be %j', (changes) => {
    expect(readSettings({ ...ALL, ...changes })).toMatchObject({ hasOidc: true, hasKeys: false });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ OIDC_ISSUER: '' }, /^OIDC_ISSUER must be set/],
    [{ OIDC_AUDIENCE: '' }, /^OIDC_AUDIENCE must be set/],
    [{ OIDC_ROLES: '' }, /^OIDC_ROLES must be set/],
    ...[
      'http://login.example',
      'ftp://login.example',
      'login.example',
      'https://',
      'http://localhost.evil.example',
      'https://a b',
    ].map((issuer): [Record<string, string>, RegExp] => [{ OIDC_ISSUER: issuer }, /^OIDC_ISSUER must be an address/]),
    [{ OIDC_ISSUER: 'https://user@login.example' }, /^OIDC_ISSUER must be an address/],
    [{ OIDC_ISSUER: 'https://login.example/?x' }, /^OIDC_ISSUER must be an address/],
    [{ OIDC_ISSUER: 'https://login.example/.well-known/openid-configuration' }, /^OIDC_ISSUER must be the address of the issuer/],
    ...['admin', 'a=boss', '=admin', 'a=admin,', 'a=admin,b', 'a=Admin', 'a=admin '].map(
      (roles): [Record<string, string>, RegExp] => [{ OIDC_ROLES: roles }, /^OIDC_ROLES must look like/],
    ),
    ...['none', 'HS256', 'RS256,HS512', 'RS256,none', 'RS256,', 'rs256', 'dir'].map(
      (algorithms): [Record<string, string>, RegExp] => [{ OIDC_ALGORITHMS: algorithms }, /^OIDC_ALGORITHMS must be of/],
    ),
    [{ OIDC_TOKEN_TYPE: 'jwt' }, /^OIDC_TOKEN_TYPE must be/],
    [{ OIDC_TOKEN_TYPE: 'JWT', OIDC_CLIENT_ID: ALL.OIDC_AUDIENCE, PUBLIC_URL: 'https://a.example' }, /^With OIDC_TOKEN_TYPE=JWT/],
    [{ OIDC_CLIENT_ID: 'kronika' }, /^OIDC_CLIENT_ID needs PUBLIC_URL/],
    [{ OIDC_SCOPE: 'profile' }, /^OIDC_SCOPE must begin with openid/],
    ...[
      'shop.example',
      'https://shop.example/kronika',
      'https://shop.example?x',
      'https://a@shop.example',
      'https://shop.example:99999',
    ].map((url): [Record<string, string>, RegExp] => [{ PUBLIC_URL: url }, /^PUBLIC_URL must look like/]),
  ])('may not be %j', (changes, message) => {
    expect(() => readSettings({ ...ALL, ...changes })).toThrow(StartError);
    expect(() => readSettings({ ...ALL, ...changes })).toThrow(message);
  });

  it('are not needed without oidc', () => {
    for (const AUTH of ['none', 'keys']) expect(readSettings({ AUTH })).toMatchObject({ hasOidc: false });
  });
});
