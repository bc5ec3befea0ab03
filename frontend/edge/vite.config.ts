// How the worker of the edge is built: one file for wrangler and plain workerd alike.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("../.."),
  publicDir: false,
  // Everything goes into the file, and nothing of Node: what slipped in would fail to build.
  ssr: { target: "webworker", noExternal: true },
  build: {
    ssr: here("../../backend/edge.ts"),
    outDir: here("../dist/edge"),
    emptyOutDir: true,
    target: "es2022",
    minify: false,
    rollupOptions: {
      output: { entryFileNames: "worker.js", format: "es" },
      // A branch of the sealing library that only Node takes.
      onLog: (level, log, handle) => {
        if (!/externalized node built-in/.test(log.message)) handle(level, log);
      },
    },
  },
});
