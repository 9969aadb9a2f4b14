/**
 * The description of the API as a page for people: made here, without a script, loading nothing. Pure.
 */
import { createHash } from 'node:crypto';
import { type DocumentedSchema, schemaHtml, typeInWords } from './api-docs-schema.ts';
import { escapeHtml } from './escape-html.ts';

interface DocumentedContent {
  content?: Record<string, { schema?: DocumentedSchema; example?: unknown }>;
}

interface DocumentedOperation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: DocumentedSchema }[];
  requestBody?: DocumentedContent;
  responses: Record<string, DocumentedContent & { description: string }>;
}

export interface ApiDocument {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  /** What is sent to others, by event. */
  webhooks?: Record<string, { post: DocumentedOperation }>;
}

const style = `
:root { color-scheme: light dark; --ink: #1c1d21; --dim: #5c6070; --line: #dfe1e7; --page: #fff; --soft: #f5f6f8; --accent: #2457c5 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e9ed; --dim: #a2a7b5; --line: #33363f; --page: #16171b; --soft: #1f2127; --accent: #8fb0ff } }
* { box-sizing: border-box }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); overflow-wrap: anywhere }
.frame { display: grid; grid-template-columns: 200px minmax(0, 1fr); max-width: 1100px; margin: 0 auto }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 24px 12px }
nav a { display: block; padding: 4px 8px; border-radius: 6px; color: var(--dim); text-decoration: none }
nav a:hover { background: var(--soft); color: var(--ink) }
main { padding: 24px; min-width: 0 }
h1 { font-size: 22px; margin: 0 } h2 { font-size: 17px; margin: 40px 0 2px } h3 { font-size: 13px; margin: 16px 0 4px; color: var(--dim) }
p { margin: 6px 0; max-width: 75ch } a { color: var(--accent) }
code, .method { font: 13px/1.4 ui-monospace, monospace }
details { border-top: 1px solid var(--line) } summary { padding: 8px 0; cursor: pointer; display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline }
summary:hover { background: var(--soft) } .method { width: 56px; font-weight: 600; color: var(--accent) } summary span:last-child { color: var(--dim) }
.body { padding: 0 0 16px 16px } ul { list-style: none; margin: 4px 0; padding-left: 14px; border-left: 1px solid var(--line) }
li { padding: 1px 0 } li > i { margin-left: 8px; color: var(--dim); font-size: 12px } li > span, .type { margin-left: 8px; color: var(--dim) } .type { margin-left: 0 }
pre { overflow-x: auto; background: var(--soft); padding: 10px; border-radius: 6px; font: 12px/1.5 ui-monospace, monospace }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
@media (max-width: 700px) { .frame { grid-template-columns: minmax(0, 1fr) } nav { position: static; max-height: none; display: flex; flex-wrap: wrap; padding: 12px } main { padding: 12px } }
`;

/** Its one style is allowed by its hash; nothing else is loaded or run. */
export const apiDocsPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Texts of ours with `code` in them. */
const inline = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** An empty line begins a paragraph. */
const prose = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .map((part) => `<p>${inline(part)}</p>`)
    .join('');

function parametersHtml({ parameters = [] }: DocumentedOperation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      `<li><code>${escapeHtml(name)}</code><i>${place}${required ? '' : ', optional'}</i><span>${escapeHtml(typeInWords(schema))}${
        description || schema.description ? ` — ${escapeHtml(description ?? schema.description ?? '')}` : ''
      }</span></li>`,
  );
  return `<h3>Parameters</h3><ul>${rows.join('')}</ul>`;
}

const contentHtml = ({ content = {} }: DocumentedContent): string =>
  Object.entries(content)
    .map(([type, { schema }]) => `<p class="type">${escapeHtml(type)}</p>${schema ? schemaHtml(schema) : ''}`)
    .join('');

function answersHtml({ responses }: DocumentedOperation): string {
  const lines = Object.entries(responses).map(([status, answer]) => {
    const isRefusal = !status.startsWith('2');
    const example = Object.values(answer.content ?? {})[0]?.example;
    const shown = isRefusal
      ? example === undefined
        ? ''
        : `<pre>${escapeHtml(JSON.stringify(example))}</pre>`
      : contentHtml(answer);
    return `<h3>${escapeHtml(status)} · ${inline(answer.description)}</h3>${shown}`;
  });
  return lines.join('');
}

const operationHtml = (method: string, path: string, operation: DocumentedOperation): string => `
  <details id="${escapeHtml(operation.operationId)}"><summary><span class="method">${method.toUpperCase()}</span>
    <code>${escapeHtml(path)}</code><span>${inline(operation.summary)}</span></summary>
    <div class="body">${prose(operation.description)}${parametersHtml(operation)}
    ${operation.requestBody ? `<h3>Body</h3>${contentHtml(operation.requestBody)}` : ''}${answersHtml(operation)}</div></details>`;

export function apiDocsPage({ info, tags, paths, webhooks = {} }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  for (const [event, { post }] of Object.entries(webhooks))
    operations.push({ method: 'sent', path: event, operation: post });
  const sections = tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    const lines = own.map(({ method, path, operation }) => operationHtml(method, path, operation));
    return `<section><h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2>${prose(description)}${lines.join('')}</section>`;
  });
  const links = tags.map(({ name }) => `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(info.title)} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><div class="frame"><nav aria-label="Parts">${links.join('')}</nav><main><h1>${escapeHtml(info.title)} API</h1>
<p class="type">Version ${escapeHtml(info.version)} · <a href="/api/openapi.json">openapi.json</a></p>${prose(info.description)}${sections.join('')}</main></div></body></html>`;
}
