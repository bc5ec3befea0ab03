// How the service worker is built: alone, in one file without imports, since older browsers take no modules there.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("../.."),
  base: "/static/worker/",
  publicDir: false,
  build: {
    outDir: here("../../../dist/portal/worker"),
    emptyOutDir: true,
    target: ["es2017", "chrome61", "safari11", "firefox60"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: {
      input: here("../service-worker.ts"),
      onLog: (level, log, handle) => {
        if (log.code !== "TOLERATED_TRANSFORM") handle(level, log);
      },
    },
  },
});
