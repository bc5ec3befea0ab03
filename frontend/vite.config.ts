// How the desk's browser code is built: one Solid application under /desk/, no inline script or style, small first route.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("./desk"),
  base: "/desk/",
  publicDir: false,
  plugins: [solid()],
  // The rule editor's worker loads its engine only when YARA is written, which needs modules.
  worker: { format: "es" },
  build: {
    outDir: here("./dist/desk"),
    emptyOutDir: true,
    target: "es2022",
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
});
