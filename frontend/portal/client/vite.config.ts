// How the script of the short report is built: apart from the questions' script, which would otherwise be cut into pieces that both share, each a request more.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here(".."),
  base: "/static/short/",
  publicDir: false,
  build: {
    outDir: here("../../dist/portal/short"),
    emptyOutDir: true,
    target: ["es2017", "chrome61", "safari11", "firefox60"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: {
      input: [here("short.ts"), here("elsewhere.ts"), here("seal-form.ts")],
      // The questions' script, which is built apart, calls what seals by its name.
      preserveEntrySignatures: "exports-only",
      // Sealing needs big integers, of which older browsers know nothing: they then get the plain form, which says so. Node's own crypto is a branch that browsers never take.
      onLog: (level, log, handle) => {
        if (log.code !== "TOLERATED_TRANSFORM" && !/has been externalized/.test(log.message)) handle(level, log);
      },
    },
  },
});
