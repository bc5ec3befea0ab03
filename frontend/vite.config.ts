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

/**
 * Models, rules and access tables do no input or output (checked by lint): what a page does not ask of them is not needed.
 * Told to the bundler call by call, so that a page which wants a list of words does not bring every schema and the library of schemas.
 */
const leaveUnaskedSchemas: Plugin = {
  name: "leave-unasked-schemas",
  enforce: "post",
  transform: {
    filter: { id: /\/backend\/.*\/(model|rules|access|words)\.ts$/ },
    handler(code) {
      const calls = this.parse(code)
        .body.map((statement) => (statement.type === "ExportNamedDeclaration" ? statement.declaration : statement))
        .flatMap((statement) => (statement?.type === "VariableDeclaration" ? statement.declarations : []))
        .flatMap(({ init }) => (init?.type === "CallExpression" ? [init] : []));
      let marked = code;
      for (const { start, end } of calls.toReversed())
        marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => ${marked.slice(start, end)})()${marked.slice(end)}`;
      return { code: marked, map: null };
    },
  },
};

export default defineConfig({
  root: here("."),
  base: "/desk/",
  publicDir: false,
  plugins: [solid(), leaveUnaskedSchemas, compressEngines],
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
