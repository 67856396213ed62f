import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';
import { libraries } from './libraries.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react(), compressed()],
  // Editor workers are ES modules; with the default format the built app would lose them.
  worker: { format: 'es', plugins: () => [libraries()] },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    // Monaco is one large chunk on purpose: only the workspace loads it.
    chunkSizeWarningLimit: 6000,
  },
  server: {
    proxy: {
      '/api': { target: 'http://127.0.0.1:4000', ws: true },
      '/openapi.json': 'http://127.0.0.1:4000',
    },
  },
});
