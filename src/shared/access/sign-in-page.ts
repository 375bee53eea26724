import { hash } from 'node:crypto';
import type { Principal } from '../http/principal.js';

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;display:grid;min-height:100vh;place-items:center}
main{width:min(22rem,90vw)}
label,input,button,.button{display:block;box-sizing:border-box;width:100%;font:inherit}
input,button,.button{margin:.25rem 0 1rem;padding:.6rem .75rem;border:1px solid GrayText;border-radius:.4rem}
button,.button{background:ButtonFace;color:ButtonText;text-align:center;text-decoration:none;cursor:pointer}
[role=alert]{padding:.6rem .75rem;border-left:.25rem solid #c33}
`;

/** Allows only the page's own style, and forms to Kronika. All scripts are forbidden, because the page needs none. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; form-action 'self'; ` +
    "base-uri 'none'; frame-ancestors 'none'",
};

/** The content of the page. */
export interface SignInPage {
  readonly hasKeys: boolean;
  /** The issuer, if browsers can sign in there. */
  readonly issuer?: string;
  /** The principal that has signed in; absent: none has. */
  readonly principal?: Principal;
  /** The message of a failed sign-in. */
  readonly problem?: string;
}

/** The HTML of `/sign-in`. */
export function signInPage({ hasKeys, issuer, principal, problem }: SignInPage): string {
  return page(principal ? 'Signed in' : 'Sign in', [
    ...(problem ? [`<p role="alert">${escaped(problem)}</p>`] : []),
    ...(principal ? signedIn(principal) : [...(hasKeys ? [KEY_FORM] : []), ...(issuer ? [issuerLink(issuer)] : [])]),
  ]);
}

const KEY_FORM = `<form method="post" action="/sign-in">
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button>
</form>`;

const issuerLink = (issuer: string) =>
  `<p><a class="button" href="/sign-in/oidc">Sign in at ${escaped(new URL(issuer).host)}</a></p>`;

function signedIn({ actor, role, userId }: Principal): string[] {
  const bound = userId === undefined ? '' : `, for user ${userId}`;
  return [
    `<p>You are signed in as <strong>${escaped(actor)}</strong>, with the role ${role}${bound}.</p>`,
    '<p><a class="button" href="/">Go on</a></p>',
    ...(role === 'admin' && userId === undefined ? ['<p><a class="button" href="/docs">Documentation of the API</a></p>'] : []),
    '<form method="post" action="/sign-out"><button>Sign out</button></form>',
    '<form method="post" action="/sign-out-everywhere"><button>Sign out everywhere</button></form>',
  ];
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Kronika</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Kronika</h1>
${parts.join('\n')}
</main>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
