import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { joinMessages } from './join-messages.js';

/** Where `npm run dev -w web` finds the server; the built console is served by it and needs no proxy. */
const server = process.env.TRUNKLINE_SERVER ?? 'http://127.0.0.1:8080';

joinMessages();

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
    }),
    tailwindcss(),
    sveltekit(),
  ],
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
  server: {
    fs: { allow: [fileURLToPath(new URL('..', import.meta.url))] },
    proxy: { '/api': server, '/socket.io': { target: server, ws: true } },
  },
});
