// How the service worker is built: alone, in one file without imports, since older browsers take no modules there.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("../.."),
  base: "/static/worker/",
  publicDir: false,
  plugins: [
    {
      // A worker that is no module may not name it: it would not even be read. The page's part that does is never taken here.
      name: "no-import-meta",
      enforce: "post",
      generateBundle: (_options, bundle) => {
        for (const file of Object.values(bundle))
          if (file.type === "chunk") file.code = file.code.replaceAll("import.meta.url", "self.location.href");
      },
    },
  ],
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
