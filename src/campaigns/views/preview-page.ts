import { hash } from 'node:crypto';
import { xmlText } from '../delivery/xml.js';
import type { CreativeDocument } from './creative.document.js';

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;padding:1.5rem;display:grid;justify-items:center}
main{width:min(60rem,100%)}
h1{margin:0;font-size:1.25rem;overflow-wrap:anywhere}
p{margin:.25rem 0 1rem;overflow-wrap:anywhere}
video{display:block;width:100%;max-height:75vh;background:#000}
`;

/** Allows only the page's own style and videos of this server. Scripts are forbidden, because the page needs none. */
export const PREVIEW_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; media-src 'self'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

const APPROVAL_WORDS = { pending: 'Waits for approval', approved: 'Approved', rejected: 'Rejected' } as const;

/**
 * The HTML that plays a creative. A click on the video pauses it, as in any player; where an ad's click leads is a link.
 *
 * @param creative with a video or a tag
 */
export function previewPage({ name, media, tag, clickThrough, approval: { state, reason } }: CreativeDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${xmlText(name)} · Kronika</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${xmlText(name)}</h1>
<p>${APPROVAL_WORDS[state]}${reason === null ? '' : `: ${xmlText(reason)}`}</p>
${
  media
    ? `<video controls playsinline preload="metadata" width="${media.width}" height="${media.height}" aria-label="The video of the creative" src="../media/${media.sha256}"></video>`
    : `<p>This creative is the tag of a third party. Kronika does not fetch it, so there is no preview. Players fetch it from ${xmlText(tag ?? '')}</p>`
}
${clickThrough === null ? '' : `<p>A click opens <a href="${xmlText(clickThrough)}" rel="noreferrer">${xmlText(clickThrough)}</a></p>`}
</main>
</body>
</html>
`;
}
