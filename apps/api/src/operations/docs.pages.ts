/** The page that shows the OpenAPI document. */
export function docsPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Corroborate API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body><main id="docs"></main>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>
</body>
</html>`;
}

/** The page behind a problem's `type`. The texts are ours: nothing to escape. */
export function problemPage(code: string, status: number, title: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${code}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}code{font-size:1.1em}</style></head>
<body><h1><code>${code}</code></h1><p>${title}.</p><p>HTTP status ${status}. The answer’s <code>detail</code> and <code>errors</code> say more.</p><p><a href="/docs">The API’s documentation</a></p></body>
</html>`;
}
