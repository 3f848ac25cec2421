import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Targets are set by hand: the pinned test runtime is Electron 33 (Chromium 130, Node 20.18), the oldest this must run on.
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      // Packages are bundled: the packaged app carries three files and no node_modules.
      externalizeDeps: false,
      rollupOptions: { input: { main: 'src-main/main.ts' }, output: { format: 'es' } },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: 'out/preload',
      rollupOptions: {
        input: { preload: 'src-main/preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: 'out/renderer',
      rollupOptions: { input: { index: 'src-renderer/index.html' } },
    },
  },
});
