// How the signed-in rooms are built: one Solid page a room, which share their scripts under /desk/assets/; no inline script or style, small first route.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import solid from "vite-plugin-solid";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Engines in WebAssembly are megabytes: they lie compressed beside themselves, so that the server need not do it for each who asks. */
const compressEngines: Plugin = {
  name: "compress-engines",
  writeBundle(options, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type !== "asset" || !name.endsWith(".wasm") || options.dir === undefined) continue;
      const bytes = Buffer.from(file.source);
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(join(options.dir, `${name}.br`), brotliCompressSync(bytes, { params }));
      writeFileSync(join(options.dir, `${name}.gz`), gzipSync(bytes));
    }
  },
};

export default defineConfig({
  root: here("."),
  base: "/desk/",
  publicDir: false,
  plugins: [solid(), compressEngines],
  // The rule editor's worker loads its engine only when YARA is written, which needs modules.
  worker: { format: "es" },
  build: {
    outDir: here("./dist/rooms"),
    emptyOutDir: true,
    target: "es2022",
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      input: {
        desk: here("./desk/index.html"),
        console: here("./console/index.html"),
        office: here("./office/index.html"),
      },
    },
  },
});
